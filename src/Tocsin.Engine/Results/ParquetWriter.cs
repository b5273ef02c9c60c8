using System.Collections.Immutable;
using Tocsin.Compiler;
using Tocsin.DuckDb;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Engine.Results;

/// <summary>
/// Results as Parquet: datetimes as timestamps of nanoseconds (of microseconds where a year lies outside 1677 to 2262),
/// timespans and decimals as their text, dynamic values as JSON text.
/// </summary>
internal static class ParquetWriter
{
    private const string Table = "tocsin_result";

    // Ticks of 1677-09-22 and 2262-04-11: what a nanosecond timestamp can hold.
    private const long FirstNanosecondTick = 529_120_512_000_000_000;
    private const long LastNanosecondTick = 713_589_696_000_000_000;

    public static long Copy(DuckDbSession session, CompiledResult result, string path, CancellationToken cancellation) =>
        Export(session, () => session.Execute($"CREATE TEMP TABLE {Table} AS {result.SqlText}", cancellation), result.Columns, path, cancellation);

    /// <summary>Rows that were not computed by a query, such as alerts.</summary>
    public static long Write(DuckDbSession session, IRowReader rows, string path, CancellationToken cancellation) =>
        Export(session, () => RowTable.Store(session, Table, rows, cancellation), [.. rows.Columns], path, cancellation);

    /// <summary>The rows of a query as they stand.</summary>
    public static void Store(DuckDbSession session, SqlQuery rows, string path, CancellationToken cancellation) =>
        session.Execute($"COPY ({DuckDbWriter.Write(rows)}) TO {DuckDbWriter.QuoteString(path)} (FORMAT parquet, COMPRESSION zstd)", cancellation);

    private static long Export(DuckDbSession session, Action fill, ImmutableArray<ResultColumn> columns, string path, CancellationToken cancellation)
    {
        try
        {
            fill();
            var stored = session.DescribeQuery($"SELECT * FROM {Table}");
            var names = Names(columns);
            var items = columns.Select((c, i) => new SqlSelectItem(Exported(session, S.Column(stored[i].Name), c.Type), names[i]));
            Store(session, new SqlSelect { Items = [.. items], From = new SqlTable(Table) }, path, cancellation);
            return (long)session.QueryValue($"SELECT count(*) FROM {Table}", cancellation)!;
        }
        finally
        {
            Drop(session);
        }
    }

    private static void Drop(DuckDbSession session)
    {
        try
        {
            session.Execute($"DROP TABLE IF EXISTS {Table}");
        }
        catch (DuckDbException)
        {
            // After a fatal error no statement runs; that error is the one to tell.
        }
    }

    private static SqlExpression Exported(DuckDbSession session, SqlExpression column, KqlType type) => type switch
    {
        KqlType.DateTime => Timestamp(session, column),
        KqlType.TimeSpan => S.Call("kql_timespan_text", column),
        KqlType.Dynamic => S.Call("kql_dynamic_json", column),
        KqlType.Decimal => S.Cast(column, SqlType.Varchar),
        _ => column,
    };

    private static SqlCall Timestamp(DuckDbSession session, SqlExpression column)
    {
        var outside = S.Or(S.Less(column, S.BigInt(FirstNanosecondTick)), S.Greater(column, S.BigInt(LastNanosecondTick)));
        var any = new SqlSelect { Items = [new SqlSelectItem(S.Coalesce(S.Call("bool_or", outside), S.False), "any")], From = new SqlTable(Table) };
        var sinceEpoch = S.Subtract(column, S.BigInt(DateTime.UnixEpoch.Ticks));
        return session.QueryValue(DuckDbWriter.Write(any)) is true
            ? S.Call("make_timestamp", S.IntegerDivide(sinceEpoch, S.BigInt(10)))
            : S.Call("make_timestamp_ns", S.Multiply(sinceEpoch, S.BigInt(100)));
    }

    /// <summary>Parquet columns are told apart without regard to case here, KQL's with it.</summary>
    private static ImmutableArray<string> Names(ImmutableArray<ResultColumn> columns)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. columns.Select(c =>
        {
            var name = c.Name;
            for (var i = 1; !taken.Add(name); i++)
            {
                name = $"{c.Name}_{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            }

            return name;
        })];
    }
}
