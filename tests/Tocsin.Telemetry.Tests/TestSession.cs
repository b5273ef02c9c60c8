using System.Diagnostics.CodeAnalysis;
using Tocsin.DuckDb;
using Tocsin.Functions.Network;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Telemetry.Tests;

/// <summary>A session with the functions that mappings call.</summary>
public sealed class TestSession : ITelemetrySession, IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open(new DuckDbOptions { Threads = 2 });

    public TestSession()
    {
        _session.RegisterScalar(ScalarFunction.Create<ReadOnlySpan<byte>, long?>("kql_string_to_datetime", DatetimeParser.Parse));
        _session.RegisterScalar(ScalarFunction.Create<ReadOnlySpan<byte>, long?>("kql_string_to_long", NumberParser.ToLong));
        _session.RegisterScalar(ScalarFunction.Create<ReadOnlySpan<byte>, int?>("kql_string_to_int", NumberParser.ToInt));
        _session.RegisterScalar(ScalarFunction.Create<ReadOnlySpan<byte>, double?>("kql_string_to_real", NumberParser.ToReal));
        _session.RegisterScalar(ScalarFunction.Create<ReadOnlySpan<byte>, bool?>("kql_string_to_bool", NumberParser.ToBool));
        _session.RegisterScalar(ScalarFunction.Create<ReadOnlySpan<byte>, Utf8Writer>(
            "kql_ip_type",
            (address, output) =>
            {
                foreach (var unit in IPAddressType.Name(address))
                {
                    output.Append(unit);
                }
            }));
    }

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
