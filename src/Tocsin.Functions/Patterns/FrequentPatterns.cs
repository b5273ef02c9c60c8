using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Patterns;

/// <summary>
/// <c>basket</c> (basket-plugin.md): the patterns, values of some columns, that so great a part of the rows has. Of the
/// patterns that the same rows have only the longest is given, as in the page's example: <c>Damage</c> 'NO' comes with
/// <c>DamageCrops</c> 0, which it implies. What has to be chosen until all else follows are the uncorrelated dimensions.
/// </summary>
public sealed class FrequentPatterns
{
    /// <summary>The most rows that are read.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>The most patterns that are looked for.</summary>
    public const int MaxPatterns = 100_000;

    /// <summary>How many rows may be looked at in all, counted anew for each pattern.</summary>
    private const long MaxVisits = 4_000_000_000;

    // In a pattern, the number of a column that may have any value.
    private const int Any = -1;

    private readonly PatternRows _rows;
    private readonly Dictionary<string, (int[] Pattern, long Weight)> _found = new(StringComparer.Ordinal);
    private readonly List<(int Column, int Value)> _frequent = [];
    private double _threshold;
    private long _visits;

    private FrequentPatterns(PatternRows rows) => _rows = rows;

    /// <summary>Reads an array of rows one behind the other, each a weight and its values; false where there are more than <see cref="MaxRows"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> rows, int columns, [NotNullWhen(true)] out FrequentPatterns? patterns)
    {
        patterns = PatternRows.Read(rows, columns, MaxRows) is { } read ? new FrequentPatterns(read) : null;
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

        Write(output);
        return true;
    }

    /// <summary>Each round adds one dimension to the patterns of the round before, and what follows from it.</summary>
    private bool Find(long dimensions)
    {
        FindFrequentValues();
        _rows.Merge(_frequent);
        List<int[]> round = [Closure([.. Enumerable.Range(0, _rows.Count)], out _)];
        Keep(round[0], _rows.Total);
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

    private void FindFrequentValues()
    {
        for (int column = 0; column < _rows.Columns; column++)
        {
            var weights = new long[_rows.Values(column)];
            for (int row = 0; row < _rows.Count; row++)
            {
                weights[_rows.Value(row, column)] += _rows.Weight(row);
            }

            for (int value = 0; value < weights.Length; value++)
            {
                if (IsFrequent(weights[value]))
                {
                    _frequent.Add((column, value));
                }
            }
        }
    }

    private bool IsFrequent(long weight) => weight > 0 && (double)weight / _rows.Total >= _threshold;

    /// <summary>Adds each frequent value to a pattern; false where there is too much to do.</summary>
    private bool Extend(int[] pattern, List<int[]> next)
    {
        List<int> rows = Having(pattern);
        foreach ((int column, int value) in _frequent)
        {
            if (pattern[column] != Any)
            {
                continue;
            }

            _visits += rows.Count;
            List<int> with = rows.FindAll(row => _rows.Value(row, column) == value);
            int[] closure = Closure(with, out long weight);
            if (IsFrequent(weight) && Keep(closure, weight))
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

    private List<int> Having(int[] pattern)
    {
        _visits += _rows.Count;
        var rows = new List<int>();
        for (int row = 0; row < _rows.Count; row++)
        {
            bool has = true;
            for (int column = 0; has && column < pattern.Length; column++)
            {
                has = pattern[column] == Any || pattern[column] == _rows.Value(row, column);
            }

            if (has)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The values that all of the rows have, and what they weigh.</summary>
    private int[] Closure(List<int> rows, out long weight)
    {
        var pattern = new int[_rows.Columns];
        Array.Fill(pattern, Any);
        weight = 0;
        if (rows.Count == 0)
        {
            return pattern;
        }

        foreach (int row in rows)
        {
            weight += _rows.Weight(row);
        }

        for (int column = 0; column < pattern.Length; column++)
        {
            int value = _rows.Value(rows[0], column);
            pattern[column] = rows.TrueForAll(row => _rows.Value(row, column) == value) && value != PatternRows.Rare ? value : Any;
        }

        _visits += rows.Count;
        return pattern;
    }

    /// <summary>False for a pattern that is known.</summary>
    private bool Keep(int[] pattern, long weight) => _found.TryAdd(string.Join(',', pattern), (pattern, weight));

    /// <summary>Tells patterns of one weight apart in an order that does not depend on that of the rows.</summary>
    private string Key(int[] pattern) => string.Join('\u0001', pattern.Select((value, column) => value == Any ? string.Empty : _rows.Text(column, value)));

    private void Write(IBufferWriter<byte> output)
    {
        var writer = new DynamicWriter(output);
        writer.BeginArray();
        long number = 0;
        foreach ((int[] pattern, long weight) in _found.Values.Where(f => f.Pattern.AsSpan().ContainsAnyExcept(Any)).OrderByDescending(f => f.Weight).ThenBy(f => Key(f.Pattern), StringComparer.Ordinal))
        {
            writer.BeginArray();
            writer.WriteLong(number++);
            writer.WriteLong(weight);
            writer.WriteReal(Math.Round(100.0 * weight / _rows.Total, 1, MidpointRounding.AwayFromZero));
            for (int column = 0; column < pattern.Length; column++)
            {
                if (pattern[column] == Any)
                {
                    writer.WriteNull();
                    continue;
                }

                writer.BeginArray();
                writer.WriteValue(Encoding.UTF8.GetBytes(_rows.Text(column, pattern[column])));
                writer.EndArray();
            }

            writer.EndArray();
        }

        writer.EndArray();
    }
}
