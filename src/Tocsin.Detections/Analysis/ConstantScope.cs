using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Analysis;

/// <summary>What the scalar let statements of a query stand for, where the text alone settles it.</summary>
internal sealed class ConstantScope
{
    private const int DeepestChain = 64;

    private readonly Dictionary<string, ExpressionSyntax> _lets = new(StringComparer.Ordinal);
    private int _depth;

    public ConstantScope(IEnumerable<LetStatementSyntax> lets)
    {
        foreach (var let in lets)
        {
            _lets[let.Name.Text] = let.Value;
        }
    }

    /// <summary>The value, or null where rows or the clock have a say in it.</summary>
    public ConstantValue? Evaluate(ExpressionSyntax expression)
    {
        if (_depth >= DeepestChain)
        {
            return null;
        }

        _depth++;
        var value = expression switch
        {
            LiteralSyntax literal => new ConstantValue(literal.Type, literal.Value),
            ParenthesizedSyntax inner => Evaluate(inner.Expression),
            UnarySyntax { Operator: UnaryOperator.Minus } unary => Negated(Evaluate(unary.Operand)),
            UnarySyntax unary => Evaluate(unary.Operand),
            NameExpressionSyntax name when _lets.TryGetValue(name.Name.Text, out var let) => Evaluate(let) is { } known ? known with { Name = name.Name.Text } : null,
            BinarySyntax binary => Arithmetic(binary),
            CallSyntax call => Called(call.Function.Text, call.Arguments),
            _ => null,
        };
        _depth--;
        return value;
    }

    /// <summary>All items of a list operator's right side, arrays unpacked; null where one of them is no constant.</summary>
    public ImmutableArray<ConstantValue>? Items(ImmutableArray<ExpressionSyntax> list) =>
        Each(list) is { } values ? [.. values.SelectMany(v => v.Items())] : null;

    private static ConstantValue? Negated(ConstantValue? value) => value?.Value switch
    {
        int n => value with { Value = -n },
        long n => value with { Value = -n },
        double n => value with { Value = -n },
        decimal n => value with { Value = -n },
        _ => null,
    };

    private ConstantValue? Called(string function, ImmutableArray<ExpressionSyntax> arguments) => (function, arguments) switch
    {
        ("toint" or "tolong" or "toreal" or "todouble", [var argument]) => Converted(function, Evaluate(argument)),
        ("pack_array", _) => Each(arguments) is { } items ? new ConstantValue(KqlType.Dynamic, new DynamicArray([.. items.Select(Element)])) : null,
        ("strcat", _) => Texts(arguments) is { } texts ? Text(string.Concat(texts)) : null,
        ("strcat_array", [var list, var separator]) => Texts([list]) is { } texts && Evaluate(separator)?.Value is string between ? Text(string.Join(between, texts)) : null,
        ("replace_string", _) => Texts(arguments) is [var text, { Length: > 0 } old, var value] ? Text(text.Replace(old, value, StringComparison.Ordinal)) : null,
        _ => null,
    };

    private static ConstantValue? Converted(string function, ConstantValue? value) => (function, value?.Number) switch
    {
        (_, null) => null,
        ("toint" or "tolong", { } n) when Math.Abs(n) < long.MaxValue => new ConstantValue(KqlType.Long, (long)decimal.Truncate(n), value!.Name),
        ("toreal" or "todouble", { } n) => new ConstantValue(KqlType.Real, (double)n, value!.Name),
        _ => null,
    };

    private static ConstantValue Text(string text) => new(KqlType.String, text);

    private static DynamicLiteral Element(ConstantValue value) => value.Value as DynamicLiteral ?? new DynamicScalar(value.Type, value.Value);

    private ImmutableArray<ConstantValue>? Each(ImmutableArray<ExpressionSyntax> expressions)
    {
        var values = expressions.Select(Evaluate).ToList();
        return values.TrueForAll(v => v is not null) ? [.. values.Select(v => v!)] : null;
    }

    /// <summary>The items of the arguments where all are text, or null.</summary>
    private ImmutableArray<string>? Texts(ImmutableArray<ExpressionSyntax> arguments) =>
        Items(arguments) is { } items && items.All(i => i.Value is string) ? [.. items.Select(i => (string)i.Value!)] : null;

    /// <summary>Arithmetic of numbers and timespans as https://learn.microsoft.com/kusto/query/numerical-operators has it.</summary>
    private ConstantValue? Arithmetic(BinarySyntax binary)
    {
        if (binary.Operator is not (BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide)
            || Evaluate(binary.Left) is not { Number: { } a } left || Evaluate(binary.Right) is not { Number: { } b } right
            || left.Type == KqlType.Bool || right.Type == KqlType.Bool || (binary.Operator == BinaryOperator.Divide && b == 0))
        {
            return null;
        }

        try
        {
            return ResultType(binary.Operator, left.Type, right.Type) is { } type ? Of(type, Apply(binary.Operator, a, b)) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal Apply(BinaryOperator operation, decimal a, decimal b) => operation switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        _ => a / b,
    };

    private static ConstantValue Of(KqlType type, decimal value) => type switch
    {
        KqlType.Real => new ConstantValue(type, (double)value),
        KqlType.Int => new ConstantValue(type, (int)decimal.Truncate(value)),
        _ => new ConstantValue(type, (long)decimal.Truncate(value)),
    };

    private static KqlType? ResultType(BinaryOperator operation, KqlType left, KqlType right) => (left, right) switch
    {
        (KqlType.TimeSpan, KqlType.TimeSpan) => operation switch { BinaryOperator.Divide => KqlType.Real, BinaryOperator.Multiply => null, _ => KqlType.TimeSpan },
        (KqlType.TimeSpan, _) when right.IsNumeric() => operation is BinaryOperator.Multiply or BinaryOperator.Divide ? KqlType.TimeSpan : null,
        (_, KqlType.TimeSpan) when left.IsNumeric() => operation == BinaryOperator.Multiply ? KqlType.TimeSpan : null,
        _ when !left.IsNumeric() || !right.IsNumeric() || left == KqlType.Decimal || right == KqlType.Decimal => null,
        _ when left == KqlType.Real || right == KqlType.Real => KqlType.Real,
        _ when left == KqlType.Long || right == KqlType.Long => KqlType.Long,
        _ => KqlType.Int,
    };
}
