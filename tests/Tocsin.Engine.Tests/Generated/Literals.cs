using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests.Generated;

/// <summary>Literals of every type, the first of each a plain one.</summary>
internal static class Literals
{
    public static string Plain(KqlType type) => Of(type)[0];

    public static string[] Of(KqlType type) => type switch
    {
        KqlType.Bool => ["true", "false", "bool(null)"],
        KqlType.Int => ["int(2)", "int(0)", "int(-7)", "int(null)", "int(2147483647)"],
        KqlType.Long => ["2", "0", "1", "5", "-3", "100", "long(null)", "9223372036854775807"],
        KqlType.Real => ["1.5", "0.0", "-0.5", "1e300", "real(nan)", "real(null)", "real(+inf)"],
        KqlType.Decimal => ["decimal(1.5)", "decimal(0)", "decimal(-12345.6789)", "decimal(null)"],
        KqlType.String => ["'a'", "''", "' '", "'Ü'", "'a\\'b\\\\'", "'%_'", "'1'", "'10.1.2.3'", "'a,b'", "'{\"a\":1}'", "'2026-01-01'"],
        KqlType.DateTime => ["datetime(2026-01-01)", "datetime(null)", "datetime(0001-01-01)", "datetime(9999-12-31 23:59:59.9999999)"],
        KqlType.TimeSpan => ["1h", "0s", "timespan(null)", "-1tick", "10000d", "7m"],
        KqlType.Guid => ["guid(74be27de-1e4e-49d9-b579-fe0b331d3642)", "guid(null)"],
        KqlType.Dynamic or KqlType.Unknown => ["dynamic([1, 2])", "dynamic({\"a\": [1]})", "dynamic(null)", "dynamic('x')", "dynamic([])", "dynamic([1, null, 'a'])", "dynamic({})", "dynamic(1.5)"],
    };
}
