using System.Collections.Immutable;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Bits of longs.</summary>
internal static class BitFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Two("binary_and"),
        Two("binary_or"),
        Two("binary_xor"),
        Two("binary_shift_left"),
        Two("binary_shift_right"),
        One("binary_not"),
        One("bitset_count_ones"),
    ];

    private static ScalarFunction One(string name) => Function(name, On([Integer("value")], KqlType.Long, Calls("kql_" + name))).NamedAfterArgument();

    private static ScalarFunction Two(string name) =>
        Function(name, On([Integer("value1"), Integer("value2")], KqlType.Long, Calls("kql_" + name), NullRule.Makes)).NamedAfterArgument();
}
