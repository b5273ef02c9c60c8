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
        PathSyntax path => Joined(Of(path.Target, catalogue), Of(path.Member, catalogue)),
        ElementSyntax element => OfElement(Of(element.Target, catalogue), element.Index),
        CallSyntax call => OfCall(call, catalogue),
        _ => null,
    };

    private static string? Joined(string? target, string? member) => target is null ? member : $"{target}_{member}";

    /// <summary>An index that is no literal leaves an empty part: <c>d[x]</c> is d_.</summary>
    private static string? OfElement(string? target, ExpressionSyntax index) => index switch
    {
        LiteralSyntax { Value: string key } => Joined(target, key),
        LiteralSyntax { Value: long or int, Value: var position } => Joined(target, System.Convert.ToString(position, CultureInfo.InvariantCulture)),
        _ => target is null ? null : $"{target}_",
    };

    /// <summary>Whether a call's columns have names of their own making, which nothing around it takes over.</summary>
    private static bool YieldsSeveral(ExpressionSyntax expression, FunctionCatalogue catalogue) => expression is CallSyntax call
        && (catalogue.Aggregates.TryGetValue(call.Function.Text, out var aggregate)
            ? aggregate is { Expansion: AggregateExpansion.ArgExtreme } or { Expansion: AggregateExpansion.AnyRow, NamePrefix: null }
            : catalogue.Scalars.TryGetValue(call.Function.Text, out var scalar) && scalar.NameRule == NameRule.Suffixed);

    private static string? OfCall(CallSyntax call, FunctionCatalogue catalogue)
    {
        var argument = call.Arguments.IsEmpty || YieldsSeveral(call.Arguments[0], catalogue) ? null : Of(call.Arguments[0], catalogue);
        if (catalogue.Aggregates.TryGetValue(call.Function.Text, out var aggregate))
        {
            // A percentile's name is made by the operator; within a function it has none.
            return aggregate.Overloads.Any(o => o.Spread is not null) ? null : aggregate.NamePrefix is null ? argument : $"{aggregate.NamePrefix}_{argument}";
        }

        return catalogue.Scalars.TryGetValue(call.Function.Text, out var scalar) ? scalar.NameRule switch
        {
            NameRule.FirstArgument => argument,
            NameRule.OnlyArgument => call.Arguments.Length == 1 ? argument : null,
            NameRule.Prefixed => $"{scalar.NamePrefix}_{argument}",
            NameRule.Suffixed => $"{argument}_{scalar.NamePrefix}",
            NameRule.None => null,
        }
        : null;
    }
}

/// <summary>Hands out column names so that none repeats: a taken one gets the first free number.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    public UniqueNames()
        : this([])
    {
    }

    public bool TryTake(string name) => _taken.Add(name);

    /// <summary>The name, or the name with a number: x, x1, x2…</summary>
    public string Take(string name)
    {
        if (_taken.Add(name))
        {
            return name;
        }

        for (var i = 1; ; i++)
        {
            var numbered = string.Create(CultureInfo.InvariantCulture, $"{name}{i}");
            if (_taken.Add(numbered))
            {
                return numbered;
            }
        }
    }
}
