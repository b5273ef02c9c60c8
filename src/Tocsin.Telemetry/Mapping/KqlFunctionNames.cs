using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Scalar functions that the session registers with the database and the mappings call by name.</summary>
public static class KqlFunctionNames
{
    /// <summary>VARCHAR → BIGINT ticks; NULL where it is no datetime.</summary>
    public const string ToDateTime = "kql_todatetime";

    /// <summary>VARCHAR → VARCHAR: Microsoft's class of an IP address; '' where it is none.</summary>
    public const string IpType = "kql_ip_type";

    /// <summary>VARCHAR → the type, NULL where the text does not hold a value of it, as Kusto's conversion of that name; null for types without.</summary>
    public static string? Conversion(KqlType type) => type switch
    {
        KqlType.Bool => "kql_tobool",
        KqlType.Int => "kql_toint",
        KqlType.Long => "kql_tolong",
        KqlType.Real => "kql_toreal",
        KqlType.DateTime => ToDateTime,
        _ => null,
    };
}
