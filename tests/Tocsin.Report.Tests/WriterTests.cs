using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Report.Tests;

/// <summary>Each <c>cases/writers/*.case</c> is a result; beside it stands what every format makes of it.</summary>
public sealed class WriterTests
{
    private const string CaseEnding = ".case";

    private static readonly string Cases = Golden.Folder("cases/writers");

    private static readonly Dictionary<string, IResultWriter> Writers = new(StringComparer.Ordinal)
    {
        [".table.txt"] = new TableResultWriter(TableSurface.Plain),
        [".table-40.txt"] = new TableResultWriter(new TableSurface(40, Colour: false)),
        [".json"] = new JsonResultWriter(lines: false),
        [".ndjson"] = new JsonResultWriter(lines: true),
        [".csv"] = new CsvResultWriter(),
        [".safe.csv"] = new CsvResultWriter(spreadsheetSafe: true),
    };

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, $"*{CaseEnding}").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Formats(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Cases, name + CaseEnding)));
        foreach (var (ending, writer) in Writers)
        {
            using var output = new MemoryStream();
            using var rows = Rows(document.RootElement);
            var count = writer.Write(rows, output, TestContext.Current.CancellationToken);
            count.ShouldBe(document.RootElement.GetProperty("rows").GetArrayLength());
            Golden.Check(Path.Combine(Cases, name + ending), Encoding.UTF8.GetString(output.ToArray()));
        }

        using var batch = new MemoryStream();
        using var again = Rows(document.RootElement);
        new BatchAnswers(batch).WriteResult(JsonDocument.Parse("\"q1\"").RootElement, again, TestContext.Current.CancellationToken);
        Golden.Check(Path.Combine(Cases, $"{name}.batch.jsonl"), Encoding.UTF8.GetString(batch.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_is_json(string name)
    {
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Cases, $"{name}.json"))).Dispose();
        foreach (var line in File.ReadLines(Path.Combine(Cases, $"{name}.ndjson")).Concat(File.ReadLines(Path.Combine(Cases, $"{name}.batch.jsonl"))))
        {
            JsonDocument.Parse(line).Dispose();
        }
    }

    [Fact]
    public void Nothing_is_orphaned() => Golden.Orphans(Cases, CaseEnding, [.. Writers.Keys, ".batch.jsonl"]).ShouldBeEmpty();

    [Theory]
    [InlineData("\"a\"", "{\"id\":\"a\",\"error\":{\"code\":\"TOC1\",\"message\":\"No \\\"x\\\"\",\"line\":2,\"column\":3}}\n")]
    [InlineData("17", "{\"id\":17,\"error\":{\"code\":\"TOC1\",\"message\":\"No \\\"x\\\"\",\"line\":2,\"column\":3}}\n")]
    public void A_batch_answers_errors_too(string id, string expected)
    {
        using var output = new MemoryStream();
        new BatchAnswers(output).WriteError(JsonDocument.Parse(id).RootElement, new BatchError("TOC1", "No \"x\"", 2, 3));
        Encoding.UTF8.GetString(output.ToArray()).ShouldBe(expected);
    }

    [Fact]
    public void Rows_beyond_those_that_settle_the_widths_are_streamed()
    {
        var rows = Enumerable.Range(0, 2500).Select(i => ImmutableArray.Create(Cell.Integer(KqlType.Long, i))).ToList();
        using var reader = new RowList([new ResultColumn("n", KqlType.Long)], rows);
        using var output = new MemoryStream();
        new TableResultWriter(TableSurface.Plain).Write(reader, output, TestContext.Current.CancellationToken).ShouldBe(2500);
        var lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(2502);
        lines[^1].ShouldBe("2499");
    }

    [Fact]
    public void A_cancelled_writer_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var rows = new List<ImmutableArray<Cell>> { ImmutableArray.Create(Cell.Bool(true)) };
        foreach (var writer in Writers.Values)
        {
            using var reader = new RowList([new ResultColumn("b", KqlType.Bool)], rows);
            Should.Throw<OperationCanceledException>(() => writer.Write(reader, Stream.Null, source.Token));
        }
    }

    private static RowList Rows(JsonElement root)
    {
        var columns = CaseRows.Columns(root);
        return new RowList([.. columns.Select(c => new ResultColumn(c.Name, c.Type))], CaseRows.Rows(root, columns));
    }
}
