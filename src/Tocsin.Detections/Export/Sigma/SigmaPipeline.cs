using Tocsin.Detections.Analysis;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>
/// Walks a query from its table to its result and keeps what Sigma can say. All that it cannot is noted, stage by stage
/// and condition by condition: a condition left out lets the rule match more, never less.
/// </summary>
internal sealed partial class SigmaPipeline(RuleQuery rule)
{
    private readonly List<ExportNote> _notes = [];
    private readonly HashSet<TextSpan> _seen = [];

    // Stages and conditions that the rule has.
    private readonly HashSet<TextSpan> _taken = [];

    public IReadOnlyList<ExportNote> Notes => _notes;

    /// <summary>The table that has no log source in Sigma, once <see cref="Convert"/> has given up.</summary>
    public string? UnknownSource { get; private set; }

    public SigmaDraft? Convert(ExpressionSyntax query)
    {
        switch (query)
        {
            case ParenthesizedSyntax p:
                return Convert(p.Expression);
            case MaterializeSyntax m:
                return Convert(m.Expression);
            case NameExpressionSyntax name when rule.Let(name.Name.Text) is { } let:
                return Convert(let);
            case NameExpressionSyntax name when SigmaLogSource.Find(name.Name.Text) is { } source:
                return new SigmaDraft(source);
            case PipelineSyntax pipeline when Convert(pipeline.Source) is { } draft:
                return pipeline.Operators.Aggregate(draft, Apply);
            case PipelineSyntax:
                return null;
            default:
                UnknownSource ??= rule.Tree.OneLine(query.Span, ExportNote.LongestText);
                return null;
        }
    }

    private SigmaDraft Apply(SigmaDraft draft, QueryOperatorSyntax stage) => stage switch
    {
        WhereSyntax where => Where(draft, where),
        ExtendSyntax extend => Extend(draft, extend),
        ProjectSyntax project => Project(draft, project),
        SummarizeSyntax summarize => Summarize(draft, summarize),
        JoinSyntax join => Join(draft, join),
        _ => Unsaid(draft, stage),
    };

    private SigmaDraft Where(SigmaDraft draft, WhereSyntax where)
    {
        foreach (var conjunct in OperandChain.Conjuncts(where.Condition))
        {
            draft = IsTimeFilter(conjunct, draft.Scope) ? TimeFilter(draft, conjunct)
                : ThresholdsOf(conjunct, draft.Scope) is { IsEmpty: false } thresholds ? Bounded(draft, conjunct, thresholds)
                : Condition(draft, conjunct);
        }

        return draft;
    }

    private SigmaDraft TimeFilter(SigmaDraft draft, ExpressionSyntax filter)
    {
        Note(ExportNoteKind.Changed, filter.Span, "a Sigma rule looks at events as they come; only a correlation has a timespan.");
        return draft;
    }

    private SigmaDraft Condition(SigmaDraft draft, ExpressionSyntax conjunct)
    {
        var remarks = new List<(TextSpan Span, string Text)>();
        var columns = KnownTables.Find(draft.Source.Table)!.Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var predicates = new SigmaPredicates(draft.Source, rule.Constants, columns, (span, text) => remarks.Add((span, text)));
        var answer = predicates.Translate(conjunct, draft.Scope);
        if (answer.Condition is not { } condition)
        {
            Note(ExportNoteKind.Lost, conjunct.Span, $"{answer.Reason}; the rule matches more without it.");
            return draft with { IsWidened = true };
        }

        foreach (var (span, text) in remarks)
        {
            Note(ExportNoteKind.Changed, span, text);
        }

        _taken.Add(conjunct.Span);
        return draft with { Conditions = draft.Conditions.Add(condition) };
    }

    private static bool IsTimeFilter(ExpressionSyntax condition, SigmaScope scope) => condition switch
    {
        BinarySyntax { Left: NameExpressionSyntax { Name.Text: "Timestamp" or "TimeGenerated" } time, Operator: BinaryOperator.Greater or BinaryOperator.GreaterOrEqual, Right: CallSyntax { Function.Text: "ago" } } =>
            scope.Find(time.Name.Text) is null,
        BetweenSyntax { IsNegated: false, Value: NameExpressionSyntax { Name.Text: "Timestamp" or "TimeGenerated" } time, Low: CallSyntax { Function.Text: "ago" } } => scope.Find(time.Name.Text) is null,
        _ => false,
    };

    private SigmaDraft Extend(SigmaDraft draft, ExtendSyntax extend)
    {
        var scope = draft.Scope;
        foreach (var expression in extend.Expressions)
        {
            scope = Define(scope, expression, scope);
        }

        Note(ExportNoteKind.Lost, extend.Span, "Sigma computes no columns; where a condition uses one of these, it is said with the fields behind it or noted as lost.");
        return draft with { Scope = scope };
    }

    private SigmaDraft Project(SigmaDraft draft, ProjectSyntax project)
    {
        var scope = new SigmaScope(SigmaScope.Table.Names, HasTable: false);
        foreach (var expression in project.Expressions)
        {
            scope = Define(scope, expression, draft.Scope);
        }

        Note(ExportNoteKind.Lost, project.Span, "an alert shows the event that matched, not chosen columns.");
        return draft with { Scope = scope };
    }

    /// <summary>The scope with the columns that an expression of extend or project gives names to.</summary>
    private static SigmaScope Define(SigmaScope scope, ExpressionSyntax expression, SigmaScope before) => expression switch
    {
        NamedExpressionSyntax { Names: [var name] } named => scope.With(name.Text, new SigmaComputed(named.Expression, before)),
        NamedExpressionSyntax tuple => tuple.Names.Aggregate(scope, (s, n) => s.With(n.Text, new SigmaOpaque("one of several values of one function"))),
        NameExpressionSyntax column => scope.With(column.Name.Text, before.Find(column.Name.Text) ?? new SigmaComputed(column, before)),
        _ => scope,
    };

    /// <summary>A stage that Sigma has nothing for.</summary>
    private SigmaDraft Unsaid(SigmaDraft draft, QueryOperatorSyntax stage)
    {
        var reason = stage switch
        {
            SortSyntax sort => OrdersAlerts(sort) ? "alerts have no order." : "it orders events for a later stage; Sigma takes them as they come.",
            ProjectAwaySyntax or ProjectKeepSyntax or ProjectReorderSyntax or ProjectRenameSyntax => "an alert shows the event that matched, not chosen columns.",
            TopSyntax or TakeSyntax or SampleSyntax => "every match is an alert; none is left out for its place in an order.",
            DistinctSyntax => "events that are alike are alerts each.",
            MvApplySyntax or MvExpandSyntax => "it computes over lists of events; Sigma counts events, and no more.",
            MakeSeriesSyntax => "Sigma has no series of counts over time.",
            LookupSyntax => "Sigma has no tables to look values up in.",
            UnionSyntax => "a Sigma rule reads one log source; the rows of the others are missing.",
            ParseOperatorSyntax or ParseKvSyntax => "Sigma takes no fields out of texts.",
            ScanSyntax => "Sigma has no steps with a state.",
            PartitionSyntax => "Sigma has no operators for each part of the events.",
            _ => "Sigma has no such operator.",
        };
        Note(ExportNoteKind.Lost, stage.Span, reason);

        if (stage is not (SortSyntax or SerializeSyntax or ProjectAwaySyntax or ProjectKeepSyntax or ProjectReorderSyntax or ProjectRenameSyntax or ParseOperatorSyntax { Kind: ParseKind.Parse } or ParseKvSyntax or AsSyntax))
        {
            draft = draft with { RowsAreEvents = false, IsWidened = true };
        }

        // What the stage names is its own from here on, whatever the table calls so.
        return NamesGivenIn(stage).Aggregate(draft, (d, name) => d with { Scope = d.Scope.With(name, new SigmaOpaque($"computed in line {rule.Source.PositionAt(stage.Span.Start).Line}")) });
    }

    /// <summary>Whether the order is that of the result's rows: nothing behind it makes other rows of them.</summary>
    private bool OrdersAlerts(SortSyntax sort) => rule.Pipelines.Any(p => p.Name is null && !p.IsNested && p.Operators.Contains(sort)
        && p.Operators[(p.Operators.IndexOf(sort) + 1)..].All(o => o is ProjectSyntax or ProjectAwaySyntax or ProjectKeepSyntax or ProjectReorderSyntax or ProjectRenameSyntax
            or TakeSyntax or TopSyntax or WhereSyntax or AsSyntax or RenderSyntax));

    private IEnumerable<string> NamesGivenIn(QueryOperatorSyntax stage)
    {
        for (var i = 0; i + 1 < rule.Tree.Tokens.Length; i++)
        {
            var token = rule.Tree.Tokens[i];
            if (token.Kind == TokenKind.Word && rule.Tree.Tokens[i + 1].Kind == TokenKind.Equal && token.Span.Start >= stage.Span.Start && token.Span.End <= stage.Span.End)
            {
                yield return token.Text;
            }
        }
    }

    private void Note(ExportNoteKind kind, TextSpan span, string why)
    {
        var note = ExportNote.At(kind, rule.Tree, span, why);
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
            _seen.Add(span);
        }
    }
}
