using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Settings and hints of operators: which there are, and what they may be. Of others the language service warns and goes on, and so do we.
public sealed partial class Binder
{
    /// <summary>By asking the language service of each setting with each operator; null for those that take any, or check their own.</summary>
    private static ImmutableArray<string>? SettingsOf(QueryOperatorSyntax op) => op switch
    {
        WhereSyntax or TakeSyntax or SampleSyntax or SampleDistinctSyntax => [],
        SortSyntax => ["hint.strategy"],
        DistinctSyntax or SummarizeSyntax => ["hint.num_partitions", "hint.shufflekey", "hint.strategy"],
        JoinSyntax => ["kind", "hint.num_partitions", "hint.remote", "hint.shufflekey", "hint.strategy"],
        LookupSyntax or SearchSyntax or ReduceSyntax or GetSchemaSyntax => ["kind"],
        UnionSyntax => ["kind", "isfuzzy", "best_effort", "with_source", "withsource", "hint.concurrency", "hint.spread", "__isFuzzy"],
        MvExpandSyntax => ["kind", "bagexpansion", "with_itemindex"],
        MvApplySyntax => ["with_itemindex"],
        ParseOperatorSyntax => ["kind", "flags"],
        MakeSeriesSyntax => ["kind", "hint.shufflekey"],
        EvaluateSyntax => ["hint.distribution", "hint.remote"],
        FindSyntax => ["datascope", "with_source", "withsource"],
        ConsumeSyntax => ["decodeblocks"],
        PartitionSyntax => ["hint.concurrency", "hint.materialized", "hint.shufflekey", "hint.spread", "hint.strategy"],
        ScanSyntax => ["kind", "with_match_id"],
        _ => null,
    };

    private void CheckSettings(QueryOperatorSyntax op)
    {
        if (!op.Parameters.IsEmpty && SettingsOf(op) is { } known)
        {
            CheckSettings(op.Parameters, _diagnostics.Source.ToString(op.KeywordSpan), known);
        }
    }

    private void CheckSettings(ImmutableArray<OperatorParameterSyntax> given, string owner, ImmutableArray<string> known)
    {
        foreach (var setting in given.Where(p => !known.Contains(p.Name.Text, StringComparer.Ordinal)))
        {
            _diagnostics.Report(BindingDescriptors.UnknownSetting, setting.Name.Span, setting.Name.Text, owner, known.IsEmpty ? "It has none." : $"Its settings are {string.Join(", ", known.Where(k => !k.StartsWith("__", StringComparison.Ordinal)))}.");
        }
    }

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
