using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// declare pattern (https://learn.microsoft.com/kusto/query/pattern-statement): texts that stand for tables.
public sealed partial class Binder
{
    private readonly HashSet<PatternMappingSyntax> _usedMappings = new(ReferenceEqualityComparer.Instance);

    /// <summary><c>p("a").b</c>: the table that the pattern maps these texts to.</summary>
    private BoundQuery BindPatternCall(PatternLet pattern, CallSyntax call, NameExpressionSyntax? path, TextSpan span)
    {
        var arguments = call.Arguments.Select(ConstantText).ToArray();
        if (Array.IndexOf(arguments, null) is var wrong and >= 0)
        {
            _diagnostics.Report(BindingDescriptors.StringLiteralExpected, call.Arguments[wrong].Span, pattern.Name, "A pattern is found by constant texts.");
            return Nothing(span);
        }

        if (pattern.Pattern.Mappings.FirstOrDefault(m => Matches(m, arguments, path?.Name.Text)) is not { } mapping)
        {
            var wanted = $"({string.Join(", ", arguments.Select(a => $"'{a}'"))}){(path is null ? string.Empty : $".['{path.Name.Text}']")}";
            _diagnostics.Report(BindingDescriptors.PatternNotMapped, span, pattern.Name, wanted);
            return Nothing(span);
        }

        if (!_usedMappings.Add(mapping))
        {
            // Its page makes one of several equal legs of a union, and does not say what becomes of their rows.
            Refuse(span, $"The same mapping of the pattern '{pattern.Name}' twice", "Give it a name: let x = materialize(…).");
            return Nothing(span);
        }

        return CallTabular(new FunctionLet(pattern.Name, mapping.Body, pattern.Scope), [], span);
    }

    private static bool Matches(PatternMappingSyntax mapping, string?[] arguments, string? path) =>
        mapping.Arguments.Length == arguments.Length
        && mapping.Arguments.Zip(arguments).All(p => ConstantText(p.First) == p.Second)
        && (mapping.Path is null ? path is null : ConstantText(mapping.Path) == path);

    private static string? ConstantText(ExpressionSyntax expression) => expression is LiteralSyntax { Value: string text } ? text : null;
}
