using Tocsin.Engine;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>Counts the rows at every stage of a test's query by running its prefixes.</summary>
public sealed class FunnelBuilder
{
    private readonly TestSession _session;
    private readonly CancellationToken _cancellation;
    private readonly Trail _trail;
    private readonly NearMisses _misses;
    private int _number;

    private FunnelBuilder(TestSession session, CancellationToken cancellation)
    {
        _session = session;
        _cancellation = cancellation;
        _trail = Trail.Of(session.Test, session.Scenario);
        _misses = new NearMisses(session, _trail, cancellation);
    }

    public static Funnel Build(TestSession session, CancellationToken cancellationToken)
    {
        var builder = new FunnelBuilder(session, cancellationToken);
        var tree = SyntaxTree.Parse(session.Query);
        return new Funnel([.. QueryPipeline.Of(tree).Select(builder.Build)], builder._trail.Description);
    }

    private FunnelPipeline Build(QueryPipeline pipeline)
    {
        var source = Count(pipeline.Prefix(0)) ?? default;
        var stages = new List<FunnelStage>();
        var before = source;
        for (var i = 0; i < pipeline.Operators.Length; i++)
        {
            var operation = pipeline.Operators[i];
            if (operation is RenderSyntax)
            {
                continue;
            }

            var after = KeepsRows(operation) && before.Followed is not null ? before : Count(pipeline.Prefix(i + 1));
            if (after is not { } counted)
            {
                continue;
            }

            var stage = new FunnelStage(++_number, pipeline.OneLine(HeadOf(operation)), 0, before.Rows, counted.Rows, before.Followed, counted.Followed);
            var inner = InnerStages(pipeline, i, stage);
            if (stage.IsEnd && operation is WhereSyntax where)
            {
                stage = stage with { Misses = _misses.Of(pipeline, i, where.Condition) };
            }

            stages.Add(stage);
            stages.AddRange(inner);
            before = counted;
        }

        return new FunnelPipeline(pipeline.Name, pipeline.OneLine(pipeline.Source.Span), source.Rows, source.Followed, [.. stages], pipeline.IsResult);
    }

    /// <summary>The stages inside of an operator, where the followed rows ended there.</summary>
    private List<FunnelStage> InnerStages(QueryPipeline pipeline, int index, FunnelStage whole)
    {
        var stages = new List<FunnelStage>();
        var operators = pipeline.SubOperators(index);
        if (operators.IsEmpty || !whole.IsEnd || Count(pipeline.SubPrefix(index, 0)) is not { } before)
        {
            return stages;
        }

        for (var i = 0; i < operators.Length; i++)
        {
            if (Count(pipeline.SubPrefix(index, i + 1)) is not { } after)
            {
                continue;
            }

            var stage = new FunnelStage(++_number, pipeline.OneLine(operators[i].Span), 1, before.Rows, after.Rows, before.Followed, after.Followed);
            if (stage.IsEnd && operators[i] is WhereSyntax where)
            {
                stage = stage with { Misses = _misses.OfSub(pipeline, index, i, where.Condition) };
            }

            stages.Add(stage);
            before = after;
        }

        return stages;
    }

    /// <summary>The operator without its sub-query.</summary>
    private static TextSpan HeadOf(QueryOperatorSyntax operation) => operation is MvApplySyntax apply
        ? TextSpan.FromBounds(apply.Span.Start, apply.Subquery.Span.Start)
        : operation.Span;

    /// <summary>Operators that neither drop nor make rows, and keep the columns by which rows are followed.</summary>
    private static bool KeepsRows(QueryOperatorSyntax operation) => operation is SortSyntax or SerializeSyntax or AsSyntax;

    /// <summary>The rows of a query; null where it cannot run by itself.</summary>
    private Counted? Count(SourceText query)
    {
        var followed = _trail.Condition(query);
        var counting = followed is null ? "\n| summarize Rows = count()" : $"\n| summarize Rows = count(), Followed = countif({followed})";
        var compiled = _session.Compile(new SourceText(query.Text + counting, query.Name));
        if (compiled.IsRefused)
        {
            return null;
        }

        try
        {
            using var rows = compiled.Run(_cancellation);
            return rows.Read() ? new Counted(rows.GetLong(0), followed is null ? null : rows.GetLong(1)) : null;
        }
        catch (QueryFailedException)
        {
            return null;
        }
    }

    private readonly record struct Counted(long Rows, long? Followed);
}
