namespace Tocsin.Functions.Series;

/// <summary>
/// Why an answer may differ from Kusto's. Each flag names a point that neither the documentation nor recorded answers of the
/// engine settle and on which this answer depends. <see cref="None"/> says that the answer rests on evidence alone.
/// </summary>
[Flags]
public enum SeriesCaveats
{
    None = 0,

    /// <summary>Kusto does not publish how it scores a period, and plausible scores disagree on this series.</summary>
    SeasonalityDetection = 1,

    /// <summary>The period found is as good as certain; the number given as its score is an estimate.</summary>
    PeriodScore = 1 << 1,

    /// <summary>The percentiles that fence outliers coincide, so that scores divide by zero (or by rounding noise).</summary>
    ZeroSpread = 1 << 2,

    /// <summary>The series holds null, NaN or infinite elements, which the documentation leaves undefined here.</summary>
    NonFiniteElements = 1 << 3,

    /// <summary>Scores of a series with test points: whether these count towards the percentiles is not documented.</summary>
    TestPointScores = 1 << 4,

    /// <summary>The period is longer than the points to learn from: some phases have nothing to learn from.</summary>
    UnlearntPhase = 1 << 5,

    /// <summary>A ratio of variances or of sums is 0/0: a constant series, or fewer points than parameters.</summary>
    Degenerate = 1 << 6,

    /// <summary>Which of the two segments owns the split point, and where the right line counts x from, is not documented.</summary>
    SegmentConvention = 1 << 7,

    /// <summary>A centred filter of even length: which of its two middle coefficients meets the point is not documented.</summary>
    EvenCentredFilter = 1 << 8,
}
