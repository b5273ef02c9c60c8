using System.Buffers;
using Shouldly;
using Tocsin.Functions.Patterns;
using Xunit;
using static Tocsin.Functions.Tests.Patterns.PatternTables;

namespace Tocsin.Functions.Tests.Patterns;

// Examples are tests/corpus/queries/evaluate/autocluster*.kql.
public sealed class ClusterPatternsTests
{
    /// <summary>Small tables of chance: what is given is counted rightly, has enough rows, and has all values that its rows share.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void PatternsAreCounted(int seed, double sizeWeight)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            int columns = random.Next(1, 5);
            int[][] rows = PatternTables.Random(random, columns, most: 30);
            var found = Found(rows, sizeWeight, seeds: 25);
            found.Select(f => f.Pattern).ShouldBeUnique();
            foreach ((double[] measures, int[] pattern) in found)
            {
                int count = Count(rows, pattern);
                count.ShouldBeGreaterThan(1);
                measures[1].ShouldBe(count);
                measures[2].ShouldBe(Math.Round(100.0 * count / rows.Length, 1, MidpointRounding.AwayFromZero));
                AllPatterns(columns).ShouldNotContain(p => Contains(p, pattern) && !p.SequenceEqual(pattern) && Count(rows, p) == count);
            }
        }
    }

    [Fact]
    public void TheOrderOfRowsIsAllOne()
    {
        var random = new Random(4);
        for (int round = 0; round < 30; round++)
        {
            int[][] rows = PatternTables.Random(random, 3, most: 40);
            var found = Found(rows, 0.5, 25).Select(f => string.Join(' ', f.Pattern));
            Found([.. rows.Reverse()], 0.5, 25).Select(f => string.Join(' ', f.Pattern)).ShouldBe(found);
        }
    }

    [Fact]
    public void OneSeedFindsOnePattern() => Found([[0, 0], [0, 0], [1, 1], [1, 1]], 0.5, seeds: 1).Count.ShouldBe(1);

    private static List<(double[] Measures, int[] Pattern)> Found(int[][] rows, double sizeWeight, long seeds)
    {
        ClusterPatterns.TryRead(Encode(rows.Select(r => ((int[])[1], r))), rows[0].Length, out ClusterPatterns? patterns).ShouldBeTrue();
        var output = new ArrayBufferWriter<byte>();
        patterns!.TryWrite(sizeWeight, seeds, output).ShouldBeTrue();
        return Decode(output, measures: 3);
    }
}
