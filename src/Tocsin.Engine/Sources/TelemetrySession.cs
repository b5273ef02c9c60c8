using System.Diagnostics.CodeAnalysis;
using Tocsin.DuckDb;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Engine.Sources;

/// <summary>Runs what the telemetry readers plan.</summary>
internal sealed class TelemetrySession(DuckDbSession session, CancellationToken cancellation) : ITelemetrySession
{
    public bool TryCreateTable(string name, SqlQuery rows, [NotNullWhen(false)] out string? message) =>
        Try(() => session.Execute($"CREATE TEMP TABLE {DuckDbWriter.Quote(name)} AS {DuckDbWriter.Write(rows)}", cancellation), out message);

    public void DropTable(string name) => session.Execute($"DROP TABLE IF EXISTS {DuckDbWriter.Quote(name)}", cancellation);

    public bool TryRead(SqlQuery query, out IReadOnlyList<IReadOnlyList<object?>> rows, [NotNullWhen(false)] out string? message)
    {
        IReadOnlyList<IReadOnlyList<object?>> read = [];
        var succeeded = Try(
            () =>
            {
                using var result = session.Query(DuckDbWriter.Write(query), cancellation);
                read = [.. result.ReadRows()];
            },
            out message);
        rows = read;
        return succeeded;
    }

    /// <summary>A file that cannot be read is an outcome; running out of memory or a fault of ours is not.</summary>
    private static bool Try(Action action, [NotNullWhen(false)] out string? message)
    {
        try
        {
            action();
            message = null;
            return true;
        }
        catch (DuckDbException e) when (e.InnerException is null && e.Kind is not (DuckDbErrorKind.OutOfMemory or DuckDbErrorKind.Internal or DuckDbErrorKind.Fatal))
        {
            message = e.Message;
            return false;
        }
    }
}
