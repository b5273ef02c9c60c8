using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <summary>Says what content is that no reader takes.</summary>
internal static class NotRecognised
{
    private const int Shown = 6;
    private const int Longest = 40;

    public static string Reason(ContentSample sample) => sample switch
    {
        { Json.Records: [var first, ..] } => $"JSON whose fields are of no known format: {Names(first.Names)}",
        { Json: not null } => "JSON without a readable object in its first 64 KB",
        _ when CsvHeader.Read(sample.Lines) is { } header => $"text whose columns are of no known table: {Names(header.Columns)}",
        _ => "text of no known format",
    };

    private static string Names(IReadOnlyCollection<string> names)
    {
        var shown = names.Where(n => !n.Contains('/', StringComparison.Ordinal)).Take(Shown)
            .Select(n => n.Length > Longest ? n[..Longest] + "…" : n);
        return string.Join(", ", shown) + (names.Count > Shown ? ", …" : string.Empty);
    }
}
