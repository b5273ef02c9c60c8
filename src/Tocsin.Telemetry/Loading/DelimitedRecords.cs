using System.Text;
using System.Text.Json;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <summary>Finds the lines of rejected records of delimited text by their values.</summary>
internal static class DelimitedRecords
{
    /// <summary>Numbers the records that have no line yet, and gives them the text that stands there.</summary>
    /// <param name="skip">Lines in front of the records.</param>
    public static void Find(InputFile file, char delimiter, int skip, RejectedRecord[] wanted)
    {
        var byText = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] is { Line: null, Text: { Length: > 0 } text })
            {
                var key = Key(Values(text), delimiter);
                (byText.TryGetValue(key, out var same) ? same : byText[key] = new Queue<int>()).Enqueue(i);
            }
        }

        var left = byText.Values.Sum(q => q.Count);
        using var stream = SampleReader.OpenReadable(file);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new Queue<string>();
        for (var i = 0; i < skip; i++)
        {
            reader.ReadLine();
        }

        for (long number = skip + 1; left > 0 && Next(reader, lines) is { } first; number++)
        {
            var (record, further) = Record(first, reader, lines);
            if (byText.TryGetValue(Key(CsvHeader.Split(record, delimiter), delimiter), out var same) && same.TryDequeue(out var index))
            {
                wanted[index] = wanted[index] with { Line = number, Text = record };
                left--;
            }

            number += further;
        }
    }

    /// <summary>The record that begins with the line, and how many lines more it has.</summary>
    private static (string Record, int Further) Record(string first, StreamReader reader, Queue<string> lines)
    {
        if (CsvHeader.IsClosed(first))
        {
            return (first, 0);
        }

        var record = new StringBuilder(first);
        var taken = new List<string>();
        while (taken.Count < CsvHeader.MaximumLines && Next(reader, lines) is { } line)
        {
            taken.Add(line);
            record.Append('\n').Append(line);
            if (!CsvHeader.IsClosed(line))
            {
                return (record.ToString(), taken.Count);
            }
        }

        // Nothing closes the quote: the lines are looked at by themselves.
        taken.AddRange(lines);
        lines.Clear();
        foreach (var line in taken)
        {
            lines.Enqueue(line);
        }

        return (first, 0);
    }

    private static string? Next(StreamReader reader, Queue<string> lines) => lines.TryDequeue(out var line) ? line : reader.ReadLine();

    /// <summary>The values of what a reading keeps of a record: joined by the delimiter, or as an object.</summary>
    private static IEnumerable<string> Values(string text)
    {
        if (text.StartsWith('{'))
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                return [.. document.RootElement.EnumerateObject().Select(p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : string.Empty)];
            }
            catch (JsonException)
            {
                // Text that happens to begin so.
            }
        }

        return [text];
    }

    private static string Key(IEnumerable<string> values, char delimiter) => string.Join(delimiter, values).ReplaceLineEndings("\n");
}
