using System.Globalization;
using System.Text;
using Tocsin.Detections;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Report.Writing;

/// <summary>Where a table goes.</summary>
/// <param name="Width">The terminal's width in columns, or null where the output is no terminal: then nothing is cut.</param>
/// <param name="Colour">ANSI colours may be used.</param>
public sealed record TableSurface(int? Width, bool Colour)
{
    /// <summary>The narrowest terminal on which alerts are a table: rows cut short tell too little.</summary>
    private const int WidthOfAlertTable = 150;

    public bool IsNarrow => Width < WidthOfAlertTable;

    public static TableSurface Plain { get; } = new(null, Colour: false);
}

/// <summary>
/// Rows as an aligned table for people. Widths are settled by the first rows; later rows are streamed, so a
/// result of any size passes. On a terminal cells are cut to fit; elsewhere no value is cut, and one that is longer
/// than a column is wide pushes the rest of its row to the right. Rows of too many columns for the terminal are
/// written one column a line.
/// </summary>
public sealed class TableResultWriter(TableSurface surface) : IResultWriter
{
    private const int RowsForWidths = 1000;
    private const int NarrowestColumn = 6;

    /// <summary>The most that a column is padded to where nothing is cut: one long value must not widen every row.</summary>
    private const int WidestPadding = 60;

    private const string Gap = "  ";

    public long Write(IRowReader rows, Stream output, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        var names = rows.Columns.Select(c => TerminalText.Neutralise(c.Name)).ToArray();
        var rightAligned = rows.Columns.Select(c => IsRightAligned(c.Type)).ToArray();
        var cell = new ByteBuffer(Stream.Null);
        var head = ReadHead(rows, cell, cancellationToken);
        Action<string[], long> write;
        if (IsTooWide(names.Length))
        {
            var labelWidth = names.Max(n => TerminalText.Width(n));
            write = (row, number) => WriteRecord(writer, names, row, labelWidth, number);
        }
        else
        {
            var widths = Widths(names, head);
            WriteHeader(writer, names, widths, rightAligned);
            write = (row, _) => WriteRow(writer, names, row, widths, rightAligned);
        }

        var count = 0L;
        foreach (var row in head)
        {
            write(row, ++count);
        }

        while (head.Count == RowsForWidths && rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            write(ReadRow(rows, cell), ++count);
        }

        return count;
    }

    private bool IsTooWide(int columns) => surface.Width is { } room && (columns * (NarrowestColumn + Gap.Length)) - Gap.Length > room;

    private static bool IsRightAligned(KqlType type) => type.IsNumeric() || type == KqlType.TimeSpan;

    private static List<string[]> ReadHead(IRowReader rows, ByteBuffer cell, CancellationToken cancellationToken)
    {
        var head = new List<string[]>();
        while (head.Count < RowsForWidths && rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            head.Add(ReadRow(rows, cell));
        }

        return head;
    }

    /// <param name="rows">At the row.</param>
    /// <param name="cell">Takes the bytes of one cell after the other.</param>
    private static string[] ReadRow(IRowReader rows, ByteBuffer cell)
    {
        var cells = new string[rows.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cell.Clear();
            JsonValues.AppendPlain(cell, rows, i);
            cells[i] = cell.Written.IsEmpty ? string.Empty : TerminalText.Neutralise(Encoding.UTF8.GetString(cell.Written));
        }

        return cells;
    }

    private int[] Widths(string[] names, List<string[]> head)
    {
        var most = surface.Width is null ? WidestPadding : int.MaxValue;
        var widths = names.Select(n => Math.Min(most, TerminalText.Width(n))).ToArray();
        foreach (var row in head)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Math.Min(most, TerminalText.Width(row[i])));
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

    private void WriteRecord(StreamWriter writer, string[] names, string[] cells, int labelWidth, long number)
    {
        writer.WriteLine(number == 1 ? "── row 1" : string.Create(CultureInfo.InvariantCulture, $"\n── row {number}"));
        for (var i = 0; i < cells.Length; i++)
        {
            var colour = surface.Colour ? ColourOf(names[i], cells[i]) : null;
            var text = TerminalText.Fit(cells[i], Math.Max(NarrowestColumn, surface.Width!.Value - labelWidth - Gap.Length));
            var padding = new string(' ', labelWidth - TerminalText.Width(names[i]));
            writer.WriteLine($"{names[i]}{padding}{Gap}{(colour is null ? text : $"{colour}{text}\e[0m")}");
        }
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

        return Ratings.SeverityFromName(value) is { } severity ? ColourOf(severity) : null;
    }

    internal static string? ColourOf(Severity severity) => severity switch
    {
        Severity.Critical => "\e[1;31m",
        Severity.High => "\e[31m",
        Severity.Medium => "\e[33m",
        _ => null,
    };
}
