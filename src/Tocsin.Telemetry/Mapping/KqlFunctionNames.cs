using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Scalar functions that the session registers with the database and the mappings call by name.</summary>
public static class KqlFunctionNames
{
    /// <summary>VARCHAR → BIGINT ticks; NULL where it is no datetime.</summary>
    public const string ToDateTime = "kql_string_to_datetime";

    /// <summary>VARCHAR → VARCHAR: Microsoft's class of an IP address; '' where it is none.</summary>
    public const string IpType = "kql_ip_type";

    /// <summary>VARCHAR → VARCHAR: an IPv6 address in its one spelling; other texts as they are.</summary>
    public const string IpText = "kql_ip_text";

    /// <summary>VARCHAR → BIGINT ticks, from decimal seconds since 1970, or what <see cref="ToDateTime"/> reads; NULL where it is neither.</summary>
    public const string UnixTime = "kql_unixtime_text";

    /// <summary>BIGINT since 1970, ticks of its unit → BIGINT ticks; NULL outside of the years 1 to 9999.</summary>
    public const string FromUnixTime = "kql_unixtime_long";

    /// <summary>BIGINT nanoseconds since 1970 → BIGINT ticks.</summary>
    public const string FromUnixNanoseconds = "kql_unixtime_nanoseconds";

    /// <summary>Texts and their properties → the text of a JSON object of those that say something.</summary>
    public const string ObjectText = "kql_object_text";

    /// <summary>
    /// VARCHAR → the type, NULL where the text does not hold a value of it, as Kusto's conversion of that name, but that
    /// whole numbers may have a fraction of zeros; null for types without. Dynamic takes every text, as parse_json() does.
    /// </summary>
    public static string? Conversion(KqlType type) => type switch
    {
        KqlType.Bool => "kql_string_to_bool",
        KqlType.Int => "kql_whole_int",
        KqlType.Long => "kql_whole_long",
        KqlType.Real => "kql_string_to_real",
        KqlType.DateTime => ToDateTime,
        KqlType.Guid => "kql_string_to_guid",
        KqlType.Dynamic => "kql_parse_json",
        _ => null,
    };

    /// <summary>Whether a text may hold no value of the type.</summary>
    public static bool CanFail(KqlType type) => type != KqlType.Dynamic && Conversion(type) is not null;
}
