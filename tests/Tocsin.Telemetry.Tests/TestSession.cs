using System.Diagnostics.CodeAnalysis;
using Tocsin.DuckDb;
using Tocsin.Engine.Kernels;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Telemetry.Tests;

/// <summary>A session with the functions that mappings call.</summary>
public sealed class TestSession : ITelemetrySession, IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open(new DuckDbOptions { Threads = 2 });


    public TestSession() => KernelCatalogue.Register(_session);

    public bool TryCreateTable(string name, SqlQuery rows, [NotNullWhen(false)] out string? message) =>
        TryRun(() => _session.Execute($"CREATE TEMP TABLE {DuckDbWriter.Quote(name)} AS {DuckDbWriter.Write(rows)}"), out message);

    public void DropTable(string name) => _session.Execute($"DROP TABLE IF EXISTS {DuckDbWriter.Quote(name)}");

    public bool TryRead(SqlQuery query, out IReadOnlyList<IReadOnlyList<object?>> rows, [NotNullWhen(false)] out string? message)
    {
        IReadOnlyList<IReadOnlyList<object?>> read = [];
        var done = TryRun(() => read = Rows(DuckDbWriter.Write(query)), out message);
        rows = read;
        return done;
    }

    public IReadOnlyList<IReadOnlyList<object?>> Rows(string sql)
    {
        using var result = _session.Query(sql);
        return [.. result.ReadRows()];
    }

    public void Dispose() => _session.Dispose();

    private static bool TryRun(Action action, [NotNullWhen(false)] out string? message)
    {
        try
        {
            action();
            message = null;
            return true;
        }
        catch (DuckDbException e)
        {
            message = e.Message;
            return false;
        }
    }
}
