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
            return ([isLong ? FillLongs(name, example) : FillReals(name, example)], SeriesCaveats.None);
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

    private static double[] FillReals(string name, SeriesCase example)
    {
        double[] series = example.Array(0);
        double[] result = new double[series.Length];
        switch (name)
        {
            case "fillconst":
                SeriesFill.Constant(series, result, example.Number(1, 0), Optional(example, 2));
                break;
            case "fillforward":
                SeriesFill.Forward(series, result, Optional(example, 1));
                break;
            case "fillbackward":
                SeriesFill.Backward(series, result, Optional(example, 1));
                break;
            default:
                double constant = example.Arguments.Count > 3 ? Optional(example, 3) ?? SeriesNull.Real : 0;
                SeriesFill.Linear(series, result, Optional(example, 1), example.Bool(2) ?? true, constant);
                break;
        }

        return result;
    }

    private static double[] FillLongs(string name, SeriesCase example)
    {
        long[] series = ToLongs(example.Array(0));
        long[] result = new long[series.Length];
        switch (name)
        {
            case "fillconst":
                SeriesFill.Constant(series, result, (long)example.Number(1, 0), (long?)Optional(example, 2));
                break;
            case "fillforward":
                SeriesFill.Forward(series, result, (long?)Optional(example, 1));
                break;
            case "fillbackward":
                SeriesFill.Backward(series, result, (long?)Optional(example, 1));
                break;
            default:
                SeriesFill.Linear(series, result, (long?)Optional(example, 1), example.Bool(2) ?? true);
                break;
        }

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
