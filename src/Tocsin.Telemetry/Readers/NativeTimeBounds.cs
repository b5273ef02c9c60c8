using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Conditions on a file's own time column, a second wider than asked so that no precision matters.</summary>
internal static class NativeTimeBounds
{
    private const long UnixEpochTicks = ParquetSource.UnixEpochTicks;
    private const long LastTick = 3_155_378_975_999_999_999;
    private const long Margin = 10_000_000;

    // TIMESTAMP_NS ends in 1677 and 2262.
    private const long FirstNanosecondTick = UnixEpochTicks - (long.MaxValue / 100) + (2 * Margin);
    private const long LastNanosecondTick = UnixEpochTicks + (long.MaxValue / 100) - (2 * Margin);

    /// <summary>Values that are a datetime at all; whole row groups pass it by their statistics.</summary>
    public static SqlExpression Whole(SqlExpression column, NativeTimeKind kind) => kind switch
    {
        NativeTimeKind.Ticks => And(
            GreaterOrEqual(column, BigInt(ParquetSource.FirstPlausibleTick)), LessOrEqual(column, BigInt(ParquetSource.LastPlausibleTick))),
        NativeTimeKind.Timestamp => And(
            GreaterOrEqual(column, Call("make_timestamp", BigInt(ParquetSource.FirstMicrosecond))),
            LessOrEqual(column, Call("make_timestamp", BigInt(ParquetSource.LastMicrosecond)))),
        NativeTimeKind.TimestampWithZone => And(
            GreaterOrEqual(Call("epoch_us", column), BigInt(ParquetSource.FirstMicrosecond)),
            LessOrEqual(Call("epoch_us", column), BigInt(ParquetSource.LastMicrosecond))),
        NativeTimeKind.TimestampNanoseconds => True,
    };

    public static SqlSelect Apply(SqlSelect rows, SqlExpression column, NativeTimeKind kind, long? from, long? to)
    {
        var conditions = new List<SqlExpression>();
        if (rows.Where is not null)
        {
            conditions.Add(rows.Where);
        }

        if (from is not null)
        {
            conditions.Add(GreaterOrEqual(column, Instant(Math.Max(0, from.Value - Margin), kind)));
        }

        if (to is not null)
        {
            conditions.Add(LessOrEqual(column, Instant(Math.Min(LastTick - Margin, to.Value) + Margin, kind)));
        }

        return rows with { Where = And(conditions) };
    }

    private static SqlExpression Instant(long ticks, NativeTimeKind kind) => kind switch
    {
        NativeTimeKind.Ticks => BigInt(ticks),
        NativeTimeKind.Timestamp => Call("make_timestamp", BigInt((ticks - UnixEpochTicks) / 10)),
        NativeTimeKind.TimestampNanoseconds => Call(
            "make_timestamp_ns", BigInt((Math.Clamp(ticks, FirstNanosecondTick, LastNanosecondTick) - UnixEpochTicks) * 100)),
        NativeTimeKind.TimestampWithZone => Call("to_timestamp", Double((ticks - UnixEpochTicks) / 1e7)),
    };
}
