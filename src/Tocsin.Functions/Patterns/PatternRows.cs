using System.Buffers;
using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Patterns;

/// <summary>
/// Rows of discrete values, each column's values numbered as they come. A row weighs something in one set of rows or in
/// several, which are compared. A pattern has the number of a value for each column, or <see cref="Any"/>.
/// </summary>
internal sealed class PatternRows
{
    /// <summary>The most rows that are read.</summary>
    internal const int MaxRows = 1_000_000;

    /// <summary>In a pattern, a column that may have any value.</summary>
    internal const int Any = -1;

    /// <summary>The number of values that are not frequent, once rows are merged.</summary>
    internal const int Rare = -2;

    private readonly (Dictionary<string, int> Numbers, List<string> Texts)[] _columns;
    private readonly List<long> _weights = [];
    private readonly List<int> _values = [];
    private readonly long[] _totals;

    private PatternRows(int columns, int sets)
    {
        _totals = new long[sets];
        _columns = new (Dictionary<string, int> Numbers, List<string> Texts)[columns];
        for (int column = 0; column < columns; column++)
        {
            _columns[column] = (new Dictionary<string, int>(StringComparer.Ordinal), []);
        }
    }

    /// <summary>How many columns there are.</summary>
    internal int Columns => _columns.Length;

    /// <summary>How many rows there are.</summary>
    internal int Count => _weights.Count / Sets;

    /// <summary>How many weights a row has.</summary>
    internal int Sets => _totals.Length;

    /// <summary>An array of rows one behind the other, each its weights and its values; null where there are more than <see cref="MaxRows"/>.</summary>
    internal static PatternRows? Read(ReadOnlySpan<byte> rows, int columns, int sets = 1)
    {
        var result = new PatternRows(columns, sets);
        int column = -sets;
        foreach (ReadOnlySpan<byte> value in DynamicArray.Elements(rows))
        {
            if (column >= 0)
            {
                result._values.Add(result.Number(column, value));
            }
            else
            {
                long weight = DynamicConversions.ToLong(value) ?? 0;
                result._weights.Add(weight);
                result._totals[column + sets] += weight;
            }

            column = column == columns - 1 ? -sets : column + 1;
            if (result._weights.Count > (long)MaxRows * sets)
            {
                return null;
            }
        }

        return result;
    }

    /// <summary>The values that have so great a part of some set's weight.</summary>
    internal List<(int Column, int Value)> Frequent(double part)
    {
        var frequent = new List<(int Column, int Value)>();
        for (int column = 0; column < Columns; column++)
        {
            var weights = new long[Values(column) * Sets];
            for (int row = 0; row < Count; row++)
            {
                for (int set = 0; set < Sets; set++)
                {
                    weights[(Value(row, column) * Sets) + set] += Weight(row, set);
                }
            }

            for (int value = 0; value < Values(column); value++)
            {
                if (IsFrequent(weights.AsSpan(value * Sets, Sets), part))
                {
                    frequent.Add((column, value));
                }
            }
        }

        return frequent;
    }

    /// <summary>Whether weights, one for each set, are so great a part of some set's.</summary>
    internal bool IsFrequent(ReadOnlySpan<long> weights, double part)
    {
        for (int set = 0; set < weights.Length; set++)
        {
            if (weights[set] > 0 && Part(weights[set], set) >= part)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Which part of a set's weight this is.</summary>
    internal double Part(long weight, int set = 0) => _totals[set] == 0 ? 0 : (double)weight / _totals[set];

    /// <summary>
    /// Brings together the rows that differ only in values that are not frequent, which stand as <see cref="Rare"/> from then
    /// on: no frequent pattern has one.
    /// </summary>
    internal void Merge(List<(int Column, int Value)> frequent)
    {
        var marks = new char[Columns][];
        for (int column = 0; column < Columns; column++)
        {
            marks[column] = new char[Values(column)];
        }

        char mark = '\0';
        foreach ((int column, int value) in frequent)
        {
            marks[column][value] = ++mark;
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var key = new char[Columns];
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                key[column] = marks[column][Value(row, column)];
            }

            bool isKnown = places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out int place);
            if (!isKnown)
            {
                place = places.Count;
                places.Add(new string(key), place);
                for (int column = 0; column < Columns; column++)
                {
                    _values[(place * Columns) + column] = key[column] == '\0' ? Rare : Value(row, column);
                }
            }

            for (int set = 0; set < Sets; set++)
            {
                _weights[(place * Sets) + set] = Weight(row, set) + (isKnown ? Weight(place, set) : 0);
            }
        }

        _weights.RemoveRange(places.Count * Sets, _weights.Count - (places.Count * Sets));
        _values.RemoveRange(places.Count * Columns, _values.Count - (places.Count * Columns));
    }

    internal long Weight(int row, int set = 0) => _weights[(row * Sets) + set];

    internal long Total(int set = 0) => _totals[set];

    /// <summary>The number of a row's value among those of its column.</summary>
    internal int Value(int row, int column) => _values[(row * Columns) + column];

    /// <summary>A value as it stood in the rows.</summary>
    internal string Text(int column, int value) => _columns[column].Texts[value];

    /// <summary>Whether a row has the values of a pattern.</summary>
    internal bool Has(int row, ReadOnlySpan<int> pattern)
    {
        for (int column = 0; column < pattern.Length; column++)
        {
            if (pattern[column] != Any && pattern[column] != Value(row, column))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The rows that have the values of a pattern.</summary>
    internal List<int> Having(int[] pattern)
    {
        var rows = new List<int>();
        for (int row = 0; row < Count; row++)
        {
            if (Has(row, pattern))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The frequent values that all of some rows have.</summary>
    internal int[] Closure(List<int> rows)
    {
        var pattern = new int[Columns];
        for (int column = 0; column < pattern.Length; column++)
        {
            int value = rows.Count == 0 ? Rare : Value(rows[0], column);
            pattern[column] = value != Rare && rows.TrueForAll(row => Value(row, column) == value) ? value : Any;
        }

        return pattern;
    }

    /// <summary>Tells patterns apart in an order that does not depend on that of the rows.</summary>
    internal string Key(int[] pattern) => string.Join('\u0001', pattern.Select((value, column) => value == Any ? string.Empty : Text(column, value)));

    /// <summary>Writes of each column of a pattern the value in an array of its own, or null for any.</summary>
    internal void Write(int[] pattern, ref DynamicWriter writer)
    {
        for (int column = 0; column < pattern.Length; column++)
        {
            if (pattern[column] == Any)
            {
                writer.WriteNull();
                continue;
            }

            writer.BeginArray();
            writer.WriteValue(Encoding.UTF8.GetBytes(Text(column, pattern[column])));
            writer.EndArray();
        }
    }

    /// <summary>Writes patterns with what they weigh as an array of <c>[number, weight, percentage, [value] or null…]</c>, the heaviest first.</summary>
    internal void WriteCounted(IEnumerable<(int[] Pattern, long Weight)> found, IBufferWriter<byte> output)
    {
        var writer = new DynamicWriter(output);
        writer.BeginArray();
        long number = 0;
        foreach ((int[] pattern, long weight) in found.OrderByDescending(f => f.Weight).ThenBy(f => Key(f.Pattern), StringComparer.Ordinal))
        {
            writer.BeginArray();
            writer.WriteLong(number++);
            writer.WriteLong(weight);
            writer.WriteReal(Math.Round(100 * Part(weight), 1, MidpointRounding.AwayFromZero));
            Write(pattern, ref writer);
            writer.EndArray();
        }

        writer.EndArray();
    }

    /// <summary>How many different values a column has.</summary>
    internal int Values(int column) => _columns[column].Texts.Count;

    private int Number(int column, ReadOnlySpan<byte> value)
    {
        // An element that is null is an empty span.
        Span<char> characters = value.Length <= 256 ? stackalloc char[value.Length] : new char[value.Length];
        ReadOnlySpan<char> text = characters[..Encoding.UTF8.GetChars(value, characters)];
        (Dictionary<string, int> numbers, List<string> texts) = _columns[column];
        if (!numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int number))
        {
            number = numbers.Count;
            texts.Add(text.ToString());
            numbers.Add(texts[number], number);
        }

        return number;
    }
}
