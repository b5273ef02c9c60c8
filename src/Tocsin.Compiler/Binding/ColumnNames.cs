using System.Globalization;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// The names that Kusto gives to columns without one: <c>d.a[0]</c> is d_a_0, <c>bin(x, 1)</c> is x,
/// <c>strlen(x)</c> is strlen_x, <c>count()</c> is count_, the rest Column1, Column2…
/// </summary>
internal static class ColumnNames
{
    /// <summary>The name an expression suggests, or null where it suggests none.</summary>
    public static string? Of(ExpressionSyntax expression, FunctionCatalogue catalogue) => expression switch
    {
        NameExpressionSyntax name => name.Name.Text,
        NamedExpressionSyntax { Names: [var given] } => given.Text,
        ParenthesizedSyntax parenthesized => Of(parenthesized.Expression, catalogue),
        PathSyntax { Target: NameExpressionSyntax { Name.Text: "$left" or "$right" } } path => Of(path.Member, catalogue),
        PathSyntax path => Path(path, catalogue),
        ElementSyntax element => Element(Prefix(element.Target, catalogue), element.Index),
        CallSyntax call => OfCall(call, catalogue),
        _ => null,
    };

    private static string Path(PathSyntax path, FunctionCatalogue catalogue) => $"{Prefix(path.Target, catalogue)}{Of(path.Member, catalogue)}";

    /// <summary>
    /// What the name of a part begins with: the whole's name, or nothing where what the path starts from has none. The name
    /// that Kusto gives to a function's several columns is no name of the whole.
    /// </summary>
    private static string Prefix(ExpressionSyntax whole, FunctionCatalogue catalogue)
    {
        var root = whole;
        while (root is PathSyntax or ElementSyntax)
        {
            root = root is PathSyntax path ? path.Target : ((ElementSyntax)root).Target;
        }

        var isSeveral = root is CallSyntax call && catalogue.Scalars.TryGetValue(call.Function.Text, out var function) && function.NameRule == NameRule.Suffixed;
        return !isSeveral && Of(root, catalogue) is not null && Of(whole, catalogue) is { } name ? $"{name}_" : string.Empty;
    }

    private static string? Element(string prefix, ExpressionSyntax index) => index switch
    {
        LiteralSyntax { Value: string key } => prefix.Length + key.Length == 0 ? null : $"{prefix}{key}",
        LiteralSyntax { Value: long position } => string.Create(CultureInfo.InvariantCulture, $"{prefix}{position}"),
        LiteralSyntax { Value: int position } => string.Create(CultureInfo.InvariantCulture, $"{prefix}{position}"),
        _ => prefix.Length == 0 ? null : prefix,
    };

    /// <summary>
    /// The name of one of a function's columns: series_stats_x_min has the function's, its argument's and its own; the columns
    /// of array_sort_asc(x, y) are x_sorted and y_sorted.
    /// </summary>
    public static string OfField(BoundCall call, ExpressionSyntax syntax, int index, FunctionCatalogue catalogue)
    {
        var arguments = syntax is CallSyntax c ? c.Arguments : [];
        if (catalogue.Scalars.TryGetValue(call.Function.Name, out var function) && function.NameRule == NameRule.Suffixed)
        {
            var array = index < arguments.Length ? Of(arguments[index], catalogue) : null;
            return string.Create(CultureInfo.InvariantCulture, $"{array ?? $"array{index}"}_{function.NamePrefix}");
        }

        return $"{call.Function.Name}_{(arguments.IsEmpty ? null : Of(arguments[0], catalogue))}_{call.Overload.Fields[index].Name}";
    }

    /// <summary>Whether a call's columns have names of their own making, which nothing around it takes over.</summary>
    private static bool YieldsSeveral(ExpressionSyntax expression, FunctionCatalogue catalogue) => expression is CallSyntax call
        && (catalogue.Aggregates.TryGetValue(call.Function.Text, out var aggregate)
            ? aggregate is { Expansion: AggregateExpansion.ArgExtreme } or { Expansion: AggregateExpansion.AnyRow, NamePrefix: null }
            : catalogue.Scalars.TryGetValue(call.Function.Text, out var scalar) && scalar.NameRule == NameRule.Suffixed);

    private static string? OfCall(CallSyntax call, FunctionCatalogue catalogue)
    {
        var argument = call.Arguments.IsEmpty || YieldsSeveral(call.Arguments[0], catalogue) ? null : Of(call.Arguments[0], catalogue);

        // hll_merge(x) is an aggregate, hll_merge(x, y) a function of two.
        var isScalar = call.Arguments.Length > 1 && catalogue.Scalars.ContainsKey(call.Function.Text);
        if (!isScalar && catalogue.Aggregates.TryGetValue(call.Function.Text, out var aggregate))
        {
            // A percentile's name is made by the operator; within a function it has none.
            return aggregate.Overloads.Any(o => o.Spread is not null) ? null : aggregate.NamePrefix is null ? argument : $"{aggregate.NamePrefix}_{argument}";
        }

        return catalogue.Scalars.TryGetValue(call.Function.Text, out var scalar) ? scalar.NameRule switch
        {
            NameRule.FirstArgument => argument,
            NameRule.OnlyArgument => call.Arguments.Length == 1 ? argument : null,
            NameRule.Prefixed => $"{scalar.NamePrefix}_{argument}",
            NameRule.Suffixed => $"{argument ?? "array0"}_{scalar.NamePrefix}",
            NameRule.Fixed => scalar.NamePrefix,
            NameRule.None => null,
        }
        : null;
    }
}
