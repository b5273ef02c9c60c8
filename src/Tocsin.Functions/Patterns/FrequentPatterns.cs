using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Functions.Patterns;

/// <summary>
/// <c>basket</c> (basket-plugin.md): the patterns, values of some columns, that so great a part of the rows has. Of the
/// patterns that the same rows have only the longest is given, as in the page's example: <c>Damage</c> 'NO' comes with
/// <c>DamageCrops</c> 0, which it implies. What has to be chosen until all else follows are the uncorrelated dimensions.
/// </summary>
public sealed class FrequentPatterns
{
    /// <summary>The most rows that this plug-in and its like read.</summary>
    public const int MaxRows = PatternRows.MaxRows;

    /// <summary>The most patterns that are looked for.</summary>
    public const int MaxPatterns = 100_000;

    /// <summary>How many rows may be looked at in all, counted anew for each pattern.</summary>
    private const long MaxVisits = 4_000_000_000;

    private readonly PatternRows _rows;
    private readonly Dictionary<string, (int[] Pattern, long Weight)> _found = new(StringComparer.Ordinal);
    private List<(int Column, int Value)> _frequent = [];
    private double _threshold;
    private long _visits;

    private FrequentPatterns(PatternRows rows) => _rows = rows;

    /// <summary>Reads an array of rows one behind the other, each a weight and its values; false where there are too many.</summary>
    public static bool TryRead(ReadOnlySpan<byte> rows, int columns, [NotNullWhen(true)] out FrequentPatterns? patterns)
    {
        patterns = PatternRows.Read(rows, columns) is { } read ? new FrequentPatterns(read) : null;
        return patterns is not null;
    }

    /// <summary>
    /// Writes the patterns as an array of <c>[number, weight, percentage, [value] or null…]</c>, the most frequent first; false
    /// where there are more than <see cref="MaxPatterns"/>, or finding them takes too long.
    /// </summary>
    /// <param name="threshold">Which part of the weight a pattern has at least, from 0 to 1.</param>
    /// <param name="dimensions">How many uncorrelated dimensions a pattern has at most.</param>
    /// <param name="output">Takes the patterns.</param>
    public bool TryWrite(double threshold, long dimensions, IBufferWriter<byte> output)
    {
        _threshold = threshold;
        if (!Find(dimensions))
        {
            return false;
        }

        _rows.WriteCounted(_found.Values.Where(f => f.Pattern.AsSpan().ContainsAnyExcept(PatternRows.Any)), output);
        return true;
    }

    /// <summary>Each round adds one dimension to the patterns of the round before, and what follows from it.</summary>
    private bool Find(long dimensions)
    {
        _frequent = _rows.Frequent(_threshold);
        _rows.Merge(_frequent);
        List<int[]> round = [_rows.Closure([.. Enumerable.Range(0, _rows.Count)])];
        Keep(round[0], _rows.Total());
        for (long size = 0; size < dimensions && round.Count > 0; size++)
        {
            var next = new List<int[]>();
            foreach (int[] pattern in round)
            {
                if (!Extend(pattern, next))
                {
                    return false;
                }
            }

            round = next;
        }

        return true;
    }

    /// <summary>Adds each frequent value to a pattern; false where there is too much to do.</summary>
    private bool Extend(int[] pattern, List<int[]> next)
    {
        _visits += _rows.Count;
        List<int> rows = _rows.Having(pattern);
        foreach ((int column, int value) in _frequent)
        {
            if (pattern[column] != PatternRows.Any)
            {
                continue;
            }

            List<int> with = rows.FindAll(row => _rows.Value(row, column) == value);
            long weight = with.Sum(row => _rows.Weight(row));
            _visits += rows.Count + with.Count;
            if (_rows.IsFrequent([weight], _threshold) && _rows.Closure(with) is var closure && Keep(closure, weight))
            {
                next.Add(closure);
            }

            if (_visits > MaxVisits || _found.Count > MaxPatterns)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False for a pattern that is known.</summary>
    private bool Keep(int[] pattern, long weight) => _found.TryAdd(string.Join(',', pattern), (pattern, weight));
}
