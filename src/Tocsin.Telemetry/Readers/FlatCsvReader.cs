using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>CSV with Microsoft's column names: exports of advanced hunting and of Log Analytics.</summary>
internal sealed class FlatCsvReader : IFormatReader
{
    private const string Format = "Defender CSV";
    private const int SampleRows = 50;

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not null || CsvHeader.Read(sample.Lines) is not { } header)
        {
            return null;
        }

        var found = FlatTables.Recognise(sample.File, header.Columns, [.. Sampled(sample, header, "Type")]);
        if (found.Table is not { } table)
        {
            return found.Refusal;
        }

        var duplicates = header.Columns.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key);
        var map = TableMap.Flat(table);
        var timeFormats = LocalisedTimes.Detect(sample.Values(header, FlatTables.IsTime));
        var plan = new MappedCsvPlan(Format, header, map, timeFormats)
        {
            // Enough to find the record by, and read anyway.
            Text = columns => columns.OrderByDescending(c => FlatTables.IsTime(c.Name)).First().Value,
        };
        return plan.Recognised() with
        {
            Diagnostics =
            [
                .. duplicates.Select(d => TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, d)),
                .. FlatTables.Doubts(sample.File, found, header.Columns, Sampled(sample, header, "ActionType")),
            ],
        };
    }

    private static IEnumerable<string> Sampled(ContentSample sample, CsvHeader header, string column) =>
        sample.Values(header, c => c.Equals(column, StringComparison.OrdinalIgnoreCase)).Take(SampleRows);
}
