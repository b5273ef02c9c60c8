using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Catalogue;
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
        if (_probe is not { } probe || constant is BoundLiteral or BoundTypeLiteral || !constant.IsConstant)
        {
            return constant;
        }

        var text = constant.Type.Kind == KqlType.String ? constant : Call("tostring", constant.Span, constant);
        return probe(new BoundRows([new ColumnSymbol("value", KqlType.String)], [[text]], constant.Span)) is { Fault: null, Values: [var value] }
            && LiteralOf(value, constant.Type.Kind) is { } literal
            ? new BoundLiteral(literal, DynamicContents.OfLiteral(literal, constant.Type.Kind), constant.Span)
            : constant;
    }

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
