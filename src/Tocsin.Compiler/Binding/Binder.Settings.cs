using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Settings of operators that take one of a few words.
public sealed partial class Binder
{
    /// <summary>The value of a setting that is one of some words, or null where it is not given; another is reported.</summary>
    private string? ParameterOf(ImmutableArray<OperatorParameterSyntax> parameters, string name, ImmutableArray<string> values)
    {
        if (parameters.LastOrDefault(p => p.Name.Text == name) is not { } parameter)
        {
            return null;
        }

        var text = ParameterText(parameter.Value);
        if (text is not null && values.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        _diagnostics.Report(
            BindingDescriptors.ParameterValue, parameter.Value.Span, name, text ?? Excerpt(parameter.Value.Span), string.Join(", ", values), NearestName.Hint(text ?? string.Empty, values));
        return null;
    }

    private void CheckWord(string setting, string word, ImmutableArray<string> words, SyntaxNode place)
    {
        if (!words.Contains(word, StringComparer.Ordinal))
        {
            _diagnostics.Report(BindingDescriptors.ParameterValue, place.Span, setting, word, string.Join(", ", words), NearestName.Hint(word, words));
        }
    }

    /// <summary>The text of an operator's setting: a bare word or a string.</summary>
    private static string? ParameterText(ExpressionSyntax value) => value switch
    {
        NameExpressionSyntax name => name.Name.Text,
        LiteralSyntax { Value: string text } => text,
        LiteralSyntax { Value: bool flag } => flag ? "true" : "false",
        _ => null,
    };
}
