using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>The time from first to last over the number of events, taken for the interval of a timer.</summary>
internal sealed class AverageLint : Lint
{
    private static readonly string[] Conversions = ["toreal", "todouble", "tolong", "toint", "abs", "round"];

    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7021", DiagnosticSeverity.Warning, "'{0}' is an average, the time from first to last over the number of events: it says nothing of how regular they are.",
        "Measure the intervals themselves: sort by time, take each from prev(), then compare stdev(), percentiles or the share near the median.");

    public override string Explanation =>
        "Two bursts an hour apart have the same average interval as a timer; so has any busy process that ran for long enough. Beacons are told by how little their intervals differ.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        foreach (var (pipeline, index, operation) in context.Operators)
        {
            foreach (var division in LintContext.Own(operation).OfType<BinarySyntax>().Where(b => b.Operator == BinaryOperator.Divide))
            {
                var columns = pipeline.Definitions[index];
                if (IsSpan(division.Left, columns) && IsCount(division.Right, columns))
                {
                    yield return At(context, division.Span, Quote(context, division.Span));
                }
            }
        }
    }

    /// <summary>The computation behind an expression, with the columns that it is about.</summary>
    private static (ExpressionSyntax Expression, ColumnDefinitions Columns) Behind(ExpressionSyntax expression, ColumnDefinitions columns)
    {
        while (true)
        {
            expression = OperandChain.Unwrap(expression);
            if (expression is CallSyntax { Arguments: [var argument, ..] } call && Conversions.Contains(call.Function.Text, StringComparer.Ordinal))
            {
                expression = argument;
            }
            else if (columns.Resolve(expression) is { } definition)
            {
                (expression, columns) = (definition.Expression, definition.Scope);
            }
            else
            {
                return (expression, columns);
            }
        }
    }

    private static bool IsSpan(ExpressionSyntax expression, ColumnDefinitions columns)
    {
        var (value, scope) = Behind(expression, columns);
        return value switch
        {
            CallSyntax { Function.Text: "datetime_diff", Arguments: [_, var last, var first] } => Is(last, scope, "max") && Is(first, scope, "min"),
            BinarySyntax { Operator: BinaryOperator.Subtract } difference => Is(difference.Left, scope, "max") && Is(difference.Right, scope, "min"),
            BinarySyntax { Operator: BinaryOperator.Divide, Right: LiteralSyntax } inUnits => IsSpan(inUnits.Left, scope),
            _ => false,
        };
    }

    private static bool IsCount(ExpressionSyntax expression, ColumnDefinitions columns)
    {
        var (value, scope) = Behind(expression, columns);
        return value switch
        {
            CallSyntax { Function.Text: "count" or "countif" } => true,
            BinarySyntax { Operator: BinaryOperator.Subtract, Right: LiteralSyntax } less => IsCount(less.Left, scope),
            _ => false,
        };
    }

    private static bool Is(ExpressionSyntax expression, ColumnDefinitions columns, string aggregate) =>
        Behind(expression, columns).Expression is CallSyntax call && call.Function.Text.Equals(aggregate, StringComparison.Ordinal);
}
