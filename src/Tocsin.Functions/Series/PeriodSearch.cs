namespace Tocsin.Functions.Series;

/// <summary>
/// Scores periods of one series by three views of it: with outliers clipped, which the estimate is taken from, as it is, and
/// without its linear trend. What all views and normalisations agree on is held to be certain.
/// </summary>
internal readonly ref struct PeriodSearch
{
    private const int Undecided = -1;

    private readonly Autocorrelation _clipped;
    private readonly Autocorrelation _centred;
    private readonly Autocorrelation _detrended;
    private readonly int _length;

    /// <summary>Works in <paramref name="scratch"/>, which holds <see cref="Room"/> numbers and must outlive this.</summary>
    public PeriodSearch(ReadOnlySpan<double> series, Span<double> scratch)
    {
        _length = series.Length;
        int room = Autocorrelation.Room(_length);
        Span<double> view = scratch.Slice(3 * room, _length);

        double noise = SeriesSums.RoundingNoise(series);
        Clip(series, view);
        _clipped = new Autocorrelation(view, noise, scratch[..room]);

        SubtractLine(series, view, new Line(0, SeriesSums.Mean(series)));
        _centred = new Autocorrelation(view, noise, scratch.Slice(room, room));

        SubtractLine(series, view, Line.Fit(series));
        _detrended = new Autocorrelation(view, noise, scratch.Slice(2 * room, room));
    }

    public static int Room(int length) => (3 * Autocorrelation.Room(length)) + length;

    /// <summary>Whether any view rises to a hill within the lags.</summary>
    public bool AnyHill(int first, int last)
    {
        for (int lag = first; lag <= last; lag++)
        {
            if (IsHill(lag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The estimated score of a period: 0 unless it tops its surroundings.</summary>
    public double Score(int lag) => _clipped.IsSummit(lag) ? Estimate(lag) : 0;

    /// <summary>The best period that stands out of noise and is no multiple of one taken already; 0 when there is none.</summary>
    public (int Period, double Score) Best(int first, int last, ReadOnlySpan<double> taken)
    {
        (int Period, double Score) best = default;
        double noise = 1.96 / Math.Sqrt(_length);
        for (int lag = first; lag <= last; lag++)
        {
            double score = Score(lag);
            if (score > Math.Max(noise, best.Score) && !RepeatsAny(lag, taken))
            {
                best = (lag, score);
            }
        }

        return best;
    }

    /// <summary>The period that every view would take, 0 when every view would take none, or −1.</summary>
    public int Certainty(int first, int last, double threshold)
    {
        (int period, _) = Best(first, last, []);
        double floor = period == 0 ? 0 : Floor(period);
        bool taken = period > 0 && floor >= threshold;
        for (int lag = first; lag <= last; lag++)
        {
            if (!IsHill(lag) || (taken && Repeats(lag, period)))
            {
                continue;
            }

            if (Ceiling(lag) >= (taken ? floor : threshold))
            {
                return Undecided;
            }
        }

        return taken ? period : 0;
    }

    private static bool RepeatsAny(int lag, ReadOnlySpan<double> taken)
    {
        foreach (double period in taken)
        {
            if (Repeats(lag, (int)period))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the lag is a whole number of periods, give or take one element.</summary>
    private static bool Repeats(int lag, int period)
    {
        int rest = lag % period;
        return lag >= period && (rest <= 1 || rest == period - 1);
    }

    private static void SubtractLine(ReadOnlySpan<double> series, Span<double> view, Line line)
    {
        for (int i = 0; i < view.Length; i++)
        {
            view[i] = series[i] - line.At(i);
        }
    }

    /// <summary>The series within Tukey's fences (unless these coincide), centred.</summary>
    private static void Clip(ReadOnlySpan<double> series, Span<double> view)
    {
        series.CopyTo(view);
        view.Sort();
        double low = view.IsEmpty ? 0 : Percentiles.Linear(view, 0.25);
        double high = view.IsEmpty ? 0 : Percentiles.Linear(view, 0.75);
        double spread = high > low ? 1.5 * (high - low) : double.PositiveInfinity;
        for (int i = 0; i < view.Length; i++)
        {
            view[i] = Math.Clamp(series[i], low - spread, high + spread);
        }

        SubtractLine(view, view, new Line(0, SeriesSums.Mean(view)));
    }

    private bool IsHill(int lag) => _clipped.IsHill(lag) || _centred.IsHill(lag) || _detrended.IsHill(lag);

    private double Estimate(int lag) =>
        Math.Clamp(_clipped.Damped(lag) * Math.Sqrt((double)_length / (_length - lag)), 0, 1);

    private double Floor(int lag) =>
        Math.Min(_clipped.Damped(lag), Math.Min(_centred.Damped(lag), _detrended.Damped(lag)));

    private double Ceiling(int lag) =>
        Math.Max(_clipped.Undamped(lag), Math.Max(_centred.Undamped(lag), _detrended.Undamped(lag)));
}
