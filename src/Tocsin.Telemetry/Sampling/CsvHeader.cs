using System.Collections.Immutable;
using System.Text;

namespace Tocsin.Telemetry.Sampling;

/// <summary>The first line of a CSV file, and how it is separated.</summary>
/// <param name="Skip">Lines up to and with the header.</param>
internal sealed record CsvHeader(char Delimiter, int Skip, ImmutableArray<string> Columns)
{
    /// <summary>Log Analytics writes the zone behind the names of time columns.</summary>
    private const string UtcSuffix = " [UTC]";

    /// <summary>How many lines a value may have; a scheduled task's XML has a hundred. A quote that is open for longer is none.</summary>
    internal const int MaximumLines = 250;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Reads the header with the delimiter that gives the most columns; null where there is no second column.</summary>
    public static CsvHeader? Read(IReadOnlyList<string> lines)
    {
        // Excel's own mark of the delimiter, and what Windows PowerShell's Export-Csv says of the objects.
        var marked = lines.Count > 1 && lines[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && lines[0].Length == 5;
        var index = marked || (lines.Count > 1 && lines[0].StartsWith("#TYPE ", StringComparison.Ordinal)) ? 1 : 0;
        if (lines.Count <= index)
        {
            return null;
        }

        return (marked ? [lines[0][4]] : Delimiters)
            .Select(d => new CsvHeader(d, index + 1, [.. Split(lines[index], d).Select(Name)]))
            .Where(h => h.Columns.Length > 1)
            .MaxBy(h => h.Columns.Length);
    }

    /// <summary>The header of a file with one column, by a delimiter that does not occur; null where the file has no line.</summary>
    public static CsvHeader? Single(IReadOnlyList<string> lines) =>
        lines is [{ Length: > 0 } first, ..] && Array.Find(Delimiters, d => !lines.Any(l => l.Contains(d, StringComparison.Ordinal))) is not default(char) and var unused
            ? new CsvHeader(unused, 1, [.. Split(first, unused).Select(Name)])
            : null;

    /// <summary>The values of the records behind the header; a quoted value may run over several lines.</summary>
    public IEnumerable<IReadOnlyList<string>> Records(IReadOnlyList<string> lines)
    {
        for (var i = Skip; i < lines.Count; i++)
        {
            var record = lines[i];
            var end = i;
            while (!IsClosed(record) && end - i < MaximumLines && end + 1 < lines.Count)
            {
                record = string.Concat(record, "\n", lines[++end]);
            }

            // A quote that nothing closes is a fault of its own line.
            var isWhole = IsClosed(record);
            yield return Split(isWhole ? record : lines[i], Delimiter);
            i = isWhole ? end : i;
        }
    }

    /// <summary>Whether the text ends outside of quotes, if it began there.</summary>
    internal static bool IsClosed(string record) => record.AsSpan().Count('"') % 2 == 0;

    /// <summary>The values of one line; a quote that is not closed runs to its end.</summary>
    public static IReadOnlyList<string> Split(string line, char delimiter)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"')
            {
                if (isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    value.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (c == delimiter && !isQuoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else
            {
                value.Append(c);
            }
        }

        values.Add(value.ToString());
        return values;
    }

    private static string Name(string cell)
    {
        var name = cell.Trim();
        return name.EndsWith(UtcSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^UtcSuffix.Length] : name;
    }
}
