namespace Tocsin.Functions.Series;

/// <summary>What the kernels that serve both reals and longs need to know of an element.</summary>
internal interface ISeriesElement<T>
    where T : struct
{
    static abstract T Null { get; }

    static abstract bool IsNull(T value);
}

internal readonly struct RealElement : ISeriesElement<double>
{
    public static double Null => SeriesNull.Real;

    public static bool IsNull(double value) => SeriesNull.IsNull(value);
}

internal readonly struct LongElement : ISeriesElement<long>
{
    public static long Null => SeriesNull.Long;

    public static bool IsNull(long value) => SeriesNull.IsNull(value);
}
