using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Constants whose values a call has to know, such as a pattern that strcat() puts together: the engine computes them
// while the query is bound.
public sealed partial class Binder
{
    private ImmutableArray<BoundExpression> Computed(ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments) =>
        arguments.Any(a => a is not BoundLiteral && a.IsConstant)
            ? [.. arguments.Select((a, i) => parameters[i].IsKnown ? Computed(a) : a)]
            : arguments;

    /// <summary>The literal that a constant comes to; the constant itself where nothing can compute it.</summary>
    private BoundExpression Computed(BoundExpression constant)
    {
        if (constant is BoundLiteral or BoundTypeLiteral || !constant.IsConstant)
        {
            return constant;
        }

        return ComputedText(constant) is { } text && LiteralOf(text, constant.Type.Kind) is { } literal
            ? new BoundLiteral(literal, BoundType.OfLiteral(literal, constant.Type.Kind), constant.Span)
            : constant;
    }

    /// <summary>
    /// A constant that == and in hold against a value of another type becomes that type: EventID == '4688', ResultType == 0.
    /// Kusto's engine does so; texts that stand for no such value are refused, for nothing says what they equal.
    /// </summary>
    private BoundExpression AsTypeOf(BoundExpression constant, BoundExpression value)
    {
        if (!constant.IsConstant || constant is BoundTypeLiteral || Conversion(constant.Type.Kind, value.Type.Kind) is not { } conversion)
        {
            return constant;
        }

        var converted = Call(conversion, constant.Span, constant);
        return value.Type.Kind != KqlType.String && ComputedText(converted) is ""
            ? Refusal(value.Type.Kind, BindingDescriptors.UnsupportedForm, constant.Span, $"{Excerpt(constant.Span)} beside a value of type {value.Type.Kind.Name()}", $"It is no {value.Type.Kind.Name()}. Convert the value with {(constant.Type.Kind == KqlType.String ? "tostring()" : conversion + "()")}.")
            : converted;
    }

    /// <summary>A constant as tostring() gives it, "" for null; null where nothing can compute it.</summary>
    private string? ComputedText(BoundExpression constant)
    {
        var text = constant.Type.Kind == KqlType.String ? constant : Call("tostring", constant.Span, constant);
        return _probe?.Invoke(new BoundRows([new ColumnSymbol("value", KqlType.String)], [[text]], constant.Span)) is { Fault: null, Values: [var value] } ? value : null;
    }

    private static string? Conversion(KqlType constant, KqlType value) => (constant, value) switch
    {
        (KqlType.String, KqlType.Bool) => "tobool",
        (KqlType.String, KqlType.Int) => "toint",
        (KqlType.String, KqlType.Long) => "tolong",
        (KqlType.String, KqlType.Real) => "toreal",
        (KqlType.String, KqlType.Decimal) => "todecimal",
        (KqlType.String, KqlType.DateTime) => "todatetime",
        (KqlType.String, KqlType.TimeSpan) => "totimespan",
        (KqlType.String, KqlType.Guid) => "toguid",

        // A bool as _IsBillable == true, whose column is a string (https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns).
        (KqlType.Bool or KqlType.Int or KqlType.Long or KqlType.Guid, KqlType.String) => "tostring",
        _ => null,
    };

    /// <summary>The value that a constant's text stands for; null for types that are not asked for, and for null itself.</summary>
    private static object? LiteralOf(string text, KqlType type) => type switch
    {
        KqlType.String => text,
        KqlType.Int => int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
        KqlType.Long => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
        KqlType.Real => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
        _ => null,
    };
}
