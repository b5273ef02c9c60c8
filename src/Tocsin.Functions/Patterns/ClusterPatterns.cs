using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Functions.Patterns;

/// <summary>
/// <c>autocluster</c> (autocluster-plugin.md): a few patterns that describe the rows, each the best that a local search from
/// a seed, a row, leads to, with the values that all of its rows have besides. No pattern is a more
/// general form of one found before it. As on the page, the score is a weighted geometric mean of how general a pattern is, the part of
/// the rows that have it, and how informative. For the latter the page has no formula; here it is what the pattern's values
/// tell, in bits: a value that most rows have tells little.
/// </summary>
public sealed class ClusterPatterns
{
    /// <summary>The least part of the rows that a pattern has: where basket and diffpatterns begin, too.</summary>
    private const double LeastPart = 0.05;

    /// <summary>Below that of a pattern which has too few rows, and is the better the more it has.</summary>
    private const double Worst = -2;

    private readonly PatternRows _rows;
    private readonly double[][] _bits;

    private ClusterPatterns(PatternRows rows)
    {
        _rows = rows;
        _bits = [.. Enumerable.Range(0, rows.Columns).Select(column => new double[rows.Values(column)])];
    }

    /// <summary>Reads an array of rows one behind the other, each a weight and its values; false where there are too many.</summary>
    public static bool TryRead(ReadOnlySpan<byte> rows, int columns, [NotNullWhen(true)] out ClusterPatterns? patterns)
    {
        patterns = PatternRows.Read(rows, columns) is { } read ? new ClusterPatterns(read) : null;
        return patterns is not null;
    }

    /// <summary>
    /// Writes the patterns as an array of <c>[number, weight, percentage, [value] or null…]</c>, the most frequent first; false
    /// where finding them takes too long.
    /// </summary>
    /// <param name="sizeWeight">How much being general counts, from 0 to 1; being informative counts the rest.</param>
    /// <param name="seeds">From how many rows the search starts.</param>
    /// <param name="output">Takes the patterns.</param>
    public bool TryWrite(double sizeWeight, long seeds, IBufferWriter<byte> output)
    {
        List<(int Column, int Value)> frequent = _rows.Frequent(LeastPart);
        Inform(frequent);
        _rows.Merge(frequent);
        var found = new Dictionary<string, (int[] Pattern, long Weight)>(StringComparer.Ordinal);
        var search = new PatternSearch(_rows, frequent, Score, _rows.Columns);
        foreach (int[] seed in Seeds(seeds, found))
        {
            (int[] pattern, long[] weights, double score) = search.Climb(seed);
            if (search.IsExhausted)
            {
                return false;
            }

            if (score >= 0 && weights[0] > 1)
            {
                found.TryAdd(_rows.Key(pattern), (pattern, weights[0]));
            }
        }

        _rows.WriteCounted(found.Values, output);
        return true;

        double Score(int[] pattern, ReadOnlySpan<long> weights)
        {
            double part = _rows.Part(weights[0]);
            bool isFound = found.Values.Any(f => Includes(pattern, f.Pattern));
            return isFound ? Worst : part < LeastPart ? part - 1 : Math.Pow(part, sizeWeight) * Math.Pow(Bits(pattern), 1 - sizeWeight);
        }
    }

    private double Bits(int[] pattern) => Enumerable.Range(0, pattern.Length).Sum(column => pattern[column] == PatternRows.Any ? 0 : _bits[column][pattern[column]]);

    /// <summary>What each frequent value tells; that which all rows have nothing.</summary>
    private void Inform(List<(int Column, int Value)> frequent)
    {
        for (int row = 0; row < _rows.Count; row++)
        {
            for (int column = 0; column < _rows.Columns; column++)
            {
                _bits[column][_rows.Value(row, column)] += _rows.Part(_rows.Weight(row));
            }
        }

        foreach ((int column, int value) in frequent)
        {
            _bits[column][value] = -Math.Log2(Math.Min(1, _bits[column][value]));
        }
    }

    /// <summary>The heaviest rows that have none of the patterns found so far, as patterns of their frequent values.</summary>
    private IEnumerable<int[]> Seeds(long most, Dictionary<string, (int[] Pattern, long Weight)> found)
    {
        IEnumerable<int[]> heaviest = Enumerable.Range(0, _rows.Count)
            .Select(row => (Seed: Seed(row), Weight: _rows.Weight(row)))
            .OrderByDescending(s => s.Weight)
            .ThenBy(s => _rows.Key(s.Seed), StringComparer.Ordinal)
            .Select(s => s.Seed);
        return heaviest.Where(seed => seed.AsSpan().ContainsAnyExcept(PatternRows.Any) && !found.Values.Any(f => Includes(f.Pattern, seed))).Take((int)Math.Min(most, int.MaxValue));
    }

    private int[] Seed(int row) => [.. Enumerable.Range(0, _rows.Columns).Select(column => _rows.Value(row, column) is var value and not PatternRows.Rare ? value : PatternRows.Any)];

    private static bool Includes(int[] pattern, int[] seed) => pattern.Zip(seed).All(p => p.First == PatternRows.Any || p.First == p.Second);
}
