using System.Buffers;
using System.Globalization;
using System.Text;
using Shouldly;
using Tocsin.Functions.Patterns;
using Xunit;
using static Tocsin.Functions.Tests.Patterns.PatternTables;

namespace Tocsin.Functions.Tests.Patterns;

// The page's example is tests/corpus/queries/evaluate/basket.kql.
public sealed class FrequentPatternsTests
{
    /// <summary>Small tables of chance against all patterns there can be, counted one by one.</summary>
    [Theory]
    [InlineData(1, 0.2, 9)]
    [InlineData(2, 0.05, 9)]
    [InlineData(3, 0.3, 2)]
    [InlineData(4, 0.015, 1)]
    [InlineData(5, 1, 9)]
    public void PatternsAreThoseThatCountingFinds(int seed, double threshold, int dimensions)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            int[][] rows = PatternTables.Random(random, random.Next(1, 5), most: 12);
            Found(rows, threshold, dimensions).ShouldBe(Counted(rows, threshold, dimensions), ignoreOrder: true);
        }
    }

    [Fact]
    public void TooManyPatternsAreGivenUp()
    {
        // Every choice among 18 columns is a pattern of its own: 3^18 of them.
        string rows = string.Join(',', Enumerable.Range(0, 18).Select(i => "1," + string.Join(',', Enumerable.Range(0, 18).Select(c => i == c ? 1 : 0))));
        FrequentPatterns.TryRead(Encoding.UTF8.GetBytes($"[{rows}]"), 18, out FrequentPatterns? patterns).ShouldBeTrue();
        patterns!.TryWrite(0.015, 18, new ArrayBufferWriter<byte>()).ShouldBeFalse();
    }

    private static List<string> Found(int[][] rows, double threshold, int dimensions)
    {
        FrequentPatterns.TryRead(Encode(rows.Select(r => ((int[])[1], r))), rows[0].Length, out FrequentPatterns? patterns).ShouldBeTrue();
        var output = new ArrayBufferWriter<byte>();
        patterns!.TryWrite(threshold, dimensions, output).ShouldBeTrue();
        return [.. Decode(output, measures: 3).Select(p => Show((long)p.Measures[1], p.Pattern))];
    }

    /// <summary>Patterns to which no value can be added without losing rows, and which some few of their values pick already.</summary>
    private static List<string> Counted(int[][] rows, double threshold, int dimensions)
    {
        int[][] all = [.. AllPatterns(rows[0].Length)];
        var result = new List<string>();
        foreach (int[] pattern in all.Where(p => p.Any(v => v != Any)))
        {
            int count = Count(rows, pattern);
            bool isLongest = !all.Any(longer => Contains(longer, pattern) && !longer.SequenceEqual(pattern) && Count(rows, longer) == count);
            bool isPicked = all.Any(part => Contains(pattern, part) && part.Count(v => v != Any) <= dimensions && Count(rows, part) == count);
            if (count > 0 && (double)count / rows.Length >= threshold && isLongest && isPicked)
            {
                result.Add(Show(count, pattern));
            }
        }

        return result;
    }

    private static string Show(long count, int[] pattern) => string.Create(CultureInfo.InvariantCulture, $"{count}: {string.Join(' ', pattern)}");
}
