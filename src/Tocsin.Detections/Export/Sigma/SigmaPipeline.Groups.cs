using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>Groups of events and events of other pipelines: what may become correlations.</summary>
internal sealed partial class SigmaPipeline
{
    private SigmaDraft Summarize(SigmaDraft draft, SummarizeSyntax summarize)
    {
        if (draft.Grouping is not null)
        {
            Note(ExportNoteKind.Lost, summarize.Span, "the events are grouped already, and a correlation counts events, not groups.");
            return draft with { Scope = new SigmaScope(SigmaScope.Table.Names, HasTable: false) };
        }

        var scope = new SigmaScope(SigmaScope.Table.Names, HasTable: false);
        var groupBy = ImmutableArray.CreateBuilder<string>();
        var strays = ImmutableArray.CreateBuilder<TextSpan>();
        var paths = ImmutableArray.CreateBuilder<TextSpan>();
        foreach (var key in summarize.By)
        {
            scope = Define(scope, key, draft.Scope);
            if (FieldOf(key, draft) is { } field)
            {
                groupBy.Add(field);
                if (draft.Source.FileNames.ContainsValue(field) && !draft.Source.Fields.ContainsKey(rule.TextOf(key)))
                {
                    paths.Add(key.Span);
                }
            }
            else
            {
                strays.Add(key.Span);
            }
        }

        foreach (var aggregate in summarize.Aggregates)
        {
            var (name, value) = Aggregate(aggregate, draft);
            if (name is not null)
            {
                scope = scope.With(name, value);
            }
        }

        _taken.Add(summarize.Span);
        return draft with { Scope = scope, Grouping = summarize.Span, StrayKeys = strays.ToImmutable(), PathKeys = paths.ToImmutable(), GroupBy = [.. groupBy.Distinct(StringComparer.Ordinal)] };
    }

    private (string? Name, SigmaBinding Value) Aggregate(ExpressionSyntax aggregate, SigmaDraft draft)
    {
        var (name, expression) = aggregate is NamedExpressionSyntax { Names: [var given] } named ? (given.Text, named.Expression) : (null, aggregate);
        switch (expression)
        {
            case CallSyntax { Function.Text: "count" } when draft.RowsAreEvents:
                return (name ?? "count_", new SigmaCount(null));
            case CallSyntax { Function.Text: "dcount" or "count_distinct", Arguments: [var of, ..] } call when FieldOf(of, draft) is { } field:
                return (name ?? $"{call.Function.Text}_{rule.TextOf(of)}", new SigmaCount(field));
            default:
                var text = rule.Tree.OneLine(expression.Span, ExportNote.LongestText);
                Note(ExportNoteKind.Lost, aggregate.Span, "a correlation counts events or values, and computes nothing else of a group.");
                return (name, new SigmaOpaque($"{text} of a group"));
        }
    }

    /// <summary>The field that a key or an argument is, or null.</summary>
    private static string? FieldOf(ExpressionSyntax expression, SigmaDraft draft) => expression switch
    {
        ParenthesizedSyntax p => FieldOf(p.Expression, draft),
        NamedExpressionSyntax { Names: [_] } named => FieldOf(named.Expression, draft),
        NameExpressionSyntax name => draft.Scope.Find(name.Name.Text) switch
        {
            null => draft.Source.FieldOf(name.Name.Text),
            SigmaComputed computed => FieldOf(computed.Expression, draft with { Scope = computed.Scope }),
            _ => null,
        },
        _ => null,
    };

    /// <summary>The bounds on counts that a condition sets; none where it is another condition.</summary>
    private ImmutableArray<SigmaThreshold> ThresholdsOf(ExpressionSyntax condition, SigmaScope scope)
    {
        switch (condition)
        {
            case BinarySyntax { Operator: var op, Left: NameExpressionSyntax left } binary when scope.Find(left.Name.Text) is SigmaCount count:
                return Whole(binary.Right) is { } value && Word(op) is { } word ? [new SigmaThreshold(count.Field, word, value)] : [];
            case BetweenSyntax { IsNegated: false, Value: NameExpressionSyntax name } between when scope.Find(name.Name.Text) is SigmaCount count:
                return Whole(between.Low) is { } low && Whole(between.High) is { } high
                    ? [new SigmaThreshold(count.Field, "gte", low), new SigmaThreshold(count.Field, "lte", high)]
                    : [];
            default:
                return [];
        }
    }

    /// <summary>An upper bound on the count of more events than the query counts would keep matches out: it is left out then.</summary>
    private SigmaDraft Bounded(SigmaDraft draft, ExpressionSyntax condition, ImmutableArray<SigmaThreshold> thresholds)
    {
        if (!draft.IsWidened && draft.StrayKeys.IsEmpty)
        {
            return draft with { Thresholds = draft.Thresholds.AddRange(thresholds) };
        }

        var lower = thresholds.Where(t => t.Operator is "gt" or "gte" or "eq").Select(t => t.Operator == "eq" ? t with { Operator = "gte" } : t).ToList();
        if (lower.Count < thresholds.Length || thresholds.Any(t => t.Operator == "eq"))
        {
            Note(ExportNoteKind.Lost, condition.Span, "more events are counted than the query counts, so an upper bound would keep matches out; only a lower one is kept.");
        }

        return draft with { Thresholds = draft.Thresholds.AddRange(lower) };
    }

    private long? Whole(ExpressionSyntax expression) => rule.Constants.Evaluate(expression)?.Plain switch
    {
        long whole => whole,
        double real when double.IsInteger(real) => (long)real,
        _ => null,
    };

    private static string? Word(BinaryOperator op) => op switch
    {
        BinaryOperator.Greater => "gt",
        BinaryOperator.GreaterOrEqual => "gte",
        BinaryOperator.Less => "lt",
        BinaryOperator.LessOrEqual => "lte",
        BinaryOperator.Equal => "eq",
        _ => null,
    };

    /// <summary>An inner join asks for events of both sides with the same keys: a correlation in time. Other kinds are lost.</summary>
    private SigmaDraft Join(SigmaDraft draft, JoinSyntax join)
    {
        var kind = join.Parameters.FirstOrDefault(p => p.Name.Text is "kind")?.Value is { } value ? rule.TextOf(value) : "innerunique";
        if (kind is "inner" or "innerunique" or "leftsemi" && join.Where is null && KeysOf(join, draft) is { IsEmpty: false } keys)
        {
            var (notes, seen, taken) = (_notes.Count, _seen.ToList(), _taken.ToList());
            if (Convert(join.Right) is { } right && (right.Conditions.Length > 0 || right.Thresholds.Length > 0))
            {
                Note(ExportNoteKind.Changed, join.Span, "a correlation asks for both within its timespan, in any order, and joins no rows.");
                return draft with { Joined = draft.Joined.Add(right), JoinedBy = draft.JoinedBy.IsEmpty ? keys : [.. draft.JoinedBy.Intersect(keys, StringComparer.Ordinal)], RowsAreEvents = false };
            }

            _notes.RemoveRange(notes, _notes.Count - notes);
            _seen.IntersectWith(seen);
            _taken.IntersectWith(taken);
        }

        Note(ExportNoteKind.Lost, join.Span, kind switch
        {
            "leftouter" => "Sigma adds no columns of other rows to a match.",
            "leftanti" or "anti" or "leftantisemi" => "Sigma cannot ask that something did not happen; the rule matches more without it.",
            _ => "Sigma joins no rows; the rule matches more without it.",
        });
        NoteAll(join.Right, 0);
        return draft with { RowsAreEvents = false, IsWidened = draft.IsWidened || kind is not "leftouter" };
    }

    private static ImmutableArray<string> KeysOf(JoinSyntax join, SigmaDraft draft)
    {
        var fields = join.On.Select(o => o is NameExpressionSyntax ? FieldOf(o, draft) : null).ToList();
        return fields.TrueForAll(f => f is not null) ? [.. fields.Select(f => f!).Distinct(StringComparer.Ordinal)] : [];
    }

    /// <summary>Every stage and condition of a query that the rule lacks as a whole, but for those that it has from elsewhere.</summary>
    private void NoteAll(ExpressionSyntax query, int depth)
    {
        const int deepest = 50;
        switch (query)
        {
            case ParenthesizedSyntax p:
                NoteAll(p.Expression, depth);
                break;
            case NameExpressionSyntax name when depth < deepest && rule.Let(name.Name.Text) is { } let:
                NoteAll(let, depth + 1);
                break;
            case PipelineSyntax pipeline:
                NoteAll(pipeline.Source, depth);
                foreach (var stage in pipeline.Operators)
                {
                    NoteStage(stage);
                }

                break;
        }
    }

    private void NoteStage(QueryOperatorSyntax stage)
    {
        const string reason = "it belongs to the joined rows.";
        if (stage is not WhereSyntax where)
        {
            if (!_seen.Contains(stage.Span) && !_taken.Contains(stage.Span))
            {
                Note(ExportNoteKind.Lost, stage.Span, reason);
            }

            return;
        }

        foreach (var conjunct in OperandChain.Conjuncts(where.Condition).Where(c => !_seen.Contains(c.Span) && !_taken.Contains(c.Span)))
        {
            Note(ExportNoteKind.Lost, conjunct.Span, reason);
        }
    }
}
