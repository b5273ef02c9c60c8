using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Export;

/// <summary>
/// The values of constant expressions: literals, the names of let statements, and arithmetic on both. Values are bool,
/// long, double, string, <see cref="TimeSpan"/>, or a list of these; null where an expression is no such constant.
/// </summary>
internal sealed class QueryConstants
{
    private const int DeepestNesting = 50;

    private readonly Dictionary<string, ExpressionSyntax> _lets = new(StringComparer.Ordinal);
    private int _depth;

    public QueryConstants(SyntaxTree tree)
    {
        foreach (var let in tree.Root.Statements.OfType<LetStatementSyntax>())
        {
            _lets[let.Name.Text] = let.Value;
        }
    }

    /// <summary>What a let statement gives a name to, or null.</summary>
    public ExpressionSyntax? Let(string name) => _lets.GetValueOrDefault(name);

    public object? Evaluate(ExpressionSyntax expression)
    {
        if (_depth >= DeepestNesting)
        {
            return null;
        }

        _depth++;
        try
        {
            return expression switch
            {
                LiteralSyntax { Type: KqlType.TimeSpan, Value: long ticks } => new TimeSpan(ticks),
                LiteralSyntax { Type: KqlType.DateTime } => null,
                LiteralSyntax literal => Value(literal.Value),
                ParenthesizedSyntax p => Evaluate(p.Expression),
                NameExpressionSyntax n when _lets.TryGetValue(n.Name.Text, out var value) => Evaluate(value),
                UnarySyntax u => Negated(u),
                BinarySyntax b => Computed(b),
                CallSyntax { Function.Text: "toint" or "tolong", Arguments: [var argument] } => Evaluate(argument) is double or long ? Convert.ToInt64(Truncated(Evaluate(argument)!)) : null,
                CallSyntax { Function.Text: "todouble" or "toreal", Arguments: [var argument] } => Evaluate(argument) is double or long ? Convert.ToDouble(Evaluate(argument), System.Globalization.CultureInfo.InvariantCulture) : null,
                CallSyntax { Function.Text: "pack_array" } call => List(call.Arguments),
                CallSyntax { Function.Text: "strcat" } call => Texts(call.Arguments) is { } texts ? string.Concat(texts) : null,
                CallSyntax { Function.Text: "strcat_array", Arguments: [var list, var separator] } => Evaluate(list) is ImmutableArray<object> items && Evaluate(separator) is string between && items.All(i => i is string)
                    ? string.Join(between, items)
                    : null,
                CallSyntax { Function.Text: "replace_string" } call => Texts(call.Arguments) is [var text, { Length: > 0 } old, var value] ? text.Replace(old, value, StringComparison.Ordinal) : null,
                _ => null,
            };
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>The values of a list operator's right side: constants, or one list.</summary>
    public ImmutableArray<object>? List(ImmutableArray<ExpressionSyntax> items)
    {
        var values = ImmutableArray.CreateBuilder<object>();
        foreach (var item in items)
        {
            switch (Evaluate(item))
            {
                case null:
                    return null;
                case ImmutableArray<object> list:
                    values.AddRange(list);
                    break;
                case var value:
                    values.Add(value);
                    break;
            }
        }

        return values.ToImmutable();
    }

    /// <summary>Constants that are all text, or null.</summary>
    private ImmutableArray<string>? Texts(ImmutableArray<ExpressionSyntax> arguments) =>
        List(arguments) is { } values && values.All(v => v is string) ? [.. values.Cast<string>()] : null;

    private static double Truncated(object number) => Math.Truncate(Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture));

    private static object? Value(object? value) => value switch
    {
        bool or long or double or string => value,
        int number => (long)number,
        DynamicScalar scalar => Value(scalar.Value),
        DynamicArray array => array.Items.Select(Value).ToList() is var items && items.TrueForAll(i => i is not null)
            ? ImmutableArray.CreateRange(items.Select(i => i!))
            : null,
        _ => null,
    };

    private object? Negated(UnarySyntax unary) => (unary.Operator, Evaluate(unary.Operand)) switch
    {
        (UnaryOperator.Plus, var value) => value,
        (_, long number) => -number,
        (_, double number) => -number,
        (_, TimeSpan span) => -span,
        _ => null,
    };

    private object? Computed(BinarySyntax binary) => (Evaluate(binary.Left), Evaluate(binary.Right)) switch
    {
        (long a, long b) => binary.Operator switch
        {
            BinaryOperator.Add => a + b,
            BinaryOperator.Subtract => a - b,
            BinaryOperator.Multiply => a * b,
            BinaryOperator.Divide when b != 0 => a / b,
            _ => null,
        },
        (TimeSpan a, TimeSpan b) => binary.Operator switch
        {
            BinaryOperator.Add => a + b,
            BinaryOperator.Subtract => a - b,
            BinaryOperator.Divide when b != TimeSpan.Zero => a / b,
            _ => null,
        },
        (TimeSpan a, long or double) when binary.Operator == BinaryOperator.Multiply => a * Number(binary.Right),
        (long or double, TimeSpan b) when binary.Operator == BinaryOperator.Multiply => b * Number(binary.Left),
        (long or double, long or double) => binary.Operator switch
        {
            BinaryOperator.Add => Number(binary.Left) + Number(binary.Right),
            BinaryOperator.Subtract => Number(binary.Left) - Number(binary.Right),
            BinaryOperator.Multiply => Number(binary.Left) * Number(binary.Right),
            BinaryOperator.Divide when Number(binary.Right) != 0 => Number(binary.Left) / Number(binary.Right),
            _ => null,
        },
        _ => null,
    };

    private double Number(ExpressionSyntax expression) => Convert.ToDouble(Evaluate(expression), System.Globalization.CultureInfo.InvariantCulture);
}
