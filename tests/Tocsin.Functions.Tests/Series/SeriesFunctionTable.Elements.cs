using System.Buffers;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Series;

namespace Tocsin.Functions.Tests.Series;

/// <summary>Fills and element-wise functions. The suffix <c>:long</c> calls the kernel for series of longs.</summary>
internal static partial class SeriesFunctionTable
{
    private static (List<object?> Results, SeriesCaveats Caveats)? EvaluateElements(SeriesCase example)
    {
        string name = example.Function["series_".Length..].Replace("_", "", StringComparison.Ordinal);
        bool isLong = name.EndsWith(":long", StringComparison.Ordinal);
        name = name.Split(':')[0];
        if (name.StartsWith("fill", StringComparison.Ordinal))
        {
            return ([Fill(name, isLong, example)], SeriesCaveats.None);
        }

        if (Enum.TryParse(name, ignoreCase: true, out SeriesArithmeticOperator arithmetic))
        {
            return ([isLong ? Longs(arithmetic, example) : Reals(arithmetic, example)], SeriesCaveats.None);
        }

        if (Enum.TryParse(name, ignoreCase: true, out SeriesComparisonOperator comparison))
        {
            return ([Truths(comparison, example)], SeriesCaveats.None);
        }

        if (Enum.TryParse(name, ignoreCase: true, out SeriesMathFunction function))
        {
            double[] result = new double[example.Array(0).Length];
            SeriesMath.Apply(function, example.Array(0), result);
            return ([result], SeriesCaveats.None);
        }

        return null;
    }

    private static long[] ToLongs(double[] series) =>
        [.. series.Select(v => SeriesNull.IsNull(v) ? SeriesNull.Long : (long)v)];

    private static double[] ToReals(long[] series) =>
        [.. series.Select(v => SeriesNull.IsNull(v) ? SeriesNull.Real : v)];

    private static double? Optional(SeriesCase example, int argument) =>
        argument < example.Arguments.Count ? (double?)example.Arguments[argument] : null;

    private static double[] Fill(string name, bool isLong, SeriesCase example)
    {
        if (name == "filllinear")
        {
            return isLong ? FillLinearLongs(example) : FillLinearReals(example);
        }

        byte[] series = Text(example.Array(0), isLong);
        ArrayBufferWriter<byte> output = new();
        bool isArray = name switch
        {
            "fillconst" => SeriesFill.Constant(series, Text(example.Number(1, 0)), Text(Optional(example, 2)), output),
            "fillforward" => SeriesFill.Forward(series, Text(Optional(example, 1)), output),
            _ => SeriesFill.Backward(series, Text(Optional(example, 1)), output),
        };
        SeriesText filled = new();
        return isArray && filled.TryRead(output.WrittenSpan) ? filled.Reals.ToArray() : [];
    }

    private static byte[] Text(double[] series, bool isLong)
    {
        ArrayBufferWriter<byte> output = new();
        DynamicWriter writer = new(output);
        if (isLong)
        {
            SeriesText.Write(ToLongs(series), ref writer);
        }
        else
        {
            SeriesText.Write(series, ref writer);
        }

        return output.WrittenSpan.ToArray();
    }

    private static byte[] Text(double? number)
    {
        ArrayBufferWriter<byte> output = new();
        if (number is { } value)
        {
            new DynamicWriter(output).WriteReal(value);
        }

        return output.WrittenSpan.ToArray();
    }

    private static double[] FillLinearReals(SeriesCase example)
    {
        double[] result = new double[example.Array(0).Length];
        double constant = example.Arguments.Count > 3 ? Optional(example, 3) ?? SeriesNull.Real : 0;
        SeriesFill.Linear(example.Array(0), result, Optional(example, 1), example.Bool(2) ?? true, constant);
        return result;
    }

    private static double[] FillLinearLongs(SeriesCase example)
    {
        long[] result = new long[example.Array(0).Length];
        SeriesFill.Linear(ToLongs(example.Array(0)), result, (long?)Optional(example, 1), example.Bool(2) ?? true);
        return ToReals(result);
    }

    private static SeriesOperand<double> RealOperand(SeriesCase example, int argument) =>
        example.Arguments[argument] is double[] series ? new(series) : new((double)example.Arguments[argument]!);

    private static SeriesOperand<long> LongOperand(SeriesCase example, int argument) =>
        example.Arguments[argument] is double[] series ? new(ToLongs(series)) : new((long)(double)example.Arguments[argument]!);

    private static double[] Reals(SeriesArithmeticOperator arithmetic, SeriesCase example)
    {
        SeriesOperand<double> left = RealOperand(example, 0);
        SeriesOperand<double> right = RealOperand(example, 1);
        double[] result = new double[left.LengthWith(right)];
        SeriesArithmetic.Apply(arithmetic, left, right, result);
        return result;
    }

    private static double[] Longs(SeriesArithmeticOperator arithmetic, SeriesCase example)
    {
        SeriesOperand<long> left = LongOperand(example, 0);
        SeriesOperand<long> right = LongOperand(example, 1);
        long[] result = new long[left.LengthWith(right)];
        SeriesArithmetic.Apply(arithmetic, left, right, result);
        return ToReals(result);
    }

    private static double[] Truths(SeriesComparisonOperator comparison, SeriesCase example)
    {
        SeriesOperand<double> left = RealOperand(example, 0);
        SeriesOperand<double> right = RealOperand(example, 1);
        SeriesTruth[] result = new SeriesTruth[left.LengthWith(right)];
        SeriesComparison.Apply(comparison, left, right, result);
        return [.. result.Select(t => t == SeriesTruth.Null ? SeriesNull.Real : (int)t)];
    }
}
