using System.Text;
using System.Text.Json;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <summary>Finds the lines of rejected records, by reading a file that has some once more, as far as needed.</summary>
internal static class RejectLocator
{
    private const int Examples = 5;
    private const int ShownLength = 300;

    /// <param name="shape">How the records of delimited text look; null where it is none.</param>
    public static IReadOnlyList<RejectedRecord> Locate(InputFile file, CsvShape? shape, bool all, IReadOnlyList<RejectedRecord> rejections)
    {
        RejectedRecord[] wanted = [.. all ? rejections : rejections.Take(Examples)];
        var lined = file.LinesPath is { } path ? file with { Path = path } : file;
        if ((file.HasLines || file.LinesPath is not null) && !Array.TrueForAll(wanted, r => r.Line is not null))
        {
            if (shape is { Delimiter: { } delimiter })
            {
                DelimitedRecords.Find(lined, delimiter, shape.Skip, wanted);
            }
            else
            {
                Find(lined, wanted);
            }
        }

        return all ? wanted : [.. wanted.Select(r => r.Text is { Length: > ShownLength } text ? r with { Text = text[..ShownLength] } : r)];
    }

    private static void Find(InputFile file, RejectedRecord[] wanted)
    {
        // Records whose text is known, by that text; records that are not JSON, in order.
        var byText = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        var broken = new Queue<int>();
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].Line is null && wanted[i].Reason.Equals(Stage.BadJson, StringComparison.Ordinal))
            {
                broken.Enqueue(i);
            }
            else if (wanted[i] is { Line: null, Text: { Length: > 0 } text })
            {
                (byText.TryGetValue(text.Trim(), out var same) ? same : byText[text.Trim()] = new Queue<int>()).Enqueue(i);
            }
        }

        var left = broken.Count + byText.Values.Sum(q => q.Count);
        using var stream = SampleReader.OpenReadable(file);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (long number = 1; left > 0 && reader.ReadLine() is { } line; number++)
        {
            if (Next(line, byText, broken) is { } index)
            {
                wanted[index] = wanted[index] with { Line = number, Text = line };
                left--;
            }
        }
    }

    private static int? Next(string line, Dictionary<string, Queue<int>> byText, Queue<int> broken) =>
        byText.TryGetValue(line.Trim(), out var same) && same.TryDequeue(out var index) ? index
        : broken.Count > 0 && !string.IsNullOrWhiteSpace(line) && !IsJson(line) ? broken.Dequeue()
        : null;

    private static bool IsJson(string line)
    {
        // U+FFFD stands where bytes were not UTF-8, which makes a record as bad as broken brackets do.
        if (line.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return false;
        }

        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(line), new JsonReaderOptions { MaxDepth = 4096, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
