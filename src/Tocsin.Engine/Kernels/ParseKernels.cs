using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Text;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>The parse operators. Their patterns come as one dynamic array of strings, prepared once.</summary>
internal static class ParseKernels
{
    /// <summary>More captures or keys than this are rented instead of taken from the stack.</summary>
    private const int MaxOnStack = 64;

    public static IEnumerable<ScalarFunction> All =>
    [
        CreatePrepared<Utf8, ParsePattern, TextListWriter>("kql_parse", parts => ParsePattern.FromParts(DynamicArray.Texts(parts)), Parse),
        CreatePrepared<Utf8, KeyValuePattern, TextListWriter>("kql_parse_kv", Pattern, ParseKeyValues),
    ];

    private static void Parse(Utf8 text, ParsePattern pattern, TextListWriter writer)
    {
        Span<Range> captures = pattern.Captures <= MaxOnStack ? stackalloc Range[pattern.Captures] : new Range[pattern.Captures];
        if (!pattern.TryMatch(text, captures))
        {
            writer.SetNull();
            return;
        }

        foreach (var capture in captures)
        {
            writer.Add(text[capture]);
        }
    }

    private static void ParseKeyValues(Utf8 text, KeyValuePattern pattern, TextListWriter writer)
    {
        Span<KeyValueMatch> found = pattern.Count <= MaxOnStack ? stackalloc KeyValueMatch[pattern.Count] : new KeyValueMatch[pattern.Count];
        pattern.Match(text, found);
        foreach (var match in found)
        {
            if (!match.IsFound)
            {
                writer.AddNull();
            }
            else if (match.IsQuoted)
            {
                AddUnescaped(text[match.Range], pattern, writer);
            }
            else
            {
                writer.Add(text[match.Range]);
            }
        }
    }

    private static void AddUnescaped(Utf8 value, KeyValuePattern pattern, TextListWriter writer)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(value.Length);
        writer.Add(buffer.AsSpan(0, pattern.Unescape(value, buffer)));
        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>As the compiler writes it: pair and key delimiter, "greedy" or "", the number of quotes and of escapes, these, then the keys.</summary>
    private static KeyValuePattern Pattern(Utf8 parts)
    {
        var texts = DynamicArray.Texts(parts).ConvertAll(Encoding.UTF8.GetString);
        var quotes = int.Parse(texts[3], System.Globalization.CultureInfo.InvariantCulture);
        var escapes = int.Parse(texts[4], System.Globalization.CultureInfo.InvariantCulture);
        return new KeyValuePattern(
            texts.Skip(5 + quotes + escapes), texts[0], texts[1], texts.Skip(5).Take(quotes), texts.Skip(5 + quotes).Take(escapes), texts[2].Length > 0);
    }
}
