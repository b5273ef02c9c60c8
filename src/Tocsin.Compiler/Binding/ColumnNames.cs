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
        PathSyntax path when Of(path.Target, catalogue) is { } target => $"{target}_{Of(path.Member, catalogue)}",
        ElementSyntax element when Of(element.Target, catalogue) is { } target => Element(target, element.Index),
        CallSyntax call => OfCall(call, catalogue),
        _ => null,
    };

    private static string? Element(string target, ExpressionSyntax index) => index switch
    {
        LiteralSyntax { Value: string key } => $"{target}_{key}",
        LiteralSyntax { Value: long position } => string.Create(CultureInfo.InvariantCulture, $"{target}_{position}"),
        LiteralSyntax { Value: int position } => string.Create(CultureInfo.InvariantCulture, $"{target}_{position}"),
        _ => $"{target}_",
    };

    private static string? OfCall(CallSyntax call, FunctionCatalogue catalogue)
    {
        var argument = call.Arguments.IsEmpty ? null : Of(call.Arguments[0], catalogue);
        if (catalogue.Aggregates.TryGetValue(call.Function.Text, out var aggregate))
        {
            // A percentile's name is made by the operator; within a function it has none.
            return aggregate.Overloads.Any(o => o.Spread is not null) ? null : aggregate.NamePrefix is null ? argument : $"{aggregate.NamePrefix}_{argument}";
        }

        return catalogue.Scalars.TryGetValue(call.Function.Text, out var scalar) ? scalar.NameRule switch
        {
            NameRule.FirstArgument => argument,
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
