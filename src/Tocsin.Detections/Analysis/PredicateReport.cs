using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis;

/// <summary>Sorts the conditions of all <c>where</c> steps into exclusions, indicators and bounds of time.</summary>
internal sealed class PredicateReport
{
    private readonly RuleQuery _query;
    private readonly ImmutableArray<RuleStage> _stages;

    private PredicateReport(RuleQuery query, ImmutableArray<RuleStage> stages)
    {
        _query = query;
        _stages = stages;
    }

    public List<Exclusion> Exclusions { get; } = [];

    public List<Indicator> Indicators { get; } = [];

    public LookBack? LookBack { get; private set; }

    public static PredicateReport Read(RuleQuery query, ImmutableArray<RuleStage> stages)
    {
        var report = new PredicateReport(query, stages);
        foreach (var pipeline in query.Pipelines)
        {
            for (var i = 0; i < pipeline.Operators.Length; i++)
            {
                if (pipeline.Operators[i] is WhereSyntax where)
                {
                    report.ReadCondition(where.Condition, pipeline.Definitions[i]);
                }
            }
        }

        return report;
    }

    private void ReadCondition(ExpressionSyntax condition, ColumnDefinitions columns)
    {
        foreach (var conjunct in Conditions.Conjuncts(condition))
        {
            if (TimeBounds.Read(conjunct, _query) is { } bound)
            {
                LookBack = bound.LookBack is { } found && (LookBack is null || found.Length > LookBack.Length) ? found : LookBack;
                continue;
            }

            var alternatives = Expanded(conjunct, columns).ToList();
            foreach (var alternative in alternatives)
            {
                if (Conditions.Read(alternative, _query.Constants) is not { } predicate)
                {
                    continue;
                }

                if (ExclusionOf(predicate) is { } exclusion)
                {
                    // Only what every row must pass keeps anything out.
                    if (alternatives.Count == 1)
                    {
                        Exclusions.Add(exclusion);
                    }
                }
                else if (predicate.Kind != PredicateKind.True || alternatives.Count == 1)
                {
                    Indicators.Add(IndicatorOf(predicate, alternatives.Count > 1));
                }
            }
        }
    }

    /// <summary>The alternatives of a condition; names of computed conditions stand for these.</summary>
    private static IEnumerable<Conjunct> Expanded(Conjunct conjunct, ColumnDefinitions columns)
    {
        foreach (var alternative in Conditions.Alternatives(conjunct))
        {
            if (columns.Resolve(alternative.Expression) is { Keys.IsDefault: true } definition && IsCondition(definition.Expression))
            {
                foreach (var inner in Conditions.Alternatives(alternative with { Expression = definition.Expression }))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return alternative;
            }
        }
    }

    private static bool IsCondition(ExpressionSyntax expression) => OperandChain.Unwrap(expression)
        is ListOperatorSyntax or BetweenSyntax or BinarySyntax { Operator: >= BinaryOperator.And and <= BinaryOperator.NotLikeCs };

    private Exclusion? ExclusionOf(Predicate predicate)
    {
        var stage = StageReader.NumberAt(_stages, predicate.Span.Start);
        var name = predicate.Values.FirstOrDefault()?.Name;
        var field = _query.TextOf(predicate.Subject);
        switch (predicate)
        {
            case { Kind: PredicateKind.Equal, IsNegated: false, Column: "RemoteIPType" or "LocalIPType", Values: [{ Value: "Public" }] }:
                return new Exclusion(field[..^"Type".Length], PredicateKind.AddressBlock.Name(), AddressBlocks.NotPublic, null, $"{field} is 'Public' for no other address.", stage, predicate.Span);
            case { Kind: PredicateKind.AddressBlock, IsNegated: true, Values.IsEmpty: true }:
                return new Exclusion(field, predicate.Kind.Name(), AddressBlocks.Private, null, "ipv4_is_private() is null for what is no IPv4 address, so IPv6 does not pass either; loopback (127.0.0.0/8) and link-local (169.254.0.0/16) are not private to it and pass.", stage, predicate.Span);
            case { Kind: PredicateKind.Regex, IsNegated: true, Values: [{ Value: string pattern }] } when AddressBlocks.Matching(pattern) is { IsEmpty: false } blocks:
                return new Exclusion(field, PredicateKind.AddressBlock.Name(), blocks, name, $"Worked out of the pattern {pattern}", stage, predicate.Span);
            case { IsNegated: true, Kind: not (PredicateKind.Empty or PredicateKind.Null) }:
                return new Exclusion(field, predicate.Kind.Name(), [.. Texts(predicate)], name, null, stage, predicate.Span);
            default:
                return null;
        }
    }

    private Indicator IndicatorOf(Predicate predicate, bool isAlternative) => new(
        _query.TextOf(predicate.Subject),
        predicate.IsNegated ? $"not_{predicate.Kind.Name()}" : predicate.Kind.Name(),
        [.. Texts(predicate).Select(t => new IndicatorValue(t, 0))],
        predicate.Values.FirstOrDefault()?.Name,
        isAlternative,
        StageReader.NumberAt(_stages, predicate.Span.Start),
        predicate.Span);

    private IEnumerable<string> Texts(Predicate predicate) => predicate switch
    {
        { Other: BetweenSyntax between } => [$"{_query.TextOf(between.Low)} .. {_query.TextOf(between.High)}"],
        { Other: { } other } => [_query.Tree.WithoutComments(other.Span)],
        { Kind: PredicateKind.AddressBlock, Values.IsEmpty: true } => AddressBlocks.Private,
        { Kind: PredicateKind.Between, Values: [var low, var high] } => [$"{low.Text} .. {high.Text}"],
        _ => predicate.Values.Select(v => v.Text),
    };
}
