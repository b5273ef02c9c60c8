using System.Collections.Immutable;
using System.Text;
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

    public static long Copy(DuckDbSession session, CompiledResult result, string path, CancellationToken cancellation)
    {
        session.Execute($"CREATE OR REPLACE TEMP TABLE {Table} AS {result.SqlText}", cancellation);
        return Export(session, result.Columns, path, cancellation);
    }

    /// <summary>Rows that were not computed by a query, such as alerts: few, so they go through literals.</summary>
    public static long Write(DuckDbSession session, IRowReader rows, string path, CancellationToken cancellation)
    {
        ImmutableArray<ResultColumn> columns = [.. rows.Columns];
        var declarations = columns.Select((c, i) => $"{DuckDbWriter.Quote(Name(i))} {DuckDbWriter.Spell(TypeOf(c.Type))}");
        session.Execute($"CREATE OR REPLACE TEMP TABLE {Table} ({string.Join(", ", declarations)})", cancellation);
        while (rows.Read())
        {
            var values = columns.Select((c, i) => DuckDbWriter.Write(Literal(rows, i, c.Type)));
            session.Execute($"INSERT INTO {Table} VALUES ({string.Join(", ", values)})", cancellation);
        }

        return Export(session, columns, path, cancellation);
    }

    private static long Export(DuckDbSession session, ImmutableArray<ResultColumn> columns, string path, CancellationToken cancellation)
    {
        var stored = session.DescribeQuery($"SELECT * FROM {Table}");
        var names = Names(columns);
        var items = columns.Select((c, i) => new SqlSelectItem(Exported(session, S.Column(stored[i].Name), c.Type), names[i]));
        var select = DuckDbWriter.Write(new SqlSelect { Items = [.. items], From = new SqlTable(Table) });
        session.Execute($"COPY ({select}) TO {DuckDbWriter.QuoteString(path)} (FORMAT parquet, COMPRESSION zstd)", cancellation);
        var count = (long)session.QueryValue($"SELECT count(*) FROM {Table}", cancellation)!;
        session.Execute($"DROP TABLE {Table}", cancellation);
        return count;
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

    private static string Name(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{index}");

    private static SqlType TypeOf(KqlType type) => type switch
    {
        KqlType.Bool => SqlType.Boolean,
        KqlType.Int => SqlType.Integer,
        KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => SqlType.BigInt,
        KqlType.Real => SqlType.Double,
        _ => SqlType.Varchar,
    };

    private static SqlExpression Literal(IRowReader rows, int column, KqlType type) => rows.IsNull(column) ? S.Null : type switch
    {
        KqlType.Bool => new SqlBoolean(rows.GetBool(column)),
        KqlType.Int or KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => S.BigInt(rows.GetLong(column)),
        KqlType.Real => S.Double(rows.GetReal(column)),
        _ => S.String(Encoding.UTF8.GetString(rows.GetUtf8(column))),
    };
}
