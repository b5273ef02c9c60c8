using Tocsin.Detections.Analysis.Checks;
using Tocsin.Kql.Syntax;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis;

/// <summary>A condition on an event's time.</summary>
/// <param name="LookBack">How far back it goes, where the text settles that.</param>
internal sealed record TimeBound(LookBack? LookBack);

/// <summary>Tells conditions that bound the time of events from others.</summary>
internal static class TimeBounds
{
    private static readonly string[] TimeColumns = ["Timestamp", "TimeGenerated"];

    /// <summary>What the target calls the time of the table's events.</summary>
    public static string ColumnOf(CheckTarget target, string table) =>
        target == CheckTarget.Sentinel || KnownTables.Find(table)?.Find("Timestamp") is { IsHidden: true } ? "TimeGenerated" : "Timestamp";

    public static bool IsTimeColumn(string? name) => name is not null && TimeColumns.Contains(name, StringComparer.Ordinal);

    /// <summary>The bound that the condition sets, or null for a condition on anything else.</summary>
    public static TimeBound? Read(Conjunct conjunct, RuleQuery query)
    {
        var (subject, bounds, isComparison) = OperandChain.Unwrap(conjunct.Expression) switch
        {
            BinarySyntax { Operator: >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual } b when IsTimeColumn(ColumnName(b.Right)) => (b.Right, new[] { b.Left }, true),
            BinarySyntax { Operator: >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual } b => (b.Left, [b.Right], true),
            BetweenSyntax b => (b.Value, [b.Low, b.High], true),
            CallSyntax { Function.Text: "ingestion_time" } c => (c, [], false),
            var other => (other, Array.Empty<ExpressionSyntax>(), false),
        };
        if (!isComparison || !(IsTimeColumn(ColumnName(subject)) || subject is CallSyntax { Function.Text: "ingestion_time" } || bounds.Any(b => IsClock(b, query))))
        {
            return null;
        }

        var back = bounds.Select(b => Back(b, query)).OfType<TimeSpan>().DefaultIfEmpty().Max();
        return new TimeBound(back > TimeSpan.Zero ? new LookBack(back, query.Tree.WithoutComments(conjunct.Expression.Span)) : null);
    }

    /// <summary>Whether a pipeline bounds the time of its rows before it does anything but filter and compute columns.</summary>
    /// <param name="before">The number of operators that are looked at.</param>
    public static bool IsBounded(Pipeline pipeline, RuleQuery query, int before = int.MaxValue)
    {
        foreach (var operation in pipeline.Operators.Take(before))
        {
            if (operation is WhereSyntax where && Conditions.Conjuncts(where.Condition).Any(c => Read(c, query) is not null))
            {
                return true;
            }

            if (operation is not (WhereSyntax or ExtendSyntax or ProjectSyntax or ProjectAwaySyntax or ProjectKeepSyntax or ProjectRenameSyntax or ProjectReorderSyntax or AsSyntax))
            {
                return operation is MakeSeriesSyntax { From: not null } && IsTimeColumn(ColumnName(((MakeSeriesSyntax)operation).On));
            }
        }

        return false;
    }

    private static string? ColumnName(ExpressionSyntax expression) => OperandChain.Unwrap(expression) is NameExpressionSyntax name ? name.Name.Text : null;

    private static bool IsClock(ExpressionSyntax expression, RuleQuery query) =>
        Looked(expression, query).DescendantsAndSelf().Any(n => n is CallSyntax { Function.Text: "ago" or "now" });

    /// <summary>A name of a let statement stands for its value: <c>let start = ago(1d)</c>.</summary>
    private static ExpressionSyntax Looked(ExpressionSyntax expression, RuleQuery query) =>
        OperandChain.Unwrap(expression) is NameExpressionSyntax name && query.Let(name.Name.Text) is { } value ? value : expression;

    private static TimeSpan? Back(ExpressionSyntax expression, RuleQuery query) => OperandChain.Unwrap(Looked(expression, query)) switch
    {
        CallSyntax { Function.Text: "ago", Arguments: [var length] } => query.LengthOf(length),
        BinarySyntax { Operator: BinaryOperator.Subtract, Left: CallSyntax { Function.Text: "now" }, Right: var length } => query.LengthOf(length),
        CallSyntax { Function.Text: "startofday" or "startofweek" or "startofmonth" or "bin", Arguments: [var inner, ..] } => Back(inner, query),
        BinarySyntax { Operator: BinaryOperator.Subtract } difference => Back(difference.Left, query) + query.LengthOf(difference.Right),
        _ => null,
    };
}
