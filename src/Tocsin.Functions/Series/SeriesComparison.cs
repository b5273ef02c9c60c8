using System.Numerics;

namespace Tocsin.Functions.Series;

/// <summary>The functions series_equals(), _not_equals(), _less(), _less_equals(), _greater() and _greater_equals().</summary>
public enum SeriesComparisonOperator
{
    Equals,
    NotEquals,
    Less,
    LessEquals,
    Greater,
    GreaterEquals,
}

/// <summary>An element of a comparison's result.</summary>
public enum SeriesTruth
{
    Null = -1,
    False = 0,
    True = 1,
}

/// <summary>
/// Element-wise comparison. Null or absent on either side yields null.
/// https://learn.microsoft.com/kusto/query/series-equals-function
/// </summary>
public static class SeriesComparison
{
    /// <summary>Fills as many elements as <see cref="SeriesOperand{T}.LengthWith"/> says.</summary>
    public static void Apply(
        SeriesComparisonOperator @operator, SeriesOperand<double> left, SeriesOperand<double> right, Span<SeriesTruth> result) =>
        Run<double, RealElement>(@operator, left, right, result);

    /// <summary>The same on longs, exact beyond 2⁵³.</summary>
    public static void Apply(
        SeriesComparisonOperator @operator, SeriesOperand<long> left, SeriesOperand<long> right, Span<SeriesTruth> result) =>
        Run<long, LongElement>(@operator, left, right, result);

    private static void Run<T, TElement>(
        SeriesComparisonOperator @operator, SeriesOperand<T> left, SeriesOperand<T> right, Span<SeriesTruth> result)
        where T : struct, IComparisonOperators<T, T, bool>
        where TElement : ISeriesElement<T>
    {
        int length = left.LengthWith(right);
        T missing = TElement.Null;
        for (int i = 0; i < length; i++)
        {
            T a = left.At(i, missing);
            T b = right.At(i, missing);
            result[i] = TElement.IsNull(a) || TElement.IsNull(b) ? SeriesTruth.Null
                : Holds(@operator, a, b) ? SeriesTruth.True
                : SeriesTruth.False;
        }
    }

    private static bool Holds<T>(SeriesComparisonOperator @operator, T left, T right)
        where T : IComparisonOperators<T, T, bool> => @operator switch
        {
            SeriesComparisonOperator.Equals => left == right,
            SeriesComparisonOperator.NotEquals => left != right,
            SeriesComparisonOperator.Less => left < right,
            SeriesComparisonOperator.LessEquals => left <= right,
            SeriesComparisonOperator.Greater => left > right,
            SeriesComparisonOperator.GreaterEquals => left >= right,
        };
}
