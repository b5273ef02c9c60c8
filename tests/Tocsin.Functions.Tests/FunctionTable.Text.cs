using System.Text;
using Tocsin.Functions.Text;
using Tocsin.Functions.Text.RegularExpressions;

namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> TextFunctions() =>
    [
        Of("has", a => Has(a, TermMatch.Whole, ignoreCase: true)),
        Of("has_cs", a => Has(a, TermMatch.Whole, ignoreCase: false)),
        Of("hasprefix", a => Has(a, TermMatch.Prefix, ignoreCase: true)),
        Of("hasprefix_cs", a => Has(a, TermMatch.Prefix, ignoreCase: false)),
        Of("hassuffix", a => Has(a, TermMatch.Suffix, ignoreCase: true)),
        Of("hassuffix_cs", a => Has(a, TermMatch.Suffix, ignoreCase: false)),
        Of("has_any", a => Terms(a).HasAny(Utf8(a[0]))),
        Of("has_all", a => Terms(a).HasAll(Utf8(a[0]))),
        Of("has_any_index", a => (long)Terms(a).IndexOfAny(Utf8(a[0]))),
        Of("contains", a => Match(a, TextMatch.Contains, ignoreCase: true)),
        Of("contains_cs", a => Match(a, TextMatch.Contains, ignoreCase: false)),
        Of("startswith", a => Match(a, TextMatch.StartsWith, ignoreCase: true)),
        Of("startswith_cs", a => Match(a, TextMatch.StartsWith, ignoreCase: false)),
        Of("endswith", a => Match(a, TextMatch.EndsWith, ignoreCase: true)),
        Of("endswith_cs", a => Match(a, TextMatch.EndsWith, ignoreCase: false)),
        Of("strlen", a => Utf8Text.Length(Utf8(a[0]))),
        Of("substring", a => Encoding.UTF8.GetString(Utf8Text.Substring(Utf8(a[0]), (long)a[1]!, Long(a, 2, long.MaxValue)))),
        Of("reverse", a => CaseValue.Write(output => Utf8Text.Reverse(Utf8(a[0]), output))),
        Of("indexof", a => Utf8Text.IndexOf(Utf8(a[0]), Utf8(a[1]), Long(a, 2), Long(a, 3, -1), Long(a, 4, 1))),
        Of("countof", a => Utf8Text.CountOf(Utf8(a[0]), Utf8(a[1]))),
        Of("strcmp", a => Utf8Text.Compare(Utf8(a[0]), Utf8(a[1]))),
        Of("strrep", a => CaseValue.Write(output => Utf8Text.Repeat(Utf8(a[0]), (long)a[1]!, a.Count > 2 ? Utf8(a[2]) : default, output))),
        Of("isascii", a => Utf8Text.IsAscii(Utf8(a[0]))),
        Of("tohex", a => CaseValue.Write(output => Utf8Text.WriteHex((long)a[0]!, Long(a, 1), output))),
        Of("regex_quote", a => CaseValue.Write(output => Utf8Text.QuoteRegex(Utf8(a[0]), output))),
        Of("replace_string", a => CaseValue.Write(output => TextReplacement.Replace(Utf8(a[0]), Utf8(a[1]), Utf8(a[2]), output))),
        Of("replace_strings", a => CaseValue.Write(output => new TextReplacement(Json(a[1]), Json(a[2])).Write(Utf8(a[0]), output))),
        Of("translate", a => CaseValue.Write(output => new CharacterMap((string)a[0]!, (string)a[1]!).Write(Utf8(a[2]), output))),
        Of("parse_csv", a => Dynamic(output => Written(() => TextParts.ParseCsv(Utf8(a[0]), output)))),
        Of("unicode_codepoints_from_string", a => Dynamic(output => Written(() => TextParts.ToCodePoints(Utf8(a[0]), output)))),
        Of("unicode_codepoints_to_string", a => CaseValue.Write(output => TextParts.FromCodePoints(Json(a[0]), output))),
        Of("base64_encode_tostring", a => CaseValue.Write(output => Base64Text.Encode(Utf8(a[0]), output))),
        Of("base64_encode_fromguid", a => CaseValue.Write(output => Base64Text.Encode((Guid)a[0]!, output))),
        Of("base64_encode_fromarray", a => CaseValue.Write(output => Base64Text.EncodeArray(Json(a[0]), output))),
        Of("base64_decode_tostring", a => CaseValue.Write(output => Base64Text.Decode(Utf8(a[0]), output))),
        Of("base64_decode_toarray", a => Dynamic(output => Base64Text.DecodeToArray(Utf8(a[0]), output))),
        Of("base64_decode_toguid", a => Base64Text.DecodeToGuid(Utf8(a[0]))),
        Of("hash_xxhash64", a => a[0] switch
        {
            Datetime value => Hashes.XxHash64(value.Ticks),
            long value => Hashes.XxHash64(value),
            _ => Hashes.XxHash64(Utf8(a[0])),
        }),
        Of("url_encode", a => CaseValue.Write(output => UrlText.Encode(Utf8(a[0]), spaceIsPlus: true, output))),
        Of("url_encode_component", a => CaseValue.Write(output => UrlText.Encode(Utf8(a[0]), spaceIsPlus: false, output))),
        Of("url_decode", a => CaseValue.Write(output => UrlText.Decode(Utf8(a[0]), output))),
        Of("parse_url", a => Dynamic(output => Written(() => UrlParser.Parse(Utf8(a[0]), output)))),
        Of("parse_urlquery", a => Dynamic(output => Written(() => UrlParser.ParseQuery(Utf8(a[0]), output)))),
        Of("parse_path", a => Dynamic(output => Written(() => PathParser.Parse(Utf8(a[0]), output)))),
        Of("parse_command_line", a => Dynamic(output => CommandLine.ParseWindows(Utf8(a[0]), output))),
        Of("parse_version", a => VersionNumber.Parse(Utf8(a[0])) is { } number ? (decimal)number : null),
        Of("parse_xml", a => Dynamic(output => XmlParser.Parse(Utf8(a[0]), output))),
        Of("punycode_from_string", a => CaseValue.Write(output => Punycode.Encode(Utf8(a[0]), output))),
        Of("punycode_to_string", a => CaseValue.Write(output => Punycode.Decode(Utf8(a[0]), output))),
        Of("punycode_domain_from_string", a => CaseValue.Write(output => Punycode.DecodeDomain(Utf8(a[0]), output))),
        Of("punycode_domain_to_string", a => CaseValue.Write(output => Punycode.EncodeDomain(Utf8(a[0]), output))),
        Of("format_bytes", a => CaseValue.Write(output =>
            ByteSize.Write(Real(a[0]), Long(a, 1), a.Count > 2 ? ByteSize.UnitFromName((string)a[2]!) : null, output))),
        Of("gzip_decompress_from_base64_string", a => CaseValue.Write(output => CompressedText.DecompressGzip(Utf8(a[0]), output))),
        Of("zlib_decompress_from_base64_string", a => CaseValue.Write(output => CompressedText.DecompressZlib(Utf8(a[0]), output))),
        Of("regex_re2", a => RegexTranslator.Translate((string)a[0]!).Re2),
        Of("regex_error", a => RegexTranslator.Translate((string)a[0]!) is { Error: { } error } fault ? $"{fault.Position}: {error}" : null),
        Of("regex_marked", a => RegexTranslator.TranslateMarked((string)a[0]!)),
        Of("mark_words", a => CaseValue.Write(output => WordMarks.Write(Utf8(a[0]), output))),
        Of("unmark_words", a => CaseValue.Write(output => WordMarks.Remove(Utf8(a[0]), output))),
        Of("regex_has_boundary", a => RegexTranslator.Translate((string)a[0]!).HasWordBoundary),
        Of("equals_ci", a => Match(a, TextMatch.Equals, ignoreCase: true)),
    ];

    private static bool Has(IReadOnlyList<object?> a, TermMatch match, bool ignoreCase) =>
        new TermPattern(Utf8(a[1]), match, ignoreCase).IsMatch(Utf8(a[0]));

    private static bool Match(IReadOnlyList<object?> a, TextMatch match, bool ignoreCase) =>
        new TextPattern(Utf8(a[1]), match, ignoreCase).IsMatch(Utf8(a[0]));

    private static TermSet Terms(IReadOnlyList<object?> a) => new([.. a.Skip(1).Select(needle => (ReadOnlyMemory<byte>)Utf8(needle))]);
}
