using System.Collections.Immutable;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>Files that a mapping of the user's takes, of whatever form.</summary>
internal sealed class MappedFileReader : IFormatReader
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|', ' '];

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options) =>
        options.Mappings.Select(m => Recognise(sample, m, options)).FirstOrDefault(r => r is not null);

    private static Recognised? Recognise(ContentSample sample, FileMapping mapping, TelemetryOptions options)
    {
        if (sample.Kind == ContentKind.Parquet)
        {
            return ParquetReader.Recognise(sample.File, mapping);
        }

        if (sample.Json is { } json)
        {
            return mapping.Header.IsEmpty && json.Records.Count > 0 && mapping.Takes(json.Names.Contains)
                ? new Recognised(
                    mapping.Name,
                    mapping.Name,
                    new MappedJsonPlan(mapping.Name, mapping.Map, json.Names, IsExact: true, options) { Kinds = mapping.Others }.Read)
                : null;
        }

        if (ZeekHeader.Read(sample.Lines) is { } zeek)
        {
            return mapping.Header.IsEmpty && mapping.Takes(f => zeek.Fields.Contains(f, StringComparer.Ordinal))
                ? ZeekTsvReader.Recognised(mapping.Name, zeek, mapping, sensor: null)
                : null;
        }

        return Header(sample, mapping) is { } header
            ? new MappedCsvPlan(mapping.Name, header, mapping.Map, TimeFormats(sample, header, mapping)) { Kinds = mapping.Others }.Recognised()
            : null;
    }

    /// <summary>The file's own header, or the mapping's where the first line has as many fields.</summary>
    private static CsvHeader? Header(ContentSample sample, FileMapping mapping)
    {
        if (mapping.Header.IsEmpty)
        {
            return CsvHeader.Read(sample.Lines) is { } header && mapping.Takes(f => header.Columns.Contains(f, StringComparer.Ordinal)) ? header : null;
        }

        var delimiter = sample.Lines.Count == 0
            ? default
            : Array.Find(Delimiters, d => CsvHeader.Split(sample.Lines[0], d).Count == mapping.Header.Length);
        return delimiter == default ? null : new CsvHeader(delimiter, 0, mapping.Header);
    }

    /// <summary>Times in a user's language, where the time is a column as it stands.</summary>
    private static ImmutableArray<string> TimeFormats(ContentSample sample, CsvHeader header, FileMapping mapping) =>
        mapping.Map.Value("Timestamp") is FieldValue { Path: [var column] }
            ? LocalisedTimes.Detect(sample.Values(header, c => c.Equals(column, StringComparison.OrdinalIgnoreCase)))
            : [];
}
