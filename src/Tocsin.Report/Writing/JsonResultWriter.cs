using System.Text;
using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>
/// Rows as JSON objects: one array of them, or one object a line (https://github.com/ndjson/ndjson-spec).
/// A column's name stands in every row, so that a line is worth something by itself.
/// </summary>
public sealed class JsonResultWriter(bool lines) : IResultWriter
{
    public long Write(IRowReader rows, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ByteBuffer(output);
        var names = rows.Columns.Select(c => Name(c.Name)).ToArray();
        if (!lines)
        {
            buffer.Append((byte)'[');
        }

        var count = 0L;
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!lines)
            {
                buffer.Append(count == 0 ? "\n"u8 : ",\n"u8);
            }

            AppendRow(buffer, rows, names);
            if (lines)
            {
                buffer.Append((byte)'\n');
            }

            count++;
            buffer.FlushIfFull();
        }

        if (!lines)
        {
            buffer.Append(count == 0 ? "]\n"u8 : "\n]\n"u8);
        }

        buffer.Flush();
        return count;
    }

    private static void AppendRow(ByteBuffer buffer, IRowReader rows, byte[][] names)
    {
        buffer.Append((byte)'{');
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
            {
                buffer.Append((byte)',');
            }

            buffer.Append(names[i]);
            JsonValues.Append(buffer, rows, i);
        }

        buffer.Append((byte)'}');
    }

    private static byte[] Name(string name)
    {
        using var bytes = new MemoryStream();
        var buffer = new ByteBuffer(bytes);
        JsonValues.AppendString(buffer, Encoding.UTF8.GetBytes(name));
        buffer.Append((byte)':');
        buffer.Flush();
        return bytes.ToArray();
    }
}
