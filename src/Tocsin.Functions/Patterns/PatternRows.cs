using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Patterns;

/// <summary>Rows of discrete values with weights, each column's values numbered as they come.</summary>
internal sealed class PatternRows
{
    /// <summary>The number of values that are not frequent, once rows are merged.</summary>
    internal const int Rare = -2;

    private readonly (Dictionary<string, int> Numbers, List<string> Texts)[] _columns;
    private readonly List<long> _weights = [];
    private readonly List<int> _values = [];

    private PatternRows(int columns)
    {
        _columns = new (Dictionary<string, int> Numbers, List<string> Texts)[columns];
        for (int column = 0; column < columns; column++)
        {
            _columns[column] = (new Dictionary<string, int>(StringComparer.Ordinal), []);
        }
    }

    /// <summary>How many columns there are.</summary>
    internal int Columns => _columns.Length;

    /// <summary>How many rows there are.</summary>
    internal int Count => _weights.Count;

    /// <summary>The weights of all rows together.</summary>
    internal long Total { get; private set; }

    /// <summary>An array of rows one behind the other, each a weight and its values; null where there are more than <paramref name="most"/>.</summary>
    internal static PatternRows? Read(ReadOnlySpan<byte> rows, int columns, int most)
    {
        var result = new PatternRows(columns);
        int column = -1;
        foreach (ReadOnlySpan<byte> value in DynamicArray.Elements(rows))
        {
            if (column >= 0)
            {
                result._values.Add(result.Number(column, value));
            }
            else if (result.Count == most)
            {
                return null;
            }
            else
            {
                long weight = DynamicConversions.ToLong(value) ?? 0;
                result._weights.Add(weight);
                result.Total += weight;
            }

            column = column == columns - 1 ? -1 : column + 1;
        }

        return result;
    }

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

            if (places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out int place))
            {
                _weights[place] += _weights[row];
                continue;
            }

            place = places.Count;
            places.Add(new string(key), place);
            _weights[place] = _weights[row];
            for (int column = 0; column < Columns; column++)
            {
                _values[(place * Columns) + column] = key[column] == '\0' ? Rare : Value(row, column);
            }
        }

        _weights.RemoveRange(places.Count, Count - places.Count);
        _values.RemoveRange(places.Count * Columns, _values.Count - (places.Count * Columns));
    }

    internal long Weight(int row) => _weights[row];

    /// <summary>The number of a row's value among those of its column.</summary>
    internal int Value(int row, int column) => _values[(row * Columns) + column];

    /// <summary>A value as it stood in the rows.</summary>
    internal string Text(int column, int value) => _columns[column].Texts[value];

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
