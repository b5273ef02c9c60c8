using System.Numerics;

namespace Tocsin.Functions.Series;

/// <summary>The autocorrelation of a centred series, up to half its length, in the ways it can be normalised.</summary>
internal readonly ref struct Autocorrelation
{
    // Below this length the plain sums are quicker than three Fourier transforms.
    private const int DirectLength = 128;

    private readonly ReadOnlySpan<double> _sums;
    private readonly ReadOnlySpan<double> _totals;
    private readonly ReadOnlySpan<double> _squares;
    private readonly int _length;
    private readonly bool _isFlat;

    /// <summary>Computes into <paramref name="room"/>, which holds <see cref="Room"/> numbers and must outlive this.</summary>
    /// <param name="centred">The series around its mean or line.</param>
    /// <param name="noise">What rounding can amount to in an element: a series of no more is flat and has no hills.</param>
    /// <param name="room">Where the sums go.</param>
    public Autocorrelation(ReadOnlySpan<double> centred, double noise, Span<double> room)
    {
        _length = centred.Length;
        int lags = (_length / 2) + 2;
        Span<double> sums = room[..lags];
        Span<double> totals = room.Slice(lags, _length + 1);
        Span<double> squares = room.Slice(lags + _length + 1, _length + 1);
        if (_length <= DirectLength)
        {
            SumDirectly(centred, sums);
        }
        else
        {
            SumByTransform(centred, sums);
        }

        totals[0] = 0;
        squares[0] = 0;
        for (int i = 0; i < _length; i++)
        {
            totals[i + 1] = totals[i] + centred[i];
            squares[i + 1] = squares[i] + (centred[i] * centred[i]);
        }

        _sums = sums;
        _totals = totals;
        _squares = squares;
        _isFlat = !(sums[0] > noise * noise * _length);
    }

    public static int Room(int length) => (length / 2) + 2 + (2 * (length + 1));

    /// <summary>The sum of products over the sum of squares, damped by the points that the lag loses.</summary>
    public double Damped(int lag) => _sums[lag] / _sums[0];

    /// <summary>A positive local maximum.</summary>
    public bool IsHill(int lag) =>
        !_isFlat && _sums[lag] > 0 && _sums[lag] > _sums[lag - 1] && _sums[lag] >= _sums[lag + 1];

    /// <summary>The largest positive value within a fifth of the lag to either side, so that a slope or side lobe is none.</summary>
    public bool IsSummit(int lag)
    {
        if (!IsHill(lag))
        {
            return false;
        }

        int margin = Math.Max(1, lag / 5);
        for (int k = Math.Max(1, lag - margin); k <= Math.Min(_sums.Length - 1, lag + margin); k++)
        {
            if (_sums[k] > _sums[lag])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The greatest of the usual normalisations that make up for the lost points.</summary>
    public double Undamped(int lag)
    {
        int pairs = _length - lag;
        double head = _squares[pairs];
        double tail = _squares[_length] - _squares[lag];
        double headTotal = _totals[pairs];
        double tailTotal = _totals[_length] - _totals[lag];
        double unbiased = Damped(lag) * _length / pairs;
        double overlap = _sums[lag] / Math.Sqrt(head * tail);
        double pearson = (_sums[lag] - (headTotal * tailTotal / pairs))
            / Math.Sqrt((head - (headTotal * headTotal / pairs)) * (tail - (tailTotal * tailTotal / pairs)));
        return MaxNumber(unbiased, MaxNumber(overlap, pearson));
    }

    private static double MaxNumber(double a, double b) => double.MaxNumber(a, b);

    private static void SumDirectly(ReadOnlySpan<double> centred, Span<double> sums)
    {
        for (int lag = 0; lag < sums.Length; lag++)
        {
            double sum = 0;
            for (int i = lag; i < centred.Length; i++)
            {
                sum += centred[i] * centred[i - lag];
            }

            sums[lag] = sum;
        }
    }

    private static void SumByTransform(ReadOnlySpan<double> centred, Span<double> sums)
    {
        int padded = (int)BitOperations.RoundUpToPowerOf2((uint)(centred.Length + sums.Length));
        using SeriesScratch scratch = new(2 * padded);
        scratch.Span.Clear();
        Span<double> re = scratch.Span[..padded];
        Span<double> im = scratch.Span[padded..];
        centred.CopyTo(re);
        FastFourier.Transform(re, im, inverse: false);
        for (int i = 0; i < padded; i++)
        {
            re[i] = (re[i] * re[i]) + (im[i] * im[i]);
        }

        im.Clear();
        FastFourier.Transform(re, im, inverse: true);
        for (int lag = 0; lag < sums.Length; lag++)
        {
            sums[lag] = re[lag] / padded;
        }
    }
}
