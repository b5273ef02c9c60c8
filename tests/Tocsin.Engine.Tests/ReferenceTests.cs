using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// The five published queries, verbatim, over three forms of one set of events, against answers that were worked out
/// without the engine. corpus/reference/README.md says how they are compared.
/// </summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var query in Directory.EnumerateFiles(Corpus.PathOf("reference", "queries"), "*.kql").Order(StringComparer.Ordinal))
        {
            foreach (var events in new[] { "events.ndjson", "events.csv", "events.parquet" })
            {
                cases.Add(Path.GetFileNameWithoutExtension(query), events);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_reference_query_answers_as_Kusto_does(string query, string events)
    {
        var expected = ReferenceAnswer.Read(Corpus.PathOf("reference", "answers", $"{query}.json"));
        using var session = EngineFixture.Open(new DataRequest([Corpus.PathOf("reference", events)], [], expected.Now));
        var answer = Answer.Of(session, File.ReadAllText(Corpus.PathOf("reference", "queries", $"{query}.kql")));

        answer.Error.ShouldBeNull(answer.Text);
        answer.Columns.ShouldBe(expected.Columns);
        expected.Differences(answer.Rows).ShouldBeEmpty();
    }
}

/// <summary>One file of corpus/reference/answers.</summary>
internal sealed record ReferenceAnswer(
    DateTime Now,
    ImmutableArray<(string Name, string Type)> Columns,
    ImmutableArray<int> Order,
    ImmutableHashSet<int> Sets,
    ImmutableDictionary<(int Row, int Column), JsonElement> Cells,
    ImmutableArray<JsonElement[]> Rows)
{
    public static ReferenceAnswer Read(string path)
    {
        var root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        ImmutableArray<(string Name, string Type)> columns = [.. root.GetProperty("columns").EnumerateArray().Select(c => (Text(c, "name"), Text(c, "type")))];
        root.GetProperty("uncertain").GetArrayLength().ShouldBe(0, "whole columns that are not compared need a rule here");
        return new ReferenceAnswer(
            DateTime.Parse(Text(root, "now"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            columns,
            [.. root.GetProperty("order").EnumerateArray().Select(o => Index(Text(o, "column")))],
            [.. root.GetProperty("sets").EnumerateArray().Select(s => Index(s.GetString()!))],
            root.GetProperty("cells").EnumerateArray().ToImmutableDictionary(c => (c.GetProperty("row").GetInt32(), Index(Text(c, "column")))),
            [.. root.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().ToArray())]);

        int Index(string name) => columns.Select((c, i) => (c.Name, Index: i)).First(c => c.Name == name).Index;

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
    }

    /// <summary>Rows that differ, in words. Rows that tie in the order's columns may come in any order.</summary>
    public IReadOnlyList<string> Differences(ImmutableArray<JsonElement[]> actual)
    {
        if (actual.Length != Rows.Length)
        {
            return [$"{Rows.Length} rows expected, {actual.Length} found", .. Lacking(Enumerable.Range(0, Rows.Length), actual)];
        }

        var differences = new List<string>();
        for (var start = 0; start < Rows.Length;)
        {
            var end = start + 1;
            while (end < Rows.Length && Order.All(c => SameValue.Are(Rows[start][c], Rows[end][c])))
            {
                end++;
            }

            differences.AddRange(Lacking(Enumerable.Range(start, end - start), actual[start..end]));
            start = end;
        }

        return differences;
    }

    private List<string> Lacking(IEnumerable<int> expected, IEnumerable<JsonElement[]> actual)
    {
        var left = actual.ToList();
        var lacking = new List<string>();
        foreach (var row in expected)
        {
            var found = left.FindIndex(candidate => Enumerable.Range(0, Columns.Length).All(c => IsSame(row, c, candidate[c])));
            if (found < 0)
            {
                lacking.Add($"row {row} is missing: {Answer.RowText(Rows[row])}");
            }
            else
            {
                left.RemoveAt(found);
            }
        }

        return [.. lacking, .. lacking.Count == 0 ? [] : left.Select(l => $"found instead: {Answer.RowText(l)}")];
    }

    private bool IsSame(int row, int column, JsonElement actual)
    {
        var expected = Rows[row][column];
        if (Cells.TryGetValue((row, column), out var exception))
        {
            return exception.TryGetProperty("uncertain", out _) || IsSubset(exception, actual);
        }

        return Sets.Contains(column) ? SameValue.Rows(Sorted(expected), Sorted(actual)) : SameValue.Are(expected, actual);
    }

    /// <summary>make_set beyond its limit keeps any so many of the values.</summary>
    private static bool IsSubset(JsonElement exception, JsonElement actual)
    {
        var items = actual.EnumerateArray().Select(i => i.GetRawText()).ToHashSet(StringComparer.Ordinal);
        var allowed = exception.GetProperty("of").EnumerateArray().Select(i => i.GetRawText()).ToHashSet(StringComparer.Ordinal);
        return items.Count == actual.GetArrayLength() && items.Count == exception.GetProperty("size").GetInt32() && items.IsSubsetOf(allowed);
    }

    private static JsonElement[] Sorted(JsonElement array) => [.. array.EnumerateArray().OrderBy(i => i.GetRawText(), StringComparer.Ordinal)];
}
