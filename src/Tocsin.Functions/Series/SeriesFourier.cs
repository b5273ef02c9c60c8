namespace Tocsin.Functions.Series;

/// <summary>
/// series_fft() and series_ifft(): the forward transform unscaled, the inverse divided by the length, so that one undoes the
/// other as documented. https://learn.microsoft.com/kusto/query/series-fft-function
/// </summary>
public static class SeriesFourier
{
    /// <summary>Transforms the parts, of equal length, in place.</summary>
    public static SeriesCaveats Transform(Span<double> real, Span<double> imaginary, bool inverse)
    {
        if (!SeriesNull.AllFinite(real) || !SeriesNull.AllFinite(imaginary))
        {
            real.Fill(SeriesNull.Real);
            imaginary.Fill(SeriesNull.Real);
            return SeriesCaveats.NonFiniteElements;
        }

        FastFourier.Transform(real, imaginary, inverse);
        for (int i = 0; inverse && i < real.Length; i++)
        {
            real[i] /= real.Length;
            imaginary[i] /= real.Length;
        }

        return SeriesCaveats.None;
    }
}
