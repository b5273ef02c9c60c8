using System.Collections.Immutable;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// corpus/queries/OPERATOR/CASE.kql beside CASE.json: <c>"columns": [["name", "type"]…], "rows": [[…]…]</c>, and
/// <c>"ordered": true</c> where KQL promises the order; <c>"name"</c> and <c>"render"</c> where the result has them, and further
/// results as objects of the same form in <c>"further"</c>. A CASE.sql beside them is the SQL that the query becomes.
/// </summary>
public sealed class QueryTests(EngineFixture engine)
{
    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateFiles(Corpus.PathOf("queries"), "*.kql", SearchOption.AllDirectories)
            .Select(f => Path.ChangeExtension(Path.GetRelativePath(Corpus.PathOf("queries"), f), null).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public static TheoryData<string> SqlCases() =>
        [.. Cases().Where(c => File.Exists(PathOf(c, ".sql"))).Select(c => c.Data)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_query_answers_as_Kusto_does(string name)
    {
        var expected = ExpectedRows.Read(PathOf(name, ".json"));
        var answer = Answer.Of(engine.Session, File.ReadAllText(PathOf(name, ".kql")));

        answer.Error.ShouldBeNull(answer.Text);
        expected.ShouldMatch(answer);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_query_answers_the_same_without_the_rewrites(string name)
    {
        var expected = ExpectedRows.Read(PathOf(name, ".json"));
        var answer = Answer.Of(engine.Unrewritten, File.ReadAllText(PathOf(name, ".kql")));

        expected.ShouldMatch(answer);
    }

    [Theory]
    [MemberData(nameof(SqlCases))]
    public void A_query_becomes_this_SQL(string name)
    {
        var compiled = engine.Session.Compile(new Kql.Text.SourceText(File.ReadAllText(PathOf(name, ".kql"))));
        Testing.Golden.Check(PathOf(name, ".sql"), compiled.Emit(Stage.Sql).ShouldNotBeNull().TrimEnd() + "\n");
    }

    [Fact]
    public void Every_case_is_whole()
    {
        foreach (var folder in Directory.EnumerateDirectories(Corpus.PathOf("queries")))
        {
            Testing.Golden.Orphans(folder, ".kql", [".json", ".sql"]).ShouldBeEmpty(folder);
        }
    }

    private static string PathOf(string name, string ending) => Corpus.PathOf("queries", $"{name}{ending}");
}

/// <summary>The results that a case expects.</summary>
internal sealed record ExpectedRows(ImmutableArray<(string Name, string Type)> Columns, ImmutableArray<JsonElement[]> Rows, bool IsOrdered)
{
    public string? Name { get; init; }

    public JsonElement? Render { get; init; }

    public ImmutableArray<ExpectedRows> Further { get; init; } = [];

    public static ExpectedRows Read(string path) => Of(JsonDocument.Parse(File.ReadAllText(path)).RootElement);

    private static ExpectedRows Of(JsonElement result) => new(
        [.. result.GetProperty("columns").EnumerateArray().Select(c => (c[0].GetString()!, c[1].GetString()!))],
        [.. result.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().ToArray())],
        result.TryGetProperty("ordered", out var ordered) && ordered.GetBoolean())
    {
        Name = result.TryGetProperty("name", out var name) ? name.GetString() : null,
        Render = result.TryGetProperty("render", out var render) ? render : null,
        Further = result.TryGetProperty("further", out var further) ? [.. further.EnumerateArray().Select(Of)] : [],
    };

    public void ShouldMatch(Answer answer)
    {
        answer.Columns.ShouldBe(Columns);
        ShouldMatch(answer.Rows);
        answer.Name.ShouldBe(Name);
        (answer.Render?.GetRawText()).ShouldBe(Render?.GetRawText());
        answer.Further.Length.ShouldBe(Further.Length);
        foreach (var (expected, actual) in Further.Zip(answer.Further))
        {
            expected.ShouldMatch(actual);
        }
    }

    private void ShouldMatch(ImmutableArray<JsonElement[]> actual)
    {
        var left = actual.ToList();
        var isSame = left.Count == Rows.Length && Rows.All(row =>
        {
            var found = IsOrdered ? (SameValue.Rows(row, left[0]) ? 0 : -1) : left.FindIndex(candidate => SameValue.Rows(row, candidate));
            if (found >= 0)
            {
                left.RemoveAt(found);
            }

            return found >= 0;
        });
        isSame.ShouldBeTrue($"expected:\n{string.Join('\n', Rows.Select(Answer.RowText))}\nfound:\n{string.Join('\n', actual.Select(Answer.RowText))}");
    }
}
