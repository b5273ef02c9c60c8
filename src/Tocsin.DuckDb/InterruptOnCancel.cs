using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>
/// Interrupts a connection once its token is cancelled, and goes on doing so until disposed: DuckDB forgets an
/// interrupt that comes before the statement begins to run.
/// </summary>
internal sealed class InterruptOnCancel : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly ConnectionHandle _connection;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private Timer? _timer;
    private bool _isDone;

    internal InterruptOnCancel(ConnectionHandle connection, CancellationToken cancellation)
    {
        // Held until the end, so that a late timer never meets a closed connection.
        bool isHeld = false;
        connection.DangerousAddRef(ref isHeld);
        _connection = connection;
        _registration = cancellation.Register(static self => ((InterruptOnCancel)self!).Start(), this);
    }

    public void Dispose()
    {
        // Under the lock, so that no late interrupt hits the connection's next statement.
        lock (_gate)
        {
            if (_isDone)
            {
                return;
            }

            _isDone = true;
            _timer?.Dispose();
        }

        _registration.Dispose();
        _connection.DangerousRelease();
    }

    private void Start()
    {
        lock (_gate)
        {
            if (!_isDone)
            {
                _timer = new Timer(static self => ((InterruptOnCancel)self!).Interrupt(), this, TimeSpan.Zero, Interval);
            }
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_isDone)
            {
                NativeMethods.Interrupt(_connection);
            }
        }
    }
}
