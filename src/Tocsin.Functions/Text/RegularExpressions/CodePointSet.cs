using System.Globalization;
using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>A set of code points as sorted ranges that neither touch nor overlap.</summary>
internal sealed class CodePointSet
{
    public const int Max = 0x10FFFF;

    /// <summary>What RE2 writes for a class of nothing: the complement of everything.</summary>
    public const string Nothing = @"[^\x{0}-\x{10FFFF}]";

    private static readonly Lazy<Dictionary<UnicodeCategory, CodePointSet>> ByCategory = new(ScanCategories);

    private readonly (int Low, int High)[] _ranges;

    public CodePointSet(IEnumerable<(int Low, int High)> ranges)
    {
        List<(int Low, int High)> merged = [];
        foreach ((int low, int high) in ranges.OrderBy(range => range.Low))
        {
            if (merged.Count > 0 && low <= merged[^1].High + 1)
            {
                merged[^1] = (merged[^1].Low, Math.Max(merged[^1].High, high));
            }
            else
            {
                merged.Add((low, high));
            }
        }

        _ranges = [.. merged];
    }

    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The highest code point; -1 of the empty set.</summary>
    public int Last => IsEmpty ? -1 : _ranges[^1].High;

    /// <summary>The set is this one code point.</summary>
    public int? Single => _ranges is [var (low, high)] && low == high ? low : null;

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet Of(params ReadOnlySpan<(int Low, int High)> ranges) => new(ranges.ToArray());

    public static CodePointSet Of(IEnumerable<UnicodeCategory> categories) =>
        new(categories.SelectMany(category => ByCategory.Value.GetValueOrDefault(category, Empty)._ranges));

    public CodePointSet Union(CodePointSet other) => new(_ranges.Concat(other._ranges));

    public CodePointSet Complement()
    {
        List<(int, int)> gaps = [];
        int next = 0;
        foreach ((int low, int high) in _ranges)
        {
            if (low > next)
            {
                gaps.Add((next, low - 1));
            }

            next = high + 1;
        }

        if (next <= Max)
        {
            gaps.Add((next, Max));
        }

        return new CodePointSet(gaps);
    }

    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    public CodePointSet Except(CodePointSet other) => Intersect(other.Complement());

    public bool IsWithin(CodePointSet other) => Except(other).IsEmpty;

    public bool Contains(int value)
    {
        int index = Array.BinarySearch(_ranges, (value, Max));
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 && _ranges[index].High >= value;
    }

    /// <summary>Writes the ranges as RE2 reads them between brackets; nothing for the empty set.</summary>
    public void Write(StringBuilder output)
    {
        foreach ((int low, int high) in _ranges)
        {
            WriteCodePoint(low, output);
            if (high > low)
            {
                output.Append('-');
                WriteCodePoint(high, output);
            }
        }
    }

    public static void WriteCodePoint(int value, StringBuilder output)
    {
        if (value < 0x80 && char.IsAsciiLetterOrDigit((char)value))
        {
            output.Append((char)value);
        }
        else
        {
            output.Append(CultureInfo.InvariantCulture, $"\\x{{{value:X}}}");
        }
    }

    private static Dictionary<UnicodeCategory, CodePointSet> ScanCategories()
    {
        Dictionary<UnicodeCategory, List<(int, int)>> ranges = [];
        int start = 0;
        for (int value = 1; value <= Max + 1; value++)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(start);
            if (value > Max || CharUnicodeInfo.GetUnicodeCategory(value) != category)
            {
                if (!ranges.TryGetValue(category, out List<(int, int)>? list))
                {
                    ranges.Add(category, list = []);
                }

                list.Add((start, value - 1));
                start = value;
            }
        }

        return ranges.ToDictionary(pair => pair.Key, pair => new CodePointSet(pair.Value));
    }
}
