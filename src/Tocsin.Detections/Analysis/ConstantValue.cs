using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Analysis;

/// <summary>A value that a query's text settles.</summary>
/// <param name="Type">The KQL type.</param>
/// <param name="Value">In the representation of <see cref="LiteralSyntax.Value"/>.</param>
/// <param name="Name">The let statement that the value comes from, or null.</param>
public sealed record ConstantValue(KqlType Type, object? Value, string? Name = null)
{
    /// <summary>The value as people read it: texts without quotes, timespans as <c>24h</c>.</summary>
    public string Text => Value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long ticks when Type == KqlType.TimeSpan => TimeSpanText(ticks),
        long ticks when Type == KqlType.DateTime => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        DynamicLiteral dynamic => DynamicText(dynamic),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>Numbers, times and truth values as one kind of number; null for what has no order.</summary>
    internal decimal? Number => Value switch
    {
        int n => n,
        long n => n,
        decimal n => n,
        double n when double.IsFinite(n) && Math.Abs(n) < 1e28 => (decimal)n,
        bool b => b ? 1 : 0,
        _ => null,
    };

    /// <summary>Equal for values that KQL's == takes for the same.</summary>
    internal string Key(bool ignoresCase) => Value switch
    {
        string text => "s:" + (ignoresCase ? text.ToLowerInvariant() : text),
        _ when Number is { } number => "n:" + number.ToString("G29", CultureInfo.InvariantCulture),
        null => "null",
        _ => "o:" + Text,
    };

    /// <summary>The items of a dynamic array; a value of another kind alone.</summary>
    internal IEnumerable<ConstantValue> Items() => Value switch
    {
        DynamicArray array => array.Items.Select(i => i is DynamicScalar scalar ? new ConstantValue(scalar.Type, scalar.Value, Name) : new ConstantValue(KqlType.Dynamic, i, Name)),
        DynamicScalar scalar => [new ConstantValue(scalar.Type, scalar.Value, Name)],
        _ => [this],
    };

    internal static string TimeSpanText(long ticks)
    {
        ReadOnlySpan<(long Ticks, string Unit)> units =
        [
            (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"),
            (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"),
        ];
        foreach (var (size, unit) in units)
        {
            if (ticks != 0 && ticks % size == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{ticks / size}{unit}");
            }
        }

        return new TimeSpan(ticks).ToString("c", CultureInfo.InvariantCulture);
    }

    private static string DynamicText(DynamicLiteral literal) => literal switch
    {
        DynamicArray array => string.Join(", ", array.Items.Select(DynamicText)),
        DynamicBag bag => "{" + string.Join(", ", bag.Properties.Select(p => $"{p.Key}: {DynamicText(p.Value)}")) + "}",
        DynamicScalar scalar => new ConstantValue(scalar.Type, scalar.Value).Text,
        _ => "",
    };
}

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
            NameExpressionSyntax name when _lets.TryGetValue(name.Name.Text, out var let) => Evaluate(let) is { } known ? known with { Name = name.Name.Text } : null,
            BinarySyntax binary => Arithmetic(binary),
            CallSyntax { Arguments: [var argument] } call => Converted(call.Function.Text, Evaluate(argument)),
            _ => null,
        };
        _depth--;
        return value;
    }

    /// <summary>All items of a list operator's right side, arrays unpacked; null where one of them is no constant.</summary>
    public ImmutableArray<ConstantValue>? Items(ImmutableArray<ExpressionSyntax> list)
    {
        var items = ImmutableArray.CreateBuilder<ConstantValue>();
        foreach (var expression in list)
        {
            if (Evaluate(expression) is not { } value)
            {
                return null;
            }

            items.AddRange(value.Items());
        }

        return items.ToImmutable();
    }

    private static ConstantValue? Negated(ConstantValue? value) => value?.Value switch
    {
        int n => value with { Value = -n },
        long n => value with { Value = -n },
        double n => value with { Value = -n },
        decimal n => value with { Value = -n },
        _ => null,
    };

    private static ConstantValue? Converted(string function, ConstantValue? value) => (function, value?.Number) switch
    {
        (_, null) => null,
        ("toint" or "tolong", { } n) when Math.Abs(n) < long.MaxValue => new ConstantValue(KqlType.Long, (long)decimal.Truncate(n), value!.Name),
        ("toreal" or "todouble", { } n) => new ConstantValue(KqlType.Real, (double)n, value!.Name),
        _ => null,
    };

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
