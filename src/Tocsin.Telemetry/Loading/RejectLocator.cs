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

    public static IReadOnlyList<RejectedRecord> Locate(InputFile file, IReadOnlyList<RejectedRecord> rejections)
    {
        var wanted = rejections.Take(Examples).ToArray();
        if (!file.HasLines || Array.TrueForAll(wanted, r => r.Line is not null))
        {
            return wanted;
        }

        try
        {
            using var stream = SampleReader.OpenUnpacked(file);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            for (long number = 1; reader.ReadLine() is { } line; number++)
            {
                var index = Array.FindIndex(wanted, r => r.Line is null && Is(r, line));
                if (index >= 0)
                {
                    wanted[index] = wanted[index] with { Line = number, Text = line.Length > ShownLength ? line[..ShownLength] : line };
                    if (Array.TrueForAll(wanted, r => r.Line is not null))
                    {
                        break;
                    }
                }
            }
        }
        catch (InvalidDataException)
        {
            // A truncated gzip file: what was found so far stands.
        }

        return wanted;
    }

    private static bool Is(RejectedRecord record, string line) => record switch
    {
        { Reason: Stage.BadJson } => !string.IsNullOrWhiteSpace(line) && !IsJson(line),
        { Text: { Length: > 0 } text } => line.StartsWith(text, StringComparison.Ordinal),
        _ => false,
    };

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
