using Shouldly;
using Tocsin.Functions.Series;
using Xunit;

namespace Tocsin.Functions.Tests.Series;

/// <summary>Runs every line of Cases/*.cases. Adding a case needs no C#; adding a function needs an entry in the table.</summary>
public sealed class SeriesGoldenTests
{
    public static TheoryData<string, string> Lines()
    {
        TheoryData<string, string> lines = [];
        foreach ((string line, string source) in SeriesCase.All())
        {
            lines.Add(line, source);
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_case_yields_its_results(string line, string source)
    {
        SeriesCase example = SeriesCase.Parse(line);
        (List<object?> actual, SeriesCaveats caveats) = SeriesFunctionTable.Evaluate(example);
        actual.Count.ShouldBe(example.Results.Count, source);
        for (int i = 0; i < actual.Count; i++)
        {
            ShouldMatch(actual[i], example.Results[i], example.IsApproximate, $"{source}, result {i}");
        }

        caveats.ShouldBe(example.Caveats, source);
    }

    private static void ShouldMatch(object? actual, object? expected, bool approximate, string place)
    {
        switch (expected, actual)
        {
            case (double[] wanted, double[] have):
                string shown = $"{place}: [{string.Join(", ", have)}]";
                have.Length.ShouldBe(wanted.Length, shown);
                for (int i = 0; i < wanted.Length; i++)
                {
                    Same(have[i], wanted[i], approximate).ShouldBeTrue($"{shown} at {i}, wanted {wanted[i]}");
                }

                break;
            case (double wanted, double have):
                Same(have, wanted, approximate).ShouldBeTrue($"{place}: {have:R}, wanted {wanted:R}");
                break;
            case (null, double have):
                SeriesNull.IsNull(have).ShouldBeTrue(place);
                break;
            default:
                actual.ShouldBe(expected, place);
                break;
        }
    }

    private static bool Same(double actual, double expected, bool approximate)
    {
        if (SeriesNull.IsNull(expected) || SeriesNull.IsNull(actual))
        {
            return SeriesNull.IsNull(expected) && SeriesNull.IsNull(actual);
        }

        return actual.Equals(expected) || actual == expected || (approximate && Math.Abs(actual - expected) <= Unit(expected));
    }

    /// <summary>One unit of the last decimal that is written.</summary>
    private static double Unit(double expected)
    {
        string text = expected.ToString(System.Globalization.CultureInfo.InvariantCulture);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return Math.Pow(10, point < 0 ? 0 : point + 1 - text.Length) * 1.0000001;
    }
}
