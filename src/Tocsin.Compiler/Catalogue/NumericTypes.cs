using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Kusto's numeric promotion: int and long meet as long, either with real as real, anything with decimal as decimal.</summary>
internal static class NumericTypes
{
    public static KqlType Wider(KqlType a, KqlType b) => (a, b) switch
    {
        (KqlType.Decimal, _) or (_, KqlType.Decimal) => KqlType.Decimal,
        (KqlType.Real, _) or (_, KqlType.Real) => KqlType.Real,
        _ => KqlType.Long,
    };
}
