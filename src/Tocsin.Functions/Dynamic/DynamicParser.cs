using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// <c>parse_json</c> (aliases <c>todynamic</c>, <c>toobject</c>): JSON text to a dynamic value. Text that is no JSON, blank text
/// too, becomes a dynamic string that holds it; an empty text becomes null. Source: parse-json-function.md.
/// </summary>
public static class DynamicParser
{
    /// <summary>Writes the value; false, with nothing written, where it is null.</summary>
    public static bool Parse(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> json = text.Trim(" \t\r\n"u8);
        if (text.IsEmpty || json.SequenceEqual("null"u8))
        {
            return false;
        }

        if (JsonValidator.IsValid(json))
        {
            Copy(json, output);
        }
        else
        {
            new DynamicWriter(output).WriteString(text);
        }

        return true;
    }

    private static void Copy(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        Utf8JsonReader reader = DynamicText.Reader(json);
        DynamicWriter writer = new(output);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.BeginBag();
                    break;
                case JsonTokenType.EndObject:
                    writer.EndBag();
                    break;
                case JsonTokenType.StartArray:
                    writer.BeginArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.EndArray();
                    break;
                case JsonTokenType.PropertyName:
                    CopyString(reader, ref writer, isName: true);
                    break;
                case JsonTokenType.String:
                    CopyString(reader, ref writer, isName: false);
                    break;
                case JsonTokenType.Number:
                    CopyNumber(reader.ValueSpan, ref writer);
                    break;
                default:
                    writer.WriteValue(reader.ValueSpan);
                    break;
            }
        }
    }

    private static void CopyString(scoped in Utf8JsonReader reader, scoped ref DynamicWriter writer, bool isName)
    {
        byte[]? rented = null;
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            rented = ArrayPool<byte>.Shared.Rent(text.Length);
            text = rented.AsSpan(0, JsonString.Unescape(text, rented));
        }

        if (isName)
        {
            writer.WriteName(text);
        }
        else
        {
            writer.WriteString(text);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A whole number beyond the range of long becomes a real.</summary>
    private static void CopyNumber(ReadOnlySpan<byte> number, scoped ref DynamicWriter writer)
    {
        if (number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && Utf8Parser.TryParse(number, out long whole, out int length) && length == number.Length)
        {
            writer.WriteLong(whole);
            return;
        }

        writer.WriteReal(double.Parse(number, CultureInfo.InvariantCulture));
    }
}
