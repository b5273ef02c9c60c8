using System.Buffers;
using System.Text;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Report.Writing;

/// <summary>
/// CSV as RFC 4180 has it: CRLF line ends, a header line, quotes where a field needs them. Values are written
/// exactly; a null is an empty field, and an empty string is <c>""</c>, so that the two stay apart.
/// </summary>
/// <param name="spreadsheetSafe">
/// Puts an apostrophe before text that a spreadsheet would run as a formula (it begins with = + - @, tab or CR).
/// Off unless asked for: it changes the data, and whoever compares or reads it back needs the exact value.
/// </param>
public sealed class CsvResultWriter(bool spreadsheetSafe = false) : IResultWriter
{
    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create("\",\r\n"u8);

    public long Write(IRowReader rows, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ByteBuffer(output);
        for (var i = 0; i < rows.Columns.Count; i++)
        {
            AppendSeparator(buffer, i);
            AppendField(buffer, Encoding.UTF8.GetBytes(rows.Columns[i].Name));
        }

        buffer.Append("\r\n"u8);
        var count = 0L;
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < rows.Columns.Count; i++)
            {
                AppendSeparator(buffer, i);
                AppendValue(buffer, rows, i);
            }

            buffer.Append("\r\n"u8);
            count++;
            buffer.FlushIfFull();
        }

        buffer.Flush();
        return count;
    }

    private static void AppendSeparator(ByteBuffer buffer, int column)
    {
        if (column > 0)
        {
            buffer.Append((byte)',');
        }
    }

    private void AppendValue(ByteBuffer buffer, IRowReader rows, int column)
    {
        switch (rows.Columns[column].Type)
        {
            case KqlType.String when rows.IsNull(column):
                buffer.Append("\"\""u8);
                break;
            case KqlType.String or KqlType.Dynamic or KqlType.Guid when !rows.IsNull(column):
                AppendField(buffer, rows.GetUtf8(column));
                break;
            default:
                JsonValues.AppendPlain(buffer, rows, column);
                break;
        }
    }

    private void AppendField(ByteBuffer buffer, ReadOnlySpan<byte> text)
    {
        var guarded = spreadsheetSafe && text is [(byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r', ..];
        if (!guarded && !text.IsEmpty && text.IndexOfAny(NeedsQuotes) < 0 && text[0] != (byte)' ' && text[^1] != (byte)' ')
        {
            buffer.Append(text);
            return;
        }

        buffer.Append(guarded ? "\"'"u8 : "\""u8);
        while (text.IndexOf((byte)'"') is >= 0 and var quote)
        {
            buffer.Append(text[..(quote + 1)]);
            buffer.Append((byte)'"');
            text = text[(quote + 1)..];
        }

        buffer.Append(text);
        buffer.Append((byte)'"');
    }
}
