using System.Buffers;
using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// The run-time form of a dynamic value. A dynamic null is no text at all (SQL NULL; an empty span here); anything else
/// is compact UTF-8 JSON whose properties keep their order. Kusto's dynamic holds more types than JSON has:
/// <list type="bullet">
/// <item>A number with a point or an exponent is a real, another one a long.</item>
/// <item>datetime, timespan, guid and decimal, and reals that JSON cannot write, are strings that begin with a Unicode
/// noncharacter (U+FDD0 to U+FDD4, see the constants) followed by the value's canonical text.</item>
/// </list>
/// Text from outside never holds such a string: <see cref="DynamicWriter"/> replaces a leading noncharacter by U+FFFD.
/// A part of a value, as <see cref="DynamicPath"/> finds it, is a slice of the same text.
/// Source of the types: scalar-data-types/dynamic.md.
/// </summary>
public static class DynamicText
{
    /// <summary>U+FDD0: a datetime as ISO 8601 with seven decimals and Z.</summary>
    public const char DatetimeMarker = '\uFDD0';

    /// <summary>U+FDD1: a timespan as [-][d.]hh:mm:ss[.fffffff].</summary>
    public const char TimespanMarker = '\uFDD1';

    /// <summary>U+FDD2: a guid in lower case with hyphens.</summary>
    public const char GuidMarker = '\uFDD2';

    /// <summary>U+FDD3: a decimal.</summary>
    public const char DecimalMarker = '\uFDD3';

    /// <summary>U+FDD4: a real that JSON cannot write: NaN, Infinity, -Infinity.</summary>
    public const char RealMarker = '\uFDD4';

    /// <summary>Bytes of a marker in UTF-8; all share the first two.</summary>
    internal const int MarkerLength = 3;

    internal const byte FirstMarkerByte = 0xEF;
    internal const byte SecondMarkerByte = 0xB7;
    internal const byte LastOfDatetime = 0x90;
    internal const byte LastOfReal = 0x94;

    /// <summary>What the value holds.</summary>
    public static DynamicKind KindOf(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> text = value.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return DynamicKind.Null;
        }

        return text[0] switch
        {
            (byte)'{' => DynamicKind.Bag,
            (byte)'[' => DynamicKind.Array,
            (byte)'"' => KindOfString(text[1..]),
            (byte)'t' or (byte)'f' => DynamicKind.Bool,
            (byte)'n' => DynamicKind.Null,
            _ => text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 ? DynamicKind.Real : DynamicKind.Long,
        };
    }

    /// <summary><c>gettype(dynamic)</c>: a real within a dynamic value is a double, as Kusto's engine answers.</summary>
    public static ReadOnlySpan<byte> TypeName(ReadOnlySpan<byte> value) => KindOf(value) switch
    {
        DynamicKind.Bool => "bool"u8,
        DynamicKind.Long => "long"u8,
        DynamicKind.Real => "double"u8,
        DynamicKind.Decimal => "decimal"u8,
        DynamicKind.String => "string"u8,
        DynamicKind.Datetime => "datetime"u8,
        DynamicKind.Timespan => "timespan"u8,
        DynamicKind.Guid => "guid"u8,
        DynamicKind.Array => "array"u8,
        DynamicKind.Bag => "dictionary"u8,
        _ => "null"u8,
    };

    /// <summary>
    /// <c>tostring(dynamic)</c>: a string without quotes, another scalar as its text, arrays and bags as JSON in which
    /// typed values are plain strings. Null writes nothing.
    /// </summary>
    public static void WriteText(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (KindOf(value))
        {
            case DynamicKind.Null:
                break;
            case DynamicKind.Array or DynamicKind.Bag:
                WriteJson(value, output);
                break;
            case DynamicKind.Bool or DynamicKind.Long or DynamicKind.Real when value[0] != '"':
                output.Write(value);
                break;
            case DynamicKind.String:
                JsonString.Unescape(Content(value), output);
                break;
            default:
                output.Write(TypedContent(value));
                break;
        }
    }

    /// <summary>Writes the value as JSON for the outside: typed values lose their markers. Null is <c>null</c>.</summary>
    public static void WriteJson(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.IsEmpty)
        {
            output.Write("null"u8);
            return;
        }

        ReadOnlySpan<byte> rest = value;
        while (IndexOfMarker(rest) is var place and >= 0)
        {
            output.Write(rest[..place]);
            rest = rest[(place + MarkerLength)..];
        }

        output.Write(rest);
    }

    /// <summary>A reader for a value's text; what it is given must be JSON.</summary>
    internal static Utf8JsonReader Reader(ReadOnlySpan<byte> value) => new(value, new JsonReaderOptions { MaxDepth = DynamicDepth.Limit });

    /// <summary>The characters between the quotes, still escaped.</summary>
    internal static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> value) => value[1..^1];

    /// <summary>The canonical text behind a marker; it never needs an escape.</summary>
    internal static ReadOnlySpan<byte> TypedContent(ReadOnlySpan<byte> value) => value[(1 + MarkerLength)..^1];

    internal static bool StartsWithMarker(ReadOnlySpan<byte> text) =>
        text.Length >= MarkerLength
        && text[0] == FirstMarkerByte
        && text[1] == SecondMarkerByte
        && text[2] is >= LastOfDatetime and <= LastOfReal;

    private static DynamicKind KindOfString(ReadOnlySpan<byte> content) => !StartsWithMarker(content)
        ? DynamicKind.String
        : (content[2] - LastOfDatetime) switch
        {
            0 => DynamicKind.Datetime,
            1 => DynamicKind.Timespan,
            2 => DynamicKind.Guid,
            3 => DynamicKind.Decimal,
            _ => DynamicKind.Real,
        };

    /// <summary>A marker follows an opening quote, which, unlike an escaped one, has no backslash before it.</summary>
    private static int IndexOfMarker(ReadOnlySpan<byte> text)
    {
        int from = 0;
        while (text[from..].IndexOf([(byte)'"', FirstMarkerByte, SecondMarkerByte]) is var found and >= 0)
        {
            int quote = from + found;
            if (StartsWithMarker(text[(quote + 1)..]) && (quote == 0 || text[quote - 1] != '\\'))
            {
                return quote + 1;
            }

            from = quote + 1;
        }

        return -1;
    }
}
