using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Printing;

/// <summary>Bound expressions as text for <c>--emit bound</c> and <c>--emit plan</c>: calls in prefix form, conversions shown.</summary>
internal static class ExpressionPrinter
{
    public static string Print(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => Print(literal),
        BoundColumn column => column.Column.Name,
        BoundCall call => $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(Print))})",
        BoundConversion conversion => $"{conversion.Target.Name()}<-{Print(conversion.Operand)}",
        BoundField field => $"{Print(field.Operand)}.{field.Field}",
        BoundUnmatchedString unmatched => $"matched({Print(unmatched.Operand)})",
        BoundInQuery query => $"{(query.IsNegated ? "!in" : "in")}({Print(query.Operand)}, query)",
        BoundScalarQuery => "toscalar(query)",
        BoundAggregate aggregate => $"{aggregate.Function.Name}({string.Join(", ", aggregate.Arguments.Select(Print))})",
        BoundTypeLiteral type => $"typeof({type.Value.Name()})",
        BoundRefusal => "refused",
        BoundError => "error",
        _ => throw new InvalidOperationException($"Bound expression {expression.GetType().Name} has no text."),
    };

    public static string Print(BoundAssignment assignment) =>
        assignment.Expression is BoundColumn column && column.Column == assignment.Column
            ? assignment.Column.Name
            : $"{assignment.Column} = {Print(assignment.Expression)}";

    public static string Print(BoundStep step) =>
        step.Assignments.IsEmpty ? Print(step.Condition) : $"{Print(step.Condition)} => {string.Join(", ", step.Assignments.Select(Print))}";

    private static string Print(BoundLiteral literal) => (literal.Value, literal.Type.Kind) switch
    {
        (null, var kind) => $"{kind.Name()}(null)",
        (long ticks, KqlType.DateTime) => $"datetime({new DateTime(ticks, DateTimeKind.Utc):O})",
        (long ticks, KqlType.TimeSpan) => $"time({new TimeSpan(ticks).ToString("c", CultureInfo.InvariantCulture)})",
        (string text, _) => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'",
        (DynamicLiteral value, _) => $"dynamic({Lowering.DynamicJson.Write(value)})",
        (var value, var kind) => string.Create(CultureInfo.InvariantCulture, $"{kind.Name()}({value})"),
    };
}
