using System.Collections.Immutable;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>CSV with Microsoft's column names: exports of advanced hunting and of Log Analytics.</summary>
internal sealed class FlatCsvReader : IFormatReader
{
    private const string Format = "Defender CSV";
    private const string OwnFormat = "CSV";
    private const int SampleRows = 50;

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not null || Header(sample) is not { } header)
        {
            return null;
        }

        if (sample.File.IsOwnTable)
        {
            return (Recognition?)OfOtherZone(header) ?? Bound(sample, header);
        }

        string[] actions = [.. Sampled(sample, header, FlatTables.Action)];
        var found = FlatTables.Recognise(sample.File, header.Columns, [.. Sampled(sample, header, FlatTables.Type)], actions);
        if (found.Table is not { } table)
        {
            return found.Refusal ?? OfOtherZone(header);
        }

        if (sample.File.Table is not null)
        {
            return Bound(sample, header);
        }

        var map = TableMap.Flat(table);
        var timeFormats = LocalisedTimes.Detect(sample.Values(header, FlatTables.IsTime));
        return Recognised(sample, header, map, timeFormats, options) with
        {
            Diagnostics =
            [
                .. Duplicates(header).Select(d => TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, d)),
                .. FlatTables.Doubts(sample.File, found, header.Columns, actions),
                .. Undecided(sample, header, timeFormats),
            ],
        };
    }

    /// <summary>A file that a user binds to a table of their own may have a single column.</summary>
    private static CsvHeader? Header(ContentSample sample) =>
        CsvHeader.Read(sample.Lines) ?? (sample.File.IsOwnTable ? CsvHeader.Single(sample.Lines) : null);

    private static Recognised Bound(ContentSample sample, CsvHeader header)
    {
        var known = KnownTables.Find(sample.File.Table!);
        var timeFormats = LocalisedTimes.Detect(sample.Values(header, FlatTables.IsTime));
        return new BoundCsvReader(known is null ? OwnFormat : Format, sample.File.Table!, known, header, timeFormats).Recognised() with
        {
            Diagnostics =
            [
                .. Duplicates(header).Where(d => known?.Columns.Any(c => c.Name.Equals(d, StringComparison.OrdinalIgnoreCase)) == true).Select(d => TelemetryDescriptors.DuplicateColumn.For(sample.File.DisplayPath, d)),
                .. Undecided(sample, header, timeFormats),
            ],
        };
    }

    private static TelemetryDiagnostic[] Undecided(ContentSample sample, CsvHeader header, ImmutableArray<string> timeFormats) => LocalisedTimes.AreUndecided(timeFormats)
        ? [TelemetryDescriptors.DateOrderNotTold.For(sample.File.DisplayPath, sample.Values(header, FlatTables.IsTime).First())]
        : [];

    private static IEnumerable<string> Duplicates(CsvHeader header) =>
        header.Columns.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key);

    /// <summary>The portal names the zone that it was set to behind each column of times; which offset that is changes with the seasons.</summary>
    private static Refused? OfOtherZone(CsvHeader header) =>
        header.Columns.FirstOrDefault(c => c.EndsWith(']') && c.IndexOf(" [", StringComparison.Ordinal) is > 0 and var at && FlatTables.IsTime(c[..at])) is { } column
            ? new Refused($"its times are not in UTC: '{column}'; export it again with the portal's time zone set to UTC")
            : null;

    private static Recognised Recognised(ContentSample sample, CsvHeader header, TableMap map, ImmutableArray<string> timeFormats, TelemetryOptions options)
    {
        var isTold = header.Columns.Contains(FlatTables.Type, StringComparer.Ordinal);
        if (isTold && FlatTables.Stated(header.Columns, Sampled(sample, header, FlatTables.Type)) is { Length: > 1 } several)
        {
            var plan = FlatTables.OfSeveral(Format, several, options) with { Csv = header, TimeFormats = timeFormats };
            return new Recognised(Format, string.Join('\n', [.. several.Select(t => t.Name), .. header.Columns, .. timeFormats]), plan.Read);
        }

        return new MappedCsvPlan(Format, header, map, timeFormats)
        {
            Kinds = isTold ? source => FlatTables.Others(source, map.Schema) : null,
        }.Recognised();
    }

    private static IEnumerable<string> Sampled(ContentSample sample, CsvHeader header, string column) =>
        sample.Values(header, c => c.Equals(column, StringComparison.OrdinalIgnoreCase)).Take(SampleRows);
}
