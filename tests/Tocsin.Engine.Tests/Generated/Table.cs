using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests.Generated;

/// <summary>A small table with what goes wrong: nulls, NaN, infinities, empty and odd strings, the ends of every type's range.</summary>
internal static class Table
{
    public const string Empty = "datatable(b:bool, i:int, l:long, r:real, m:decimal, s:string, t:datetime, p:timespan, g:guid, d:dynamic)[]";

    public const string Full = """
        datatable(b:bool, i:int, l:long, r:real, m:decimal, s:string, t:datetime, p:timespan, g:guid, d:dynamic)
        [
            true, 1, 2, 2.5, decimal(1.5), 'a b', datetime(2026-01-02 03:04:05.6789), 1h, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic([1, 2, 3]),
            bool(null), int(null), long(null), real(null), decimal(null), '', datetime(null), timespan(null), guid(null), dynamic(null),
            false, -2147483648, 9223372036854775807, real(nan), decimal(-0.0001), 'Ünï\tcode\n', datetime(9999-12-31 23:59:59.9999999), -10675199d, guid(00000000-0000-0000-0000-000000000000), dynamic({"a": {"b": [null, "x"]}, "": 1}),
            true, 2147483647, -9223372036854775807, real(+inf), decimal(1234567890123456.123456), '10.0.0.1/8', datetime(0001-01-01), 10675199d, guid(ffffffff-ffff-ffff-ffff-ffffffffffff), dynamic([]),
            false, 0, 0, -0.0, decimal(0), '{"a": [1, 2.5, "x"]}', datetime(1970-01-01), 0s, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic("text"),
            true, -1, -1, real(-inf), decimal(1e-10), '2026-02-03T04:05:06Z', datetime(2024-02-29 23:59:59), -1tick, guid(0123e27d-1e4e-49d9-b579-fe0b331d3642), dynamic(9223372036854775807),
            false, 7, 64, 1.7e308, decimal(12345.678), 'https://u:p@host.example:8080/p/q?x=1&y=%41#f', datetime(2026-01-02), time(23:59:59.9999999), guid(null), dynamic([1.5, true, "2026-01-01", {"k": []}, null]),
        ]
        """;

    public static string Column(KqlType type) => type switch
    {
        KqlType.Bool => "b",
        KqlType.Int => "i",
        KqlType.Long => "l",
        KqlType.Real => "r",
        KqlType.Decimal => "m",
        KqlType.String => "s",
        KqlType.DateTime => "t",
        KqlType.TimeSpan => "p",
        KqlType.Guid => "g",
        KqlType.Dynamic or KqlType.Unknown => "d",
    };
}
