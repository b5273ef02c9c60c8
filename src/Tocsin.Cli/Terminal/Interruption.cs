using System.Runtime.InteropServices;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Terminal;

/// <summary>
/// Turns Ctrl-C and the signals that end a program into a cancelled token, so that what is half done is taken away.
/// Work that does not heed it within a moment, or a second signal, ends the program all the same.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _source = new();
    private Timer? _end;
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption()
    {
        PosixSignal[] signals = OperatingSystem.IsWindows()
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(s => PosixSignalRegistration.Create(s, Interrupt))];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _end?.Dispose();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            End(null);
            return;
        }

        _end = new Timer(End, null, Patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private static void End(object? state)
    {
        AtomicFile.DeleteUnfinished();
        Environment.Exit(ExitStatus.Interrupted);
    }
}
