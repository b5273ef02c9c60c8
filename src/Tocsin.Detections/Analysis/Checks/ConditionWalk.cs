using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A condition with what is known of its column in front of it.</summary>
/// <param name="Earlier">The condition that knowledge comes from; null where it follows from how the column is computed.</param>
internal sealed record SettledCondition(Predicate Predicate, bool Truth, Predicate? Earlier);

/// <summary>Follows the conditions of pipelines and finds those that are settled before they are asked.</summary>
internal static class ConditionWalk
{
    public static IEnumerable<SettledCondition> Settled(RuleQuery query) => query.Pipelines.SelectMany(p => Settled(query, p));

    private static IEnumerable<SettledCondition> Settled(RuleQuery query, Pipeline pipeline)
    {
        var facts = new Dictionary<(string Column, ColumnDefinition? Definition), ColumnFacts>();
        for (var i = 0; i < pipeline.Operators.Length; i++)
        {
            if (pipeline.Operators[i] is WhereSyntax where)
            {
                foreach (var settled in Settled(query, where.Condition, pipeline.Definitions[i], facts))
                {
                    yield return settled;
                }
            }
            else if (!KeepsMeanings(pipeline.Operators[i]))
            {
                facts.Clear();
            }
        }
    }

    private static IEnumerable<SettledCondition> Settled(
        RuleQuery query, ExpressionSyntax condition, ColumnDefinitions columns, Dictionary<(string Column, ColumnDefinition? Definition), ColumnFacts> facts)
    {
        foreach (var conjunct in Conditions.Conjuncts(condition).Where(c => TimeBounds.Read(c, query) is null))
        {
            if (Conditions.Read(conjunct, query.Constants) is not { } predicate)
            {
                continue;
            }

            if (predicate.Column is not { } column || query.Constants.Evaluate(predicate.Subject) is { } constant && constant.Name is null)
            {
                if (query.Constants.Evaluate(predicate.Subject) is { } value && ColumnFacts.Holds(predicate, value, valueIgnoresCase: false) is { } truth)
                {
                    yield return new SettledCondition(predicate, truth != predicate.IsNegated, null);
                }
                else if (NatureOf(predicate.Subject, default) is { } computed && computed.Settles(predicate) is { } always)
                {
                    yield return new SettledCondition(predicate, always, null);
                }

                continue;
            }

            columns.Columns.TryGetValue(column, out var definition);
            if (!facts.TryGetValue((column, definition), out var known))
            {
                known = columns.Resolve(predicate.Subject) is { MayBeMissing: false } origin ? NatureOf(origin.Expression, origin.Keys) ?? new ColumnFacts() : new ColumnFacts();
                facts.Add((column, definition), known);
            }

            if (known.KnowsAnything && known.Settles(predicate) is { } settled)
            {
                yield return new SettledCondition(predicate, settled, known.Latest);
            }

            known.Add(predicate);
        }
    }

    /// <summary>What follows from how a value is computed: a count of a group is at least one, a length at least zero.</summary>
    private static ColumnFacts? NatureOf(ExpressionSyntax expression, ImmutableArray<string> keys) => OperandChain.Unwrap(expression) switch
    {
        CallSyntax { Function.Text: "count", Arguments.IsEmpty: true } when !keys.IsDefault => new ColumnFacts(low: keys.IsEmpty ? 0 : 1),
        CallSyntax { Function.Text: "dcount" or "count_distinct", Arguments: [NameExpressionSyntax counted, ..] } when !keys.IsDefault && keys.Contains(counted.Name.Text) =>
            new ColumnFacts(low: IsString(counted.Name.Text) ? 1 : 0, high: 1),
        CallSyntax { Function.Text: "dcount" or "dcountif" or "countif" or "count_distinct" or "array_length" or "strlen" or "string_size" or "countof" } => new ColumnFacts(low: 0),
        _ => null,
    };

    /// <summary>A text is never null, and dcount counts all but nulls.</summary>
    private static bool IsString(string column) => KnownTables.Basic.Any(t => t.Find(column) is { Type: KqlType.String });

    /// <summary>Whether columns of the same name mean the same behind the operator, computed ones aside, which have definitions of their own.</summary>
    private static bool KeepsMeanings(QueryOperatorSyntax operation) => operation is ExtendSyntax or ProjectSyntax or ProjectAwaySyntax or ProjectKeepSyntax
        or ProjectReorderSyntax or SortSyntax or TakeSyntax or TopSyntax or DistinctSyntax or SerializeSyntax or AsSyntax or RenderSyntax or SummarizeSyntax;
}
