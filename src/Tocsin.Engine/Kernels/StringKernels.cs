using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Text;
using Tocsin.Functions.Text.RegularExpressions;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Strings to strings, numbers and arrays.</summary>
internal static class StringKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, long, Utf8Writer>("kql_substring_from", (text, start, writer) => writer.Append(Utf8Text.Substring(text, start))),
        Create<Utf8, long, long, Utf8Writer>("kql_substring", (text, start, length, writer) => writer.Append(Utf8Text.Substring(text, start, length))),
        Create<Utf8, Utf8Writer>("kql_reverse", (text, writer) => Utf8Text.Reverse(text, writer)),
        Create<Utf8, long, Utf8, Utf8Writer>("kql_strrep", (text, count, delimiter, writer) => Utf8Text.Repeat(text, count, delimiter, writer)),
        Create<Utf8, Utf8Writer>("kql_fold_case", (text, writer) => writer.Append(AsciiText.ToLower(text))),
        Create<Utf8, Utf8, TextListWriter>("kql_split", Split),
        Create<Utf8, Utf8, long, TextListWriter>("kql_split_at", SplitAt),
        Create<Utf8, Utf8, Utf8Writer>("kql_strcat_array", (array, delimiter, writer) => DynamicArrays.Join(array, delimiter, writer)),
        Create<Utf8, Utf8, long>("kql_strcmp", Utf8Text.Compare),
        Create<Utf8, Utf8, long>("kql_countof", Utf8Text.CountOf),
        new("kql_indexof", [DuckDbType.Varchar, DuckDbType.Varchar, DuckDbType.BigInt, DuckDbType.BigInt, DuckDbType.BigInt], DuckDbType.BigInt, IndexOf),
        Create<bool, Utf8, bool>("kql_assert", (holds, message) => holds ? true : throw new KernelArgumentException($"assert() has failed: {Encoding.UTF8.GetString(message)}")),
        Create<Utf8, bool>("kql_isascii", Utf8Text.IsAscii),
        Create<long, long, Utf8Writer>("kql_tohex", (number, length, writer) => Utf8Text.WriteHex(number, length, writer)),
        Create<int, long, Utf8Writer>("kql_tohex_int", (number, length, writer) => Utf8Text.WriteHex(number, length, writer)),
        Create<Utf8, Utf8Writer>("kql_regex", (pattern, writer) => writer.Append(Encoding.UTF8.GetBytes(Re2(Encoding.UTF8.GetString(pattern))))),
        Create<Utf8, Utf8Writer>("kql_regex_marked", (pattern, writer) => writer.Append(Encoding.UTF8.GetBytes(MarkedRe2(Encoding.UTF8.GetString(pattern))))),
        CreatePrepared<Utf8, bool, Utf8Writer>("kql_mark_words", IsForMarkedText, MarkWords),
        CreatePrepared<Utf8, bool, Utf8Writer>("kql_unmark_words", IsForMarkedText, UnmarkWords),
        Create<Utf8, Utf8Writer>("kql_regex_quote", (text, writer) => Utf8Text.QuoteRegex(text, writer)),
        CreatePrepared<Utf8, CharacterMap, Utf8Writer>("kql_translate", Map, (text, map, writer) => map.Write(text, writer)),
        CreatePrepared<Utf8, TextReplacement, Utf8Writer>("kql_replace_strings", Replacement, (text, replacement, writer) => replacement.Write(text, writer)),
        Create<Utf8, Utf8, Utf8, Utf8Writer>("kql_replace_string", (text, lookup, rewrite, writer) => TextReplacement.Replace(text, lookup, rewrite, writer)),
        Create<Utf8, Utf8Writer>("kql_codepoints", (text, writer) => TextParts.ToCodePoints(text, writer)),
        Create<Utf8, Utf8Writer>("kql_codepoints_text", (value, writer) => TextParts.FromCodePoints(value, writer)),
        Create<Utf8, Utf8Writer>("kql_url_encode", (text, writer) => UrlText.Encode(text, spaceIsPlus: true, writer)),
        Create<Utf8, Utf8Writer>("kql_url_encode_component", (text, writer) => UrlText.Encode(text, spaceIsPlus: false, writer)),
        Create<Utf8, Utf8Writer>("kql_url_decode", (text, writer) => UrlText.Decode(text, writer)),
        Create<Utf8, Utf8Writer>("kql_base64_encode", (text, writer) => Base64Text.Encode(text, writer)),
        Create<Utf8, Utf8Writer>("kql_base64_decode", (text, writer) => Base64Text.Decode(text, writer)),
        Create<Guid, Utf8Writer>("kql_base64_encode_guid", (guid, writer) => Base64Text.Encode(guid, writer)),
        Create<Utf8, Guid?>("kql_base64_decode_guid", Base64Text.DecodeToGuid),
        Create<Utf8, Utf8Writer>("kql_base64_encode_array", (array, writer) => Base64Text.EncodeArray(array, writer)),
        Create<Utf8, Utf8Writer>("kql_base64_decode_array", Base64Text.DecodeToArray),
        Create<Utf8, Utf8Writer>("kql_gzip_decompress", (text, writer) => CompressedText.DecompressGzip(text, writer)),
        Create<Utf8, Utf8Writer>("kql_zlib_decompress", (text, writer) => CompressedText.DecompressZlib(text, writer)),
        Create<Utf8, Utf8Writer>("kql_punycode_encode", (text, writer) => Punycode.Encode(text, writer)),
        Create<Utf8, Utf8Writer>("kql_punycode_decode", (text, writer) => Punycode.Decode(text, writer)),
        Create<Utf8, Utf8Writer>("kql_punycode_domain_encode", (text, writer) => Punycode.EncodeDomain(text, writer)),
        Create<Utf8, Utf8Writer>("kql_punycode_domain_decode", (text, writer) => Punycode.DecodeDomain(text, writer)),
        Create<Utf8, long>("kql_xxhash64", Hashes.XxHash64),
        Create<long, long>("kql_xxhash64_long", Hashes.XxHash64),
        Create<long, long, long?>("kql_hash_modulo", (hash, modulus) => modulus <= 0 ? null : (long)((ulong)hash % (ulong)modulus)),
        Create<Utf8, Utf8Writer>("kql_parse_csv", (text, writer) => TextParts.ParseCsv(text, writer)),
        Create<Utf8, Utf8Writer>("kql_parse_path", (text, writer) => PathParser.Parse(text, writer)),
        Create<Utf8, Utf8Writer>("kql_parse_url", (text, writer) => UrlParser.Parse(text, writer)),
        Create<Utf8, Utf8Writer>("kql_parse_urlquery", (text, writer) => UrlParser.ParseQuery(text, writer)),
        Create<Utf8, Utf8Writer>("kql_parse_xml", XmlParser.Parse),
        Create<Utf8, Utf8Writer>("kql_parse_command_line", CommandLine.ParseWindows),
        Create<double, long, Utf8, Utf8Writer>("kql_format_bytes", (size, precision, unit, writer) => ByteSize.Write(size, precision, ByteSize.UnitFromName(Encoding.UTF8.GetString(unit)), writer)),
    ];

    private static string Re2(string pattern)
    {
        var translation = RegexTranslator.Translate(pattern);
        return translation.Re2 ?? throw new KernelArgumentException($"The regular expression '{pattern}' is not valid: {translation.Error}.");
    }

    private static string MarkedRe2(string pattern) => RegexTranslator.TranslateMarked(pattern) ?? Re2(pattern);

    private static bool IsForMarkedText(Utf8 pattern) => RegexTranslator.TranslateMarked(Encoding.UTF8.GetString(pattern)) is not null;

    private static void MarkWords(Utf8 text, bool isMarked, Utf8Writer writer)
    {
        if (isMarked)
        {
            WordMarks.Write(text, writer);
        }
        else
        {
            writer.Append(text);
        }
    }

    private static void UnmarkWords(Utf8 text, bool isMarked, Utf8Writer writer)
    {
        if (isMarked)
        {
            WordMarks.Remove(text, writer);
        }
        else
        {
            writer.Append(text);
        }
    }

    private static void Split(Utf8 text, Utf8 delimiter, TextListWriter writer)
    {
        while (!delimiter.IsEmpty && text.IndexOf(delimiter) is var end and >= 0)
        {
            writer.Add(text[..end]);
            text = text[(end + delimiter.Length)..];
        }

        writer.Add(text);
    }

    /// <summary>The wanted part alone, as an array of one; null where there are fewer.</summary>
    private static void SplitAt(Utf8 text, Utf8 delimiter, long index, TextListWriter writer)
    {
        for (; index > 0 && !delimiter.IsEmpty && text.IndexOf(delimiter) is var end and >= 0; index--)
        {
            text = text[(end + delimiter.Length)..];
        }

        if (index != 0)
        {
            writer.SetNull();
            return;
        }

        var length = delimiter.IsEmpty ? -1 : text.IndexOf(delimiter);
        writer.Add(length < 0 ? text : text[..length]);
    }

    private static void IndexOf(in ScalarInput input, VectorWriter output) => OccurrenceSearch.Run(input, output, Utf8Text.IndexOf);

    /// <summary>Both lists come as one dynamic array, so that they are prepared as one argument.</summary>
    private static CharacterMap Map(Utf8 lists)
    {
        var texts = DynamicArray.Texts(lists).ConvertAll(Encoding.UTF8.GetString);
        return new CharacterMap(texts[0], texts[1]);
    }

    private static TextReplacement Replacement(Utf8 lists) => new(DynamicPath.Element(lists, 0), DynamicPath.Element(lists, 1));
}
