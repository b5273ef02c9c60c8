using Tocsin.DuckDb;
using Tocsin.Functions.Series;

namespace Tocsin.Engine.Kernels;

/// <summary>Says, in words, on what an answer of a series function rests beside evidence.</summary>
internal static class SeriesNotes
{
    private static readonly (SeriesCaveats Caveat, string Text)[] Texts =
    [
        (SeriesCaveats.SeasonalityDetection, "Kusto does not publish how it scores a period; it may detect another one, or none. Give the period to be sure."),
        (SeriesCaveats.PeriodScore, "Kusto does not publish how it scores a period; the scores are estimates."),
        (SeriesCaveats.ZeroSpread, "the percentiles between which values are normal coincide; what Kusto then scores is not known."),
        (SeriesCaveats.NonFiniteElements, "the series holds null, NaN or infinite elements, for which Kusto documents no answer."),
        (SeriesCaveats.TestPointScores, "whether test points count towards the percentiles is not documented; here they do."),
        (SeriesCaveats.UnlearntPhase, "the period is longer than the points to learn from."),
        (SeriesCaveats.Degenerate, "the series is constant or has fewer points than the fit has parameters."),
        (SeriesCaveats.SegmentConvention, "to which of the two lines the split point belongs is not documented."),
        (SeriesCaveats.EvenCentredFilter, "which of the two middle coefficients of a centred filter meets the point is not documented."),
    ];

    /// <summary>Notes what is to be said of one answer; nothing where it rests on evidence alone.</summary>
    public static void Add(string function, SeriesCaveats caveats)
    {
        if (caveats == SeriesCaveats.None)
        {
            return;
        }

        foreach (var (caveat, text) in Texts)
        {
            if ((caveats & caveat) != SeriesCaveats.None)
            {
                FunctionNotes.Add($"{function}(): {text}");
            }
        }
    }
}
