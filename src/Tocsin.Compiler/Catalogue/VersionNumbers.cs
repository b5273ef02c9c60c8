using System.Collections.Frozen;
using System.Collections.Immutable;
using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// What parse_version() gives has up to 32 digits before the point, more than other decimals have room for here: it is
/// compared with its like, sorted, grouped, joined, counted and shown. Nothing else is done with it.
/// </summary>
internal static class VersionNumbers
{
    private static readonly FrozenSet<string> Tests = FrozenSet.ToFrozenSet(
        ["isnull", "isnotnull", "notnull", "gettype", "tostring", "todecimal", "toreal", "todouble"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Aggregates = FrozenSet.ToFrozenSet(
        ["count", "countif", "min", "max", "minif", "maxif", "dcount", "dcountif", "count_distinct", "count_distinctif", "take_any", "take_anyif", "any", "anyif"], StringComparer.Ordinal);

    public static bool Takes(ScalarFunction function, ImmutableArray<BoundExpression> arguments) =>
        Tests.Contains(function.Name)
        || ((Operators.ComparesNumbersWithBools(function) || function == Operators.Between || function == Operators.In) && arguments.All(a => a.Type.IsWholeDecimal));

    public static bool Takes(AggregateFunction aggregate) => Aggregates.Contains(aggregate.Name);
}
