using Tocsin.Kql.Results;
using System.Text;
using Tocsin.Kql.Types;
using Tocsin.Report.Rows;

namespace Tocsin.Report.Writing;

/// <summary>Where a table goes.</summary>
/// <param name="Width">The terminal's width in columns, or null where the output is no terminal: then nothing is cut.</param>
/// <param name="Colour">ANSI colours may be used.</param>
public sealed record TableSurface(int? Width, bool Colour)
{
    public static TableSurface Plain { get; } = new(null, Colour: false);
}

/// <summary>
/// Rows as an aligned table for people. Widths are settled by the first rows; later rows are streamed, so a
/// result of any size passes.
/// </summary>
public sealed class TableResultWriter(TableSurface surface) : IResultWriter
{
    private const int RowsForWidths = 1000;
    private const int NarrowestColumn = 6;
    private const string Gap = "  ";

    public long Write(IRowReader rows, Stream output, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        var names = rows.Columns.Select(c => TerminalText.Neutralise(c.Name)).ToArray();
        var rightAligned = rows.Columns.Select(c => IsRightAligned(c.Type)).ToArray();
        var head = ReadHead(rows, cancellationToken);
        var widths = Widths(names, head);
        WriteHeader(writer, names, widths, rightAligned);
        foreach (var row in head)
        {
            WriteRow(writer, names, row, widths, rightAligned);
        }

        var count = (long)head.Count;
        while (head.Count == RowsForWidths && rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteRow(writer, names, ReadRow(rows), widths, rightAligned);
            count++;
        }

        return count;
    }

    private static bool IsRightAligned(KqlType type) => type.IsNumeric() || type == KqlType.TimeSpan;

    private static List<string[]> ReadHead(IRowReader rows, CancellationToken cancellationToken)
    {
        var head = new List<string[]>();
        while (head.Count < RowsForWidths && rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            head.Add(ReadRow(rows));
        }

        return head;
    }

    private static string[] ReadRow(IRowReader rows)
    {
        using var bytes = new MemoryStream();
        var cells = new string[rows.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            bytes.SetLength(0);
            var buffer = new ByteBuffer(bytes);
            JsonValues.AppendPlain(buffer, rows, i);
            buffer.Flush();
            cells[i] = TerminalText.Neutralise(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        }

        return cells;
    }

    private int[] Widths(string[] names, List<string[]> head)
    {
        var widths = names.Select(n => TerminalText.Width(n)).ToArray();
        foreach (var row in head)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], TerminalText.Width(row[i]));
            }
        }

        if (surface.Width is { } room)
        {
            Shrink(widths, room - (Gap.Length * (widths.Length - 1)));
        }

        return widths;
    }

    /// <summary>Takes room from the widest columns until all fit, or all are narrow.</summary>
    private static void Shrink(int[] widths, int room)
    {
        var excess = widths.Sum() - room;
        while (excess > 0)
        {
            var widest = widths.Max();
            if (widest <= NarrowestColumn)
            {
                return;
            }

            var next = widths.Where(w => w < widest).Append(NarrowestColumn).Max();
            var many = widths.Count(w => w == widest);
            var cut = Math.Max(1, Math.Min(widest - next, excess / many));
            for (var i = 0; i < widths.Length && excess > 0; i++)
            {
                if (widths[i] == widest)
                {
                    widths[i] -= cut;
                    excess -= cut;
                }
            }
        }
    }

    private void WriteHeader(StreamWriter writer, string[] names, int[] widths, bool[] rightAligned)
    {
        if (surface.Colour)
        {
            writer.Write("\e[1m");
        }

        WriteCells(writer, names, widths, rightAligned, colourOf: null);
        if (surface.Colour)
        {
            writer.Write("\e[0m");
        }

        writer.WriteLine();
        writer.WriteLine(string.Join(Gap, widths.Select(w => new string('─', w))));
    }

    private void WriteRow(StreamWriter writer, string[] names, string[] cells, int[] widths, bool[] rightAligned)
    {
        WriteCells(writer, cells, widths, rightAligned, surface.Colour ? i => ColourOf(names[i], cells[i]) : null);
        writer.WriteLine();
    }

    private void WriteCells(StreamWriter writer, string[] cells, int[] widths, bool[] rightAligned, Func<int, string?>? colourOf)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var text = surface.Width is null ? cells[i] : TerminalText.Fit(cells[i], widths[i]);
            var padding = new string(' ', Math.Max(0, widths[i] - TerminalText.Width(text)));
            var colour = colourOf?.Invoke(i);
            if (colour is not null)
            {
                text = $"{colour}{text}\e[0m";
            }

            var last = i == cells.Length - 1;
            writer.Write(rightAligned[i] ? padding + text : last ? text : text + padding);
            writer.Write(last ? "" : Gap);
        }
    }

    private static string? ColourOf(string column, string value)
    {
        if (!string.Equals(column, "Severity", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Detections.Ratings.SeverityFromName(value) switch
        {
            Detections.Severity.Critical => "\e[1;31m",
            Detections.Severity.High => "\e[31m",
            Detections.Severity.Medium => "\e[33m",
            _ => null,
        };
    }
}
