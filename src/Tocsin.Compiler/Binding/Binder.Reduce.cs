using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// reduce (https://learn.microsoft.com/kusto/query/reduce-operator).
public sealed partial class Binder
{
    private const double DefaultReduceThreshold = 0.1;

    /// <summary>Texts that differ are brought together in one value; so many fail the run.</summary>
    private const long TooManyTexts = 100_001;

    private BoundQuery BindReduce(ReduceSyntax reduce, BoundQuery input)
    {
        var text = BindScalar(reduce.By is NamedExpressionSyntax named ? named.Expression : reduce.By, new RowScope(input.Columns));
        if (text is not BoundError && text.Type.Kind is not (KqlType.String or KqlType.Unknown))
        {
            text = Error(BindingDescriptors.TypeNotAllowed, reduce.By.Span, "The expression of reduce", text.Type.Kind.Name(), "Convert it with tostring().");
        }

        if (reduce.Parameters.FirstOrDefault(p => p.Name.Text == "kind") is { } kind)
        {
            _diagnostics.Report(BindingDescriptors.UnsupportedForm, kind.Span, "reduce kind=source", "Its page says that it appends one column, the language service three. Join the rows with the groups' patterns, or leave it out.");
            return Nothing(reduce.Span);
        }

        var (threshold, separators) = (ReduceThreshold(reduce), ReduceSeparators(reduce));
        return text is BoundError || threshold is null || separators is null ? Nothing(reduce.Span) : GroupTexts(input, text, threshold, separators, reduce.Span);
    }

    private BoundLiteral? ReduceThreshold(ReduceSyntax reduce)
    {
        if (reduce.With.FirstOrDefault(p => p.Name.Text == "threshold") is not { } given)
        {
            return new BoundLiteral(DefaultReduceThreshold, KqlType.Real, reduce.Span);
        }

        var value = BindScalar(given.Value, RowScope.Empty);
        if (value is BoundLiteral { Value: not null } && value.Type.Kind.IsNumeric() && Convert(value, KqlType.Real) is BoundLiteral { Value: >= 0.0 and <= 1.0 } literal)
        {
            return literal;
        }

        if (value is not BoundError)
        {
            _diagnostics.Report(BindingDescriptors.UnsupportedForm, given.Value.Span, $"The threshold {Excerpt(given.Value.Span)}", "It is a number from 0 to 1.");
        }

        return null;
    }

    private BoundLiteral? ReduceSeparators(ReduceSyntax reduce)
    {
        if (reduce.With.FirstOrDefault(p => p.Name.Text == "characters") is not { } given)
        {
            return new BoundLiteral(string.Empty, KqlType.String, reduce.Span);
        }

        if (given.Value is LiteralSyntax && BindScalar(given.Value, RowScope.Empty) is BoundLiteral { Value: string } literal)
        {
            return literal;
        }

        _diagnostics.Report(BindingDescriptors.StringLiteralExpected, given.Value.Span, "characters", "Give the characters that separate terms.");
        return null;
    }

    /// <summary>The texts that differ, each before its count; of them the groups, a row each.</summary>
    private BoundProject GroupTexts(BoundQuery input, BoundExpression text, BoundLiteral threshold, BoundLiteral separators, Kql.Text.TextSpan span)
    {
        var distinct = new BoundSummarize(input, [BoundBuilder.Assign("text", text)], [BoundBuilder.Assign("count", Aggregate("count", span))], span);
        var groups = FindInAllRows(distinct, TooManyTexts, texts => Call(OperatorFunctions.GroupTexts, span, texts, threshold, separators), span);
        return new BoundProject(
            groups,
            [
                BoundBuilder.Assign("Pattern", Convert(Found(groups, 0, span), KqlType.String)),
                BoundBuilder.Assign("Count", Convert(Found(groups, 1, span), KqlType.Long)),
                BoundBuilder.Assign("Representative", Convert(Found(groups, 2, span), KqlType.String)),
            ],
            span);
    }
}
