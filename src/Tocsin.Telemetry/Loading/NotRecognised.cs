using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <summary>Says what content is that no reader takes.</summary>
internal static class NotRecognised
{
    private const int Shown = 6;
    private const int Longest = 40;

    public static string Reason(ContentSample sample) => sample switch
    {
        { Json.Records: [var first, ..] } => $"JSON whose fields are of no known format: {Names(first.Names)}; {WayOut(sample.File)}",
        { Json: not null } => "JSON without a readable object in its first 64 KB",
        _ when CsvHeader.Read(sample.Lines) is { } header => $"text whose columns are of no known table: {Names(header.Columns)}; {WayOut(sample.File)}",
        { Kind: ContentKind.Text, Lines.Count: 0, IsWhole: false } => "text whose first line is longer than 64 KB",
        _ => "text of no known format",
    };

    /// <summary>How the user can say what the file is: the table that its name is that of, or one of their own.</summary>
    public static string WayOut(InputFile file) => FlatTables.NamedBy(file) is { } named
        ? $"--table {named.Name}=FILE reads it as that table"
        : "--table NAME=FILE reads it as a table of that name";

    private static string Names(IReadOnlyCollection<string> names)
    {
        var shown = names.Where(n => !n.Contains('/', StringComparison.Ordinal)).Take(Shown)
            .Select(n => n.Length > Longest ? n[..Longest] + "…" : n);
        return string.Join(", ", shown) + (names.Count > Shown ? ", …" : string.Empty);
    }
}
