using System.Globalization;
using Shouldly;
using Tocsin.Sql.Dialects;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>tests/corpus/reference holds the same events three times: they must become the same rows.</summary>
public sealed class ReferenceEventsTests
{
    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("events.parquet")]
    public void Formats_agree(string file)
    {
        var expected = Rows("events.csv");
        var actual = Rows(file);
        actual.Count.ShouldBe(expected.Count);
        for (var i = 0; i < actual.Count; i++)
        {
            actual[i].ShouldBe(expected[i]);
        }
    }

    private static List<string> Rows(string file)
    {
        using var set = TelemetryCatalog.Open([Path.Combine(Corpus.Folder("reference"), file)]);
        using var session = new TestSession();
        var loaded = TelemetryLoader.Load(set, session);
        loaded.Records(RecordOutcome.Rejected).ShouldBe(0, string.Join("; ", loaded.Diagnostics.Select(d => d.Message)) + string.Join("; ", loaded.Rejections));
        loaded.Diagnostics.ShouldBeEmpty();
        var table = loaded.Tables.Single();

        // The text files leave some identifiers out, and spell AdditionalFields with spaces here and there.
        int[] compared = [.. Enumerable.Range(0, table.Schema.Columns.Length).Where(i => table.Schema.Columns[i].Name is not ("DeviceId" or "ReportId"))];
        return [.. session.Rows(DuckDbWriter.Write(table.Rows))
            .Select(r => string.Join('|', compared.Select(i => Convert.ToString(r[i], CultureInfo.InvariantCulture)))
                .Replace(" ", string.Empty, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }
}
