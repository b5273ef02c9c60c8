using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Series;

/// <summary>The functions series_add(), _subtract(), _multiply(), _divide() and _pow().</summary>
public enum SeriesArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Pow,
}

/// <summary>
/// Element-wise arithmetic. Null or absent on either side yields null. Series of longs stay long, save for division and powers,
/// which are always real. https://learn.microsoft.com/kusto/query/series-divide-function
/// </summary>
public static class SeriesArithmetic
{
    private interface IOperation<T>
    {
        static abstract T Apply(T left, T right);
    }

    /// <summary>Whether the operator on two series of longs yields longs.</summary>
    public static bool KeepsLong(SeriesArithmeticOperator @operator) =>
        @operator is not (SeriesArithmeticOperator.Divide or SeriesArithmeticOperator.Pow);

    /// <summary>Fills as many elements as <see cref="SeriesOperand{T}.LengthWith"/> says.</summary>
    public static void Apply(
        SeriesArithmeticOperator @operator, SeriesOperand<double> left, SeriesOperand<double> right, Span<double> result)
    {
        switch (@operator)
        {
            case SeriesArithmeticOperator.Add:
                Run<double, RealElement, Addition<double>>(left, right, result);
                break;
            case SeriesArithmeticOperator.Subtract:
                Run<double, RealElement, Subtraction<double>>(left, right, result);
                break;
            case SeriesArithmeticOperator.Multiply:
                Run<double, RealElement, Multiplication<double>>(left, right, result);
                break;
            case SeriesArithmeticOperator.Divide:
                Run<double, RealElement, Division>(left, right, result);
                break;
            case SeriesArithmeticOperator.Pow:
                Run<double, RealElement, Power>(left, right, result);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(@operator));
        }
    }

    /// <summary>The same on longs, wrapping on overflow, for the operators that keep them.</summary>
    public static void Apply(
        SeriesArithmeticOperator @operator, SeriesOperand<long> left, SeriesOperand<long> right, Span<long> result)
    {
        switch (@operator)
        {
            case SeriesArithmeticOperator.Add:
                Run<long, LongElement, Addition<long>>(left, right, result);
                break;
            case SeriesArithmeticOperator.Subtract:
                Run<long, LongElement, Subtraction<long>>(left, right, result);
                break;
            case SeriesArithmeticOperator.Multiply:
                Run<long, LongElement, Multiplication<long>>(left, right, result);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(@operator), "The operator yields reals.");
        }
    }

    private static void Run<T, TElement, TOperation>(SeriesOperand<T> left, SeriesOperand<T> right, Span<T> result)
        where T : struct
        where TElement : ISeriesElement<T>
        where TOperation : IOperation<T>
    {
        int length = left.LengthWith(right);
        T missing = TElement.Null;
        for (int i = 0; i < length; i++)
        {
            T a = left.At(i, missing);
            T b = right.At(i, missing);
            result[i] = TElement.IsNull(a) || TElement.IsNull(b) ? missing : TOperation.Apply(a, b);
        }
    }

    private readonly struct Addition<T> : IOperation<T>
        where T : IAdditionOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply(T left, T right) => unchecked(left + right);
    }

    private readonly struct Subtraction<T> : IOperation<T>
        where T : ISubtractionOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply(T left, T right) => unchecked(left - right);
    }

    private readonly struct Multiplication<T> : IOperation<T>
        where T : IMultiplyOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply(T left, T right) => unchecked(left * right);
    }

    private readonly struct Division : IOperation<double>
    {
        public static double Apply(double left, double right) => left / right;
    }

    private readonly struct Power : IOperation<double>
    {
        public static double Apply(double left, double right) => Math.Pow(left, right);
    }
}
