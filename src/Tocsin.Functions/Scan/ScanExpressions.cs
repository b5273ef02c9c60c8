using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tocsin.Functions.Scan;

/// <summary>
/// Expressions of a scan program: JSON arrays of an operator and its operands, under SQL's rules for null, since they
/// come from the same lowering that other expressions go through.
/// </summary>
internal static class ScanExpressions
{
    private delegate int Comparison(ScanFrame frame, ScanValue left, ScanValue right);

    /// <exception cref="NotSupportedException">An operator is not known here: the compiler's table and this one differ.</exception>
    public static ScanEvaluation Read(JsonElement expression, ScanFrame frame)
    {
        var name = expression[0].GetString()!;
        return name switch
        {
            "row" => RowValue(expression[1].GetInt32()),
            "state" => StateValue(expression[1].GetInt32()),
            "null" => Constant(ScanValue.Null),
            "integer" => Constant(ScanValue.Of(expression[1].GetInt64())),
            "real" => Constant(ScanValue.Of(double.Parse(expression[1].GetString()!, CultureInfo.InvariantCulture))),
            "text" => Constant(frame.Add(Encoding.UTF8.GetBytes(expression[1].GetString()!))),
            _ => Operation(name, [.. expression.EnumerateArray().Skip(1).Select(operand => Read(operand, frame))]),
        };
    }

    private static ScanEvaluation RowValue(int index) => frame => frame.Row[index];

    private static ScanEvaluation StateValue(int index) => frame => frame.State[index];

    private static ScanEvaluation Constant(ScanValue value) => _ => value;

    private static ScanEvaluation Operation(string name, ScanEvaluation[] operands)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (operation, kind) = colon < 0 ? (name, string.Empty) : (name[..colon], name[(colon + 1)..]);
        return operation switch
        {
            "and" => And(operands),
            "or" => Or(operands),
            "not" => Not(operands[0]),
            "is_null" => frame => ScanValue.Of(!operands[0](frame).HasValue),
            "is_not_null" => frame => ScanValue.Of(operands[0](frame).HasValue),
            "case" => Case(operands),
            "coalesce" => Coalesce(operands),
            "equal" => Compared(operands, Order(kind), order => order == 0),
            "not_equal" => Compared(operands, Order(kind), order => order != 0),
            "less" => Compared(operands, Order(kind), order => order < 0),
            "less_or_equal" => Compared(operands, Order(kind), order => order <= 0),
            "greater" => Compared(operands, Order(kind), order => order > 0),
            "greater_or_equal" => Compared(operands, Order(kind), order => order >= 0),
            "not_distinct" => Distinction(operands, Order(kind), isDistinct: false),
            "distinct" => Distinction(operands, Order(kind), isDistinct: true),
            "in" => In(operands, Order(kind)),
            "greatest" => Extreme(operands, Order(kind), sign: 1),
            "least" => Extreme(operands, Order(kind), sign: -1),
            "nullif" => NullIf(operands, Order(kind)),
            "add" => Calculation(operands, kind, (a, b) => a + b, (a, b) => checked(a + b)),
            "subtract" => Calculation(operands, kind, (a, b) => a - b, (a, b) => checked(a - b)),
            "multiply" => Calculation(operands, kind, (a, b) => a * b, (a, b) => checked(a * b)),
            "divide" => Calculation(operands, kind, (a, b) => a / b, (a, b) => a / b),
            "negate" => Negation(operands[0], kind),
            "integer_to_real" => frame => operands[0](frame) is { HasValue: true } value ? ScanValue.Of((double)value.Bits) : ScanValue.Null,
            _ => ScanFunctions.Make(name, operands) ?? throw new NotSupportedException($"scan has no function {name}."),
        };
    }

    private static ScanEvaluation And(ScanEvaluation[] operands) => frame =>
    {
        var isKnown = true;
        foreach (var operand in operands)
        {
            var value = operand(frame);
            if (value is { HasValue: true, Bits: 0 })
            {
                return value;
            }

            isKnown &= value.HasValue;
        }

        return isKnown ? ScanValue.Of(true) : ScanValue.Null;
    };

    private static ScanEvaluation Or(ScanEvaluation[] operands) => frame =>
    {
        var isKnown = true;
        foreach (var operand in operands)
        {
            var value = operand(frame);
            if (value.IsTrue)
            {
                return value;
            }

            isKnown &= value.HasValue;
        }

        return isKnown ? ScanValue.Of(false) : ScanValue.Null;
    };

    private static ScanEvaluation Not(ScanEvaluation operand) => frame =>
        operand(frame) is { HasValue: true } value ? ScanValue.Of(value.Bits == 0) : ScanValue.Null;

    /// <summary>Condition, result, condition, result…, and what stands where no condition is true.</summary>
    private static ScanEvaluation Case(ScanEvaluation[] operands) => frame =>
    {
        for (var i = 0; i + 1 < operands.Length; i += 2)
        {
            if (operands[i](frame).IsTrue)
            {
                return operands[i + 1](frame);
            }
        }

        return operands[^1](frame);
    };

    private static ScanEvaluation Coalesce(ScanEvaluation[] operands) => frame =>
    {
        foreach (var operand in operands)
        {
            if (operand(frame) is { HasValue: true } value)
            {
                return value;
            }
        }

        return ScanValue.Null;
    };

    /// <summary>The order of the database: NaN equals NaN and is above all numbers; texts go by their bytes.</summary>
    private static Comparison Order(string kind) => kind switch
    {
        "real" => (_, a, b) => CompareReals(a.Real, b.Real),
        "text" => (frame, a, b) => frame.Text(a).SequenceCompareTo(frame.Text(b)),
        _ => (_, a, b) => a.Bits.CompareTo(b.Bits),
    };

    private static int CompareReals(double left, double right) => (double.IsNaN(left), double.IsNaN(right)) switch
    {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => -1,
        _ => left < right ? -1 : left > right ? 1 : 0,
    };

    private static ScanEvaluation Compared(ScanEvaluation[] operands, Comparison order, Func<int, bool> holds)
    {
        var (left, right) = (operands[0], operands[1]);
        return frame => left(frame) is { HasValue: true } a && right(frame) is { HasValue: true } b
            ? ScanValue.Of(holds(order(frame, a, b)))
            : ScanValue.Null;
    }

    private static ScanEvaluation Distinction(ScanEvaluation[] operands, Comparison order, bool isDistinct) => frame =>
    {
        var (left, right) = (operands[0](frame), operands[1](frame));
        var isSame = left.HasValue && right.HasValue ? order(frame, left, right) == 0 : left.HasValue == right.HasValue;
        return ScanValue.Of(isSame != isDistinct);
    };

    private static ScanEvaluation In(ScanEvaluation[] operands, Comparison order) => frame =>
    {
        var value = operands[0](frame);
        if (!value.HasValue)
        {
            return ScanValue.Null;
        }

        var isKnown = true;
        for (var i = 1; i < operands.Length; i++)
        {
            var item = operands[i](frame);
            if (item.HasValue && order(frame, value, item) == 0)
            {
                return ScanValue.Of(true);
            }

            isKnown &= item.HasValue;
        }

        return isKnown ? ScanValue.Of(false) : ScanValue.Null;
    };

    /// <summary>Nulls are left out, as the database's greatest() and least() do.</summary>
    private static ScanEvaluation Extreme(ScanEvaluation[] operands, Comparison order, int sign) => frame =>
    {
        var best = ScanValue.Null;
        foreach (var operand in operands)
        {
            var value = operand(frame);
            if (value.HasValue && (!best.HasValue || order(frame, value, best) * sign > 0))
            {
                best = value;
            }
        }

        return best;
    };

    private static ScanEvaluation NullIf(ScanEvaluation[] operands, Comparison order) => frame =>
    {
        var (left, right) = (operands[0](frame), operands[1](frame));
        return left.HasValue && right.HasValue && order(frame, left, right) == 0 ? ScanValue.Null : left;
    };

    private static ScanEvaluation Calculation(ScanEvaluation[] operands, string kind, Func<double, double, double> ofReals, Func<long, long, long> ofIntegers)
    {
        var (left, right) = (operands[0], operands[1]);
        return kind == "real"
            ? frame => left(frame) is { HasValue: true } a && right(frame) is { HasValue: true } b ? ScanValue.Of(ofReals(a.Real, b.Real)) : ScanValue.Null
            : frame => left(frame) is { HasValue: true } a && right(frame) is { HasValue: true } b ? ScanValue.Of(ofIntegers(a.Bits, b.Bits)) : ScanValue.Null;
    }

    private static ScanEvaluation Negation(ScanEvaluation operand, string kind) => kind == "real"
        ? frame => operand(frame) is { HasValue: true } value ? ScanValue.Of(-value.Real) : ScanValue.Null
        : frame => operand(frame) is { HasValue: true } value ? ScanValue.Of(unchecked(-value.Bits)) : ScanValue.Null;
}
