using System.Runtime.InteropServices;

namespace Tocsin.Functions.Series;

/// <summary>
/// A straight line over positions 1, 2, 3…: series_fit_line()'s page prints an interception of −1.666 beside a slope of 2.730 and
/// a first value of 1.064.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Line(double Slope, double Interception)
{
    /// <summary>The line's value beside the element with that index, which counts from 0.</summary>
    public double At(int index) => (Slope * (index + 1.0)) + Interception;

    /// <summary>The least-squares line through the elements; level through a single one.</summary>
    internal static Line Fit(ReadOnlySpan<double> series)
    {
        double middle = (series.Length - 1) / 2.0;
        double mean = SeriesSums.Mean(series);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < series.Length; i++)
        {
            double offset = i - middle;
            products += offset * (series[i] - mean);
            squares += offset * offset;
        }

        double slope = squares == 0 ? 0 : products / squares;
        return new Line(slope, mean - (slope * (middle + 1)));
    }
}
