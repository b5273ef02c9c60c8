using System.Buffers;
using Shouldly;
using Tocsin.Functions.Patterns;
using Xunit;
using static Tocsin.Functions.Tests.Patterns.PatternTables;

namespace Tocsin.Functions.Tests.Patterns;

// The page's example is tests/corpus/queries/evaluate/diffpatterns.kql.
public sealed class DifferencePatternsTests
{
    private const double Threshold = 0.05;

    /// <summary>Small tables of chance: what is given is counted rightly, the best pattern is among it, and no value more or less is better.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PatternsAreTheBestNearThem(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            int columns = random.Next(1, 5);
            int[][] a = PatternTables.Random(random, columns, most: 20);
            int[][] b = PatternTables.Random(random, columns, most: 20);
            var found = Found(a, b);
            double best = AllPatterns(columns).Max(p => Difference(a, b, p));

            found.Select(f => f.Pattern).ShouldBeUnique();
            found.Select(f => f.Measures[5]).ShouldBeInOrder(SortDirection.Descending);
            found.Select(f => f.Measures[5]).DefaultIfEmpty(0).First().ShouldBe(best >= Threshold ? Math.Round(100 * best, 2, MidpointRounding.AwayFromZero) : 0, 0.011);
            foreach ((double[] measures, int[] pattern) in found)
            {
                measures[1..3].ShouldBe([Count(a, pattern), Count(b, pattern)]);
                double own = Difference(a, b, pattern);
                own.ShouldBeGreaterThanOrEqualTo(Threshold);
                AllPatterns(columns).Where(p => p.Zip(pattern).Count(v => v.First != v.Second) == 1 && p.Zip(pattern).All(v => v.First == v.Second || v.First == Any || v.Second == Any))
                    .ShouldAllBe(p => Difference(a, b, p) <= own + 1e-9);
            }
        }
    }

    [Fact]
    public void NoMoreDimensionsAreTakenThanAsked()
    {
        // The two columns tell the sets apart together only.
        int[][] a = [[0, 0], [1, 1], [0, 1], [0, 0]];
        int[][] b = [[0, 1], [1, 0], [0, 1], [1, 0]];
        Found(a, b, dimensions: 1).ShouldAllBe(f => f.Pattern.Count(v => v != Any) == 1);
        Found(a, b).ShouldContain(f => f.Pattern.Count(v => v != Any) == 2);
    }

    [Fact]
    public void SetsWithoutRowsDifferInNothing()
    {
        Found([], [], columns: 2).ShouldBeEmpty();
        Found([[1, 2]], [], columns: 2).Single().Measures[1..].ShouldBe([1, 0, 100, 0, 100]);
    }

    private static List<(double[] Measures, int[] Pattern)> Found(int[][] a, int[][] b, long dimensions = long.MaxValue, int? columns = null)
    {
        var rows = a.Select(r => ((int[])[1, 0], r)).Concat(b.Select(r => ((int[])[0, 1], r)));
        DifferencePatterns.TryRead(Encode(rows), columns ?? a[0].Length, out DifferencePatterns? patterns).ShouldBeTrue();
        var output = new ArrayBufferWriter<byte>();
        patterns!.TryWrite(Threshold, dimensions, output).ShouldBeTrue();
        return Decode(output, measures: 6);
    }

    private static double Difference(int[][] a, int[][] b, int[] pattern) => Math.Abs(((double)Count(a, pattern) / a.Length) - ((double)Count(b, pattern) / b.Length));
}
