namespace Tocsin.Functions.Series;

/// <summary>The axis of <c>make-series</c>: bins of one length from a start to an end. Source: make-series-operator.md.</summary>
public static class SeriesAxis
{
    /// <summary>What an array of make-series holds at most.</summary>
    public const int MaxLength = 1_048_576;

    /// <summary>How many bins begin before the end, or, where that is inclusive, not after it; null where the step is not positive.</summary>
    public static Int128? Count(long from, long to, long step, bool isInclusive)
    {
        if (step <= 0)
        {
            return null;
        }

        Int128 length = (Int128)to - from;
        Int128 count = isInclusive
            ? (length < 0 ? 0 : (length / step) + 1)
            : (length + step - 1) / step;
        return Int128.Max(count, 0);
    }

    /// <inheritdoc cref="Count(long, long, long, bool)"/>
    public static Int128? Count(double from, double to, double step, bool isInclusive)
    {
        if (!(step > 0) || !double.IsFinite(from) || !double.IsFinite(to))
        {
            return null;
        }

        // Where rounding has the division miss a whole number, the bins decide.
        double count = Math.Max(0, Math.Ceiling((to - from) / step));
        if (count > MaxLength)
        {
            return (Int128)count;
        }

        int bins = (int)count;
        while (bins > 0 && from + ((bins - 1) * step) >= to && !isInclusive)
        {
            bins--;
        }

        while (isInclusive ? from + (bins * step) <= to : from + (bins * step) < to)
        {
            bins++;
        }

        return bins;
    }
}
