using System.Text;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>
/// tests/corpus/formats/broken: each format in each way of being broken that it can be, and the table of them in
/// README.md, which <c>UPDATE_GOLDEN=1</c> writes. What each case gives, <see cref="FormatCorpusTests"/> checks.
/// </summary>
public sealed class BrokenFileMatrixTests
{
    private const string Suffix = ".expected.json";
    private const string Begin = "<!-- the table: written by BrokenFileMatrixTests -->";

    /// <summary>Ways that only some formats can be broken in, with those; text can be broken in all that are not here.</summary>
    private static readonly Dictionary<string, string[]> Only = new(StringComparer.Ordinal)
    {
        ["header-only"] = ["defender-csv", "windows-csv", "zeek-tsv", "log-analytics", "event-xml", "evtx", "parquet"],
        ["ragged"] = ["defender-csv", "zeek-tsv"],
        ["header-again"] = ["defender-csv", "zeek-tsv"],
        ["not-records"] = ["defender-json", "defender-streaming", "zeek-json", "windows-json", "log-analytics"],
        ["deep-nesting"] = ["defender-json", "defender-streaming", "zeek-json", "windows-json", "log-analytics", "event-xml"],
        ["wrong-types"] = ["defender-json"],
        ["no-fields"] = ["zeek-tsv"],
        ["array-truncated"] = ["defender-json"],
        ["array-rubbish"] = ["defender-json"],
        ["entities"] = ["event-xml"],
        ["headless"] = ["evtx"],
        ["checksum"] = ["archives"],
        ["hostile-names"] = ["archives"],
    };

    /// <summary>The ways that formats which are no text can be broken in.</summary>
    private static readonly Dictionary<string, string[]> Binary = new(StringComparer.Ordinal)
    {
        ["evtx"] = ["truncated", "being-written", "header-only", "headless", "duplicate-records", "trailing-rubbish", "nul-bytes", "empty", "gz-truncated"],
        ["parquet"] = ["truncated", "being-written", "header-only", "trailing-rubbish", "nul-bytes", "latin1", "missing-fields", "times", "empty"],
        ["archives"] = ["truncated", "being-written", "duplicate-records", "mixed-kinds", "trailing-rubbish", "empty", "checksum", "hostile-names"],
    };

    [Fact]
    public void Every_format_is_there_in_every_way_that_it_can_be_broken()
    {
        var cases = Cases();
        var ways = cases.Values.SelectMany(w => w).Distinct(StringComparer.Ordinal).ToArray();
        var gaps = cases.SelectMany(c => ways.Where(w => CanBe(c.Key, w) && !c.Value.Contains(w)).Select(w => $"{c.Key}/{w}"));
        gaps.ShouldBeEmpty();
    }

    [Fact]
    public void The_table_is_the_folder()
    {
        var path = Path.Combine(Corpus.Folder("formats"), "README.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var wanted = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + "\n" + Table();
        if (Golden.IsUpdating)
        {
            File.WriteAllText(path, wanted);
        }

        text.ShouldBe(wanted);
    }

    private static string Table()
    {
        var cases = Cases();
        string[] ways = [.. cases.Values.SelectMany(w => w).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var table = new StringBuilder();
        table.Append("| | ").AppendJoin(" | ", cases.Keys).Append(" |\n|---|").Append(string.Concat(cases.Keys.Select(_ => ":-:|"))).Append('\n');
        foreach (var way in ways)
        {
            table.Append("| ").Append(way).Append(" | ").AppendJoin(" | ", cases.Select(c => c.Value.Contains(way) ? "x" : CanBe(c.Key, way) ? "?" : " ")).Append(" |\n");
        }

        return table.ToString();
    }

    private static bool CanBe(string format, string way) =>
        Binary.TryGetValue(format, out var ways) ? ways.Contains(way, StringComparer.Ordinal)
        : !Only.TryGetValue(way, out var formats) || formats.Contains(format, StringComparer.Ordinal);

    /// <summary>The ways of each format that there is a case of; a case's name is its way, up to the first point.</summary>
    private static SortedDictionary<string, HashSet<string>> Cases()
    {
        var cases = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Corpus.Folder("formats"), "broken")))
        {
            cases.Add(
                Path.GetFileName(folder),
                [.. Directory.EnumerateFiles(folder, "*" + Suffix).Select(f => Path.GetFileName(f).Split('.')[0].Replace("-tar", string.Empty, StringComparison.Ordinal))]);
        }

        return cases;
    }
}
