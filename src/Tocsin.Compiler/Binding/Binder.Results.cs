using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Results;
using Tocsin.Kql.Syntax;

namespace Tocsin.Compiler.Binding;

// The results of a query: one for each tabular statement, several for fork, facet and evaluate preview()
// (https://learn.microsoft.com/kusto/query/batches, fork-operator, facet-operator).
public sealed partial class Binder
{
    private readonly ImmutableArray<BoundResult>.Builder _results = ImmutableArray.CreateBuilder<BoundResult>();

    // The last operator of the statement that is bound: only there may an operator have several results.
    private QueryOperatorSyntax? _lastOperator;

    // The results of that operator.
    private ImmutableArray<BoundResult> _branches = [];

    private RenderHint? _render;

    private ImmutableArray<BoundResult> BindResults(ExpressionSyntax expression)
    {
        _render = null;
        _branches = [];
        _lastOperator = Pipeline(expression)?.Operators.LastOrDefault();
        var query = BindResult(expression);
        _lastOperator = null;
        ImmutableArray<BoundResult> results = _branches.IsEmpty ? [new BoundResult(query, NameGivenBy(expression), _render)] : _branches;
        return [.. results.Select(r => r with { Query = WithResultLimit(WithoutHidden(r.Query)) })];
    }

    private static PipelineSyntax? Pipeline(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression as PipelineSyntax;
    }

    /// <summary>The name that a final <c>as</c> gives a result.</summary>
    private static string? NameGivenBy(ExpressionSyntax expression) =>
        Pipeline(expression)?.Operators.LastOrDefault(o => o is not RenderSyntax) is AsSyntax name ? name.Name.Text : null;

    /// <summary>The rows that all branches read, computed once where they might not come out the same twice.</summary>
    private static SharedQuery Branched(BoundQuery input, string name) => new(name, input, isMaterialized: !RepeatableQueries.Contains(input));

    private BoundQuery BindFork(ForkSyntax fork, BoundQuery input)
    {
        var rows = Branched(input, "forked");
        var results = ImmutableArray.CreateBuilder<BoundResult>();
        foreach (var branch in fork.Branches)
        {
            CheckBranch(branch.Subquery);
            var query = BindTabular(branch.Subquery, Refer(rows, fork.Span));
            results.Add(new BoundResult(query, branch.Name?.Text ?? NameGivenBy(branch.Subquery)));
        }

        return Branch(fork, results.DrainToImmutable());
    }

    private void CheckBranch(ExpressionSyntax subquery)
    {
        foreach (var op in Pipeline(subquery)?.Operators.Where(o => !OperatorTraits.StandsInFork(o)) ?? [])
        {
            _diagnostics.Report(BindingDescriptors.OperatorInBranch, op.KeywordSpan, Excerpt(op.KeywordSpan));
        }
    }

    /// <summary>The table of the with clause comes first, then for each column its values with how often they are there.</summary>
    private BoundQuery BindFacet(FacetSyntax facet, BoundQuery input)
    {
        var rows = Branched(input, "faceted");
        var results = ImmutableArray.CreateBuilder<BoundResult>();
        if (facet.Subquery is { } subquery)
        {
            results.Add(new BoundResult(BindTabular(subquery, Refer(rows, facet.Span))));
        }

        foreach (var by in facet.By)
        {
            var context = Refer(rows, facet.Span);
            var key = BindColumnOnly(by, context);
            if (key.Type.IsDynamic)
            {
                key = Error(BindingDescriptors.TypeNotAllowed, by.Span, "A column of facet", "dynamic", "Convert it in an extend before, for example with tostring().");
            }

            if (key is BoundColumn { Column: var column })
            {
                var count = BoundBuilder.Assign($"count_{column.Name}", Aggregate("count", facet.Span));
                results.Add(new BoundResult(new BoundSummarize(context, [BoundBuilder.Pass(column, by.Span)], [count], facet.Span)));
            }
        }

        return Branch(facet, results.DrainToImmutable());
    }

    /// <summary>Takes the results of the operator, which has to end its statement.</summary>
    private BoundQuery Branch(QueryOperatorSyntax op, ImmutableArray<BoundResult> results, string? name = null)
    {
        if (!ReferenceEquals(op, _lastOperator))
        {
            Refuse(op.KeywordSpan, $"'{name ?? Excerpt(op.KeywordSpan)}' anywhere but at the end of a statement", "It has several results. What reads one of them is a query of its own: share the rows before it with let.");
        }

        if (_diagnostics.HasErrors || results.IsEmpty)
        {
            return Nothing(op.Span);
        }

        _branches = results;
        return results[0].Query;
    }
}
