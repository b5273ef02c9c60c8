using System.Runtime.InteropServices;

namespace Tocsin.Functions.Series;

/// <summary>A straight line over positions 0, 1, 2…</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Line(double Slope, double Interception)
{
    public double At(int position) => (Slope * position) + Interception;

    /// <summary>The least-squares line through elements at positions 0, 1, 2…; level through a single one.</summary>
    internal static Line Fit(ReadOnlySpan<double> series)
    {
        double middle = (series.Length - 1) / 2.0;
        double sum = 0;
        foreach (double value in series)
        {
            sum += value;
        }

        double mean = sum / series.Length;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < series.Length; i++)
        {
            double offset = i - middle;
            products += offset * (series[i] - mean);
            squares += offset * offset;
        }

        double slope = squares == 0 ? 0 : products / squares;
        return new Line(slope, mean - (slope * middle));
    }
}
