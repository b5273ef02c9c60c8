using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// sample, sample-distinct and top-hitters (https://learn.microsoft.com/kusto/query/sample-operator and its neighbours).
public sealed partial class Binder
{
    /// <summary>Rows in random order, of which the first are kept.</summary>
    private BoundTake BindSample(SampleSyntax sample, BoundQuery input)
    {
        var shuffled = new BoundSort(input, [new BoundOrdering(OperatorFunctions.RandomNumber(sample.Span), IsDescending: false, NullsFirst: true)], sample.Span);
        return new BoundTake(shuffled, BindCountArgument(sample.Count, "sample"), sample.Span);
    }

    /// <summary>Any of the values: the page promises speed, not fairness.</summary>
    private BoundQuery BindSampleDistinct(SampleDistinctSyntax sample, BoundQuery input)
    {
        var value = BindColumnOnly(sample.Of, input);
        if (value.Type.IsDynamic)
        {
            value = Error(BindingDescriptors.TypeNotAllowed, sample.Of.Span, "The column of sample-distinct", "dynamic", "Convert it, for example with tostring().");
        }

        return value is BoundColumn { Column: var column }
            ? new BoundTake(new BoundDistinct(BoundBuilder.Keep(input, [column], sample.Span), sample.Span), BindCountArgument(sample.Count, "sample-distinct"), sample.Span)
            : Nothing(sample.Span);
    }

    /// <summary>The page gives the summarize that it stands for; ours is exact where Kusto's is an estimate.</summary>
    private BoundQuery BindTopHitters(TopHittersSyntax top, BoundQuery input)
    {
        var name = ColumnNames.Of(top.Of, _catalogue);
        var of = name is null || top.Of is NamedExpressionSyntax ? Error(BindingDescriptors.ColumnExpected, top.Of.Span) : BindScalar(top.Of, new RowScope(input.Columns));
        var by = top.By is null ? null : BindColumnOrConstant(top.By, input);
        if (by is not (null or BoundError) && !by.Type.Kind.IsNumeric())
        {
            by = Error(BindingDescriptors.TypeNotAllowed, top.By!.Span, "The sum of top-hitters", by.Type.Kind.Name(), "Convert it, for example with tolong().");
        }

        if (of is BoundError || by is BoundError)
        {
            return Nothing(top.Span);
        }

        var aggregate = by is null
            ? BoundBuilder.Assign($"approximate_count_{name}", Aggregate("count", top.Span))
            : BoundBuilder.Assign($"approximate_sum_{ColumnNames.Of(top.By!, _catalogue)}", Aggregate("sum", top.Span, by));
        var key = of is BoundColumn column ? BoundBuilder.Pass(column.Column, top.Span) : BoundBuilder.Assign(name!, of);
        var groups = new BoundSummarize(input, [key], [aggregate], top.Span);
        var sorted = new BoundSort(groups, [new BoundOrdering(BoundBuilder.Column(aggregate.Column, top.Span), IsDescending: true, NullsFirst: false)], top.Span);
        return new BoundTake(sorted, BindCountArgument(top.Count, "top-hitters"), top.Span);
    }
}
