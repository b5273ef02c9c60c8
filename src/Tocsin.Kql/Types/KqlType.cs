namespace Tocsin.Kql.Types;

/// <summary>
/// Kusto's scalar types (https://learn.microsoft.com/kusto/query/scalar-data-types/).
/// <see cref="Unknown"/> is the type of what could not be bound: it stops cascades of messages.
/// </summary>
public enum KqlType
{
    Unknown,
    Bool,
    Int,
    Long,
    Real,
    Decimal,
    String,
    DateTime,
    TimeSpan,
    Guid,
    Dynamic,
}

public static class KqlTypes
{
    /// <summary>Kusto's name of the type, as results and <c>getschema</c> show it.</summary>
    public static string Name(this KqlType type) => type switch
    {
        KqlType.Unknown => "unknown",
        KqlType.Bool => "bool",
        KqlType.Int => "int",
        KqlType.Long => "long",
        KqlType.Real => "real",
        KqlType.Decimal => "decimal",
        KqlType.String => "string",
        KqlType.DateTime => "datetime",
        KqlType.TimeSpan => "timespan",
        KqlType.Guid => "guid",
        KqlType.Dynamic => "dynamic",
    };

    /// <summary>The type of a name or alias in a schema (<c>double</c>, <c>boolean</c>, <c>date</c>, <c>time</c>…), or null.</summary>
    public static KqlType? FromName(string name) => name switch
    {
        "bool" or "boolean" => KqlType.Bool,
        "int" or "int32" or "uint" or "uint32" or "int8" or "int16" or "uint8" or "uint16" => KqlType.Int,
        "long" or "int64" or "ulong" or "uint64" => KqlType.Long,
        "real" or "double" or "float" => KqlType.Real,
        "decimal" => KqlType.Decimal,
        "string" => KqlType.String,
        "datetime" or "date" => KqlType.DateTime,
        "timespan" or "time" => KqlType.TimeSpan,
        "guid" or "uuid" or "uniqueid" => KqlType.Guid,
        "dynamic" => KqlType.Dynamic,
        _ => null,
    };

    public static bool IsNumeric(this KqlType type) =>
        type is KqlType.Int or KqlType.Long or KqlType.Real or KqlType.Decimal;

    public static bool IsInteger(this KqlType type) => type is KqlType.Int or KqlType.Long;

    /// <summary>Types that count 100 ns ticks: <c>datetime</c> and <c>timespan</c>.</summary>
    public static bool IsTicks(this KqlType type) => type is KqlType.DateTime or KqlType.TimeSpan;
}
