using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Patterns;

/// <summary>
/// <c>diffpatterns</c> (diffpatterns-plugin.md): the patterns that tell two sets of rows apart, by the difference between
/// their parts of either set, the page's main measure. Given are those that no value added or dropped makes tell more, as the
/// page's example has <c>Hail</c> with <c>DamageCrops</c> 0, and neither without the other. Values that all rows of a
/// pattern have besides stand in it too.
/// </summary>
public sealed class DifferencePatterns
{
    private readonly PatternRows _rows;

    private DifferencePatterns(PatternRows rows) => _rows = rows;

    /// <summary>Reads an array of rows one behind the other, each its weight in set A, that in set B and its values; false where there are too many.</summary>
    public static bool TryRead(ReadOnlySpan<byte> rows, int columns, [NotNullWhen(true)] out DifferencePatterns? patterns)
    {
        patterns = PatternRows.Read(rows, columns, sets: 2) is { } read ? new DifferencePatterns(read) : null;
        return patterns is not null;
    }

    /// <summary>
    /// Writes the patterns as an array of <c>[number, weight in A, in B, percentage of A, of B, difference, [value] or null…]</c>,
    /// the greatest difference first; false where finding them takes too long.
    /// </summary>
    /// <param name="threshold">The least difference between a pattern's parts of the sets, from 0 to 1.</param>
    /// <param name="dimensions">How many uncorrelated dimensions a pattern has at most.</param>
    /// <param name="output">Takes the patterns.</param>
    public bool TryWrite(double threshold, long dimensions, IBufferWriter<byte> output)
    {
        List<(int Column, int Value)> frequent = _rows.Frequent(threshold);
        _rows.Merge(frequent);
        var search = new PatternSearch(_rows, frequent, Difference, dimensions);
        var found = new Dictionary<string, (int[] Pattern, long[] Weights, double Difference)>(StringComparer.Ordinal);
        foreach ((int column, int value) in frequent)
        {
            var start = new int[_rows.Columns];
            Array.Fill(start, PatternRows.Any);
            start[column] = value;
            (int[] pattern, long[] weights, double difference) = search.Climb(start);
            if (search.IsExhausted)
            {
                return false;
            }

            if (difference >= threshold)
            {
                found.TryAdd(_rows.Key(pattern), (pattern, weights, difference));
            }
        }

        Write(found.Values, output);
        return true;
    }

    private double Difference(int[] pattern, ReadOnlySpan<long> weights) => Math.Abs(_rows.Part(weights[0]) - _rows.Part(weights[1], 1));

    private void Write(IEnumerable<(int[] Pattern, long[] Weights, double Difference)> found, IBufferWriter<byte> output)
    {
        var writer = new DynamicWriter(output);
        writer.BeginArray();
        long number = 0;
        foreach ((int[] pattern, long[] weights, double difference) in found.OrderByDescending(f => f.Difference).ThenBy(f => _rows.Key(f.Pattern), StringComparer.Ordinal))
        {
            writer.BeginArray();
            writer.WriteLong(number++);
            writer.WriteLong(weights[0]);
            writer.WriteLong(weights[1]);
            writer.WriteReal(Percent(_rows.Part(weights[0])));
            writer.WriteReal(Percent(_rows.Part(weights[1], 1)));
            writer.WriteReal(Percent(difference));
            _rows.Write(pattern, ref writer);
            writer.EndArray();
        }

        writer.EndArray();
    }

    private static double Percent(double part) => Math.Round(100 * part, 2, MidpointRounding.AwayFromZero);
}
