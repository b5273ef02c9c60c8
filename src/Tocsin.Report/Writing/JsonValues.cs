using System.Buffers;
using System.Globalization;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Report.Writing;

/// <summary>Writes single values as JSON, straight from the reader's bytes.</summary>
internal static class JsonValues
{
    /// <summary>RFC 8259 asks for quotes, backslashes and control characters; DEL is escaped for terminals' sake.</summary>
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\', 0x7f]);

    private static ReadOnlySpan<byte> Hex => "0123456789abcdef"u8;

    public static void Append(ByteBuffer buffer, IRowReader rows, int column)
    {
        var type = rows.Columns[column].Type;
        if (rows.IsNull(column))
        {
            buffer.Append(type == KqlType.String ? "\"\""u8 : "null"u8);
            return;
        }

        switch (type)
        {
            case KqlType.Bool:
                buffer.Append(rows.GetBool(column) ? "true"u8 : "false"u8);
                break;
            case KqlType.Int or KqlType.Long:
                AppendInteger(buffer, rows.GetLong(column));
                break;
            case KqlType.Real:
                AppendReal(buffer, rows.GetReal(column));
                break;
            case KqlType.DateTime or KqlType.TimeSpan:
                buffer.Append((byte)'"');
                AppendTicks(buffer, type, rows.GetLong(column));
                buffer.Append((byte)'"');
                break;
            case KqlType.Dynamic:
                buffer.Append(rows.GetUtf8(column));
                break;
            default:
                AppendString(buffer, rows.GetUtf8(column));
                break;
        }
    }

    /// <summary>The value's plain text, as CSV and the table show it.</summary>
    public static void AppendPlain(ByteBuffer buffer, IRowReader rows, int column)
    {
        if (rows.IsNull(column))
        {
            return;
        }

        var type = rows.Columns[column].Type;
        switch (type)
        {
            case KqlType.Bool:
                buffer.Append(rows.GetBool(column) ? "true"u8 : "false"u8);
                break;
            case KqlType.Int or KqlType.Long:
                AppendInteger(buffer, rows.GetLong(column));
                break;
            case KqlType.Real:
                buffer.Advance(ValueText.FormatReal(rows.GetReal(column), buffer.Reserve(ValueText.MaxLength)));
                break;
            case KqlType.DateTime or KqlType.TimeSpan:
                AppendTicks(buffer, type, rows.GetLong(column));
                break;
            default:
                buffer.Append(rows.GetUtf8(column));
                break;
        }
    }

    /// <summary>A JSON string. Invalid UTF-8 has no business here: readers yield valid text.</summary>
    public static void AppendString(ByteBuffer buffer, ReadOnlySpan<byte> text)
    {
        buffer.Append((byte)'"');
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                buffer.Append(text);
                break;
            }

            buffer.Append(text[..plain]);
            AppendEscaped(buffer, text[plain]);
            text = text[(plain + 1)..];
        }

        buffer.Append((byte)'"');
    }

    private static void AppendInteger(ByteBuffer buffer, long value)
    {
        value.TryFormat(buffer.Reserve(20), out var written, provider: CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }

    private static void AppendReal(ByteBuffer buffer, double value)
    {
        var quoted = !double.IsFinite(value);
        if (quoted)
        {
            buffer.Append((byte)'"');
        }

        buffer.Advance(ValueText.FormatReal(value, buffer.Reserve(ValueText.MaxLength)));
        if (quoted)
        {
            buffer.Append((byte)'"');
        }
    }

    private static void AppendTicks(ByteBuffer buffer, KqlType type, long ticks)
    {
        var room = buffer.Reserve(ValueText.MaxLength);
        buffer.Advance(type == KqlType.DateTime ? ValueText.FormatDateTime(ticks, room) : ValueText.FormatTimeSpan(ticks, room));
    }

    private static void AppendEscaped(ByteBuffer buffer, byte value)
    {
        buffer.Append((byte)'\\');
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                buffer.Append(value);
                break;
            case (byte)'\n':
                buffer.Append((byte)'n');
                break;
            case (byte)'\r':
                buffer.Append((byte)'r');
                break;
            case (byte)'\t':
                buffer.Append((byte)'t');
                break;
            default:
                buffer.Append("u00"u8);
                buffer.Append(Hex[value >> 4]);
                buffer.Append(Hex[value & 15]);
                break;
        }
    }
}
