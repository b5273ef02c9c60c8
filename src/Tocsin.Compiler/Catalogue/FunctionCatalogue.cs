using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// Everything callable, by name. A function is one entry in the file of its family; nothing else lists it. The binder,
/// the messages, the documentation and the tests read this table.
/// </summary>
public sealed class FunctionCatalogue
{
    public static readonly FunctionCatalogue Default = new(
        [
            .. AggregateSketches.Scalars,
            .. ArrayFunctions.All,
            .. BagFunctions.All,
            .. BitFunctions.All,
            .. ConditionalFunctions.All,
            .. ConversionFunctions.All,
            .. DateTimeFunctions.All,
            .. DynamicFunctions.All,
            .. GeoFunctions.All,
            .. MathFunctions.All,
            .. NetworkFunctions.All,
            .. NumberFunctions.All,
            .. ParsingFunctions.All,
            .. RefusedFunctions.All,
            .. RegexFunctions.All,
            .. ScopeFunctions.All,
            .. SearchFunctions.All,
            .. SeriesElementFunctions.All,
            .. SeriesFitFunctions.All,
            .. SeriesFunctions.All,
            .. StringFunctions.All,
            .. UnitFunctions.All,
            .. WindowFunctions.All,
            Operators.Not,
        ],
        [.. AggregateFunctions.All]);

    private FunctionCatalogue(ImmutableArray<ScalarFunction> scalars, ImmutableArray<AggregateFunction> aggregates)
    {
        Scalars = scalars.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        Aggregates = aggregates.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    public FrozenDictionary<string, ScalarFunction> Scalars { get; }

    public FrozenDictionary<string, AggregateFunction> Aggregates { get; }
}
