using System.Buffers;
using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>Functions that cut a text into a dynamic array, or make a text of one.</summary>
public static class TextParts
{
    /// <summary><c>parse_csv</c>: the fields of the first record (parse-csv-function.md).</summary>
    public static void ParseCsv(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        byte[] field = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        DynamicWriter writer = new(output);
        writer.BeginArray();
        int length = 0;
        bool quoted = false;
        int i = 0;
        for (; i < text.Length && (quoted || text[i] is not ((byte)'\r' or (byte)'\n')); i++)
        {
            byte value = text[i];
            if (value == '"')
            {
                bool doubled = quoted && i + 1 < text.Length && text[i + 1] == '"';
                if (!doubled)
                {
                    quoted = !quoted;
                    continue;
                }

                i++;
            }
            else if (value == ',' && !quoted)
            {
                writer.WriteString(field.AsSpan(0, length));
                length = 0;
                continue;
            }

            field[length++] = value;
        }

        writer.WriteString(field.AsSpan(0, length));
        writer.EndArray();
        ArrayPool<byte>.Shared.Return(field);
    }

    /// <summary><c>unicode_codepoints_from_string</c></summary>
    public static void ToCodePoints(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        writer.BeginArray();
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            writer.WriteLong(rune.Value);
            text = text[length..];
        }

        writer.EndArray();
    }

    /// <summary><c>unicode_codepoints_to_string</c> (alias <c>make_string</c>): numbers and arrays of them in any depth; others are left out.</summary>
    public static void FromCodePoints(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        DynamicDepth.EnsureStack();
        if (DynamicArray.IsArray(value))
        {
            foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
            {
                FromCodePoints(element, output);
            }
        }
        else if (DynamicText.KindOf(value) == DynamicKind.Long && DynamicConversions.ToLong(value) is { } number
            && number is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)number, out Rune rune))
        {
            output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        }
    }
}
