using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Columns of a Parquet file, converted from the types that they have to those of the schema.</summary>
internal sealed class ParquetSource(string relation, IReadOnlyList<ParquetColumn> columns) : FieldSource
{
    public const long UnixEpochTicks = 621_355_968_000_000_000;

    /// <summary>Years 1 and 9999 in microseconds since 1970.</summary>
    public const long FirstMicrosecond = -62_135_596_800_000_000;
    public const long LastMicrosecond = 253_402_300_799_999_999;

    /// <summary>1970 and 2200: seconds, milliseconds or microseconds since 1970 lie far outside, so they are not mistaken for ticks.</summary>
    public const long FirstPlausibleTick = UnixEpochTicks;
    public const long LastPlausibleTick = 693_937_152_000_000_000;

    public ParquetColumn? Find(string name) =>
        columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.Ordinal))
        ?? columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public override SqlExpression? Field(ImmutableArray<string> path, KqlType type)
    {
        if (path.Length != 1 || Find(path[0]) is not { } column)
        {
            return null;
        }

        var value = Column(relation, column.Name);
        return type switch
        {
            KqlType.String => Text(value, column.Kind),
            KqlType.DateTime => Ticks(value, column.Kind),
            KqlType.Bool when column.Kind == ParquetKind.Integer => NotEqual(value, Integer(0)),
            KqlType.Dynamic => TextSource.FromText(
                Cast(column.Kind is ParquetKind.Text or ParquetKind.Json ? value : Call("to_json", value), SqlType.Varchar), type),
            _ when column.Kind is ParquetKind.Text or ParquetKind.Json => TextSource.FromText(Cast(value, SqlType.Varchar), type),
            _ when column.Kind is ParquetKind.Boolean or ParquetKind.Integer or ParquetKind.Floating or ParquetKind.Decimal =>
                TryCast(value, SqlTypes.Of(type)),
            _ => null,
        };
    }

    public override SqlExpression? IsUnreadable(ImmutableArray<string> path, KqlType type) =>
        IsText(path, type)
            ? And(IsNull(Field(path, type)!), NotEqual(Cast(Column(relation, Find(path[0])!.Name), SqlType.Varchar), String(string.Empty)))
            : null;

    /// <summary>Whether a column of the type comes as text, which is better parsed once than for each query.</summary>
    public bool IsText(ImmutableArray<string> path, KqlType type) =>
        KqlFunctionNames.CanFail(type) && path.Length == 1 && Find(path[0]) is { Kind: ParquetKind.Text or ParquetKind.Json };

    /// <summary>Ticks of a column whose values are known to lie in range: one multiplication, no condition.</summary>
    public static SqlExpression BareTicks(SqlExpression value, ParquetKind kind) => kind switch
    {
        ParquetKind.Integer => Cast(value, SqlType.BigInt),
        ParquetKind.TimestampNanoseconds => Add(IntegerDivide(Call("epoch_ns", value), BigInt(100)), BigInt(UnixEpochTicks)),
        _ => Add(Multiply(Call("epoch_us", value), BigInt(10)), BigInt(UnixEpochTicks)),
    };

    private static SqlExpression Text(SqlExpression value, ParquetKind kind) => kind switch
    {
        ParquetKind.Text => value,
        ParquetKind.Nested => Cast(Call("to_json", value), SqlType.Varchar),
        _ => Cast(value, SqlType.Varchar),
    };

    private static SqlExpression? Ticks(SqlExpression value, ParquetKind kind)
    {
        switch (kind)
        {
            case ParquetKind.Timestamp or ParquetKind.TimestampWithZone:
                return FromMicroseconds(Call("epoch_us", value));
            case ParquetKind.Date:
                return FromMicroseconds(Call("epoch_us", Cast(value, SqlType.Timestamp)));
            case ParquetKind.TimestampNanoseconds:
                return Add(IntegerDivide(Call("epoch_ns", value), BigInt(100)), BigInt(UnixEpochTicks));
            case ParquetKind.Integer:
                var ticks = TryCast(value, SqlType.BigInt);
                return If(
                    And(GreaterOrEqual(ticks, BigInt(FirstPlausibleTick)), LessOrEqual(ticks, BigInt(LastPlausibleTick))),
                    ticks,
                    new SqlNull(SqlType.BigInt));
            case ParquetKind.Text or ParquetKind.Json:
                return TextSource.FromText(Cast(value, SqlType.Varchar), KqlType.DateTime);
            default:
                return null;
        }
    }

    /// <summary>NULL outside the years 1 to 9999, where ticks end (and a BIGINT soon would).</summary>
    private static SqlExpression FromMicroseconds(SqlExpression microseconds) => If(
        And(GreaterOrEqual(microseconds, BigInt(FirstMicrosecond)), LessOrEqual(microseconds, BigInt(LastMicrosecond))),
        Add(Multiply(microseconds, BigInt(10)), BigInt(UnixEpochTicks)),
        new SqlNull(SqlType.BigInt));
}
