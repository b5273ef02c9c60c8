using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// Objects with Microsoft's column names: exports of advanced hunting and Log Analytics, one object a line, in an
/// array, or under <c>Results</c> (https://learn.microsoft.com/defender-xdr/api-advanced-hunting).
/// </summary>
internal sealed class FlatJsonReader : IFormatReader
{
    private const string Format = "Defender JSON";
    private const string OwnFormat = "JSON";

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { Records.Count: > 0 } json)
        {
            return null;
        }

        if (sample.File.IsOwnTable)
        {
            return Bound(sample.File, TopNames(json.Records.SelectMany(r => r.Names)), json.Most(IsOfCommandLine) ? "None" : null, options);
        }

        // Names of fields within fields are no columns.
        var columns = TopNames(json.Names);
        var found = FlatTables.Recognise(sample.File, columns, [.. json.Records.Select(r => r.Value(FlatTables.Type))], json.Records.Select(r => r.Value(FlatTables.Action)));
        if (found.Table is not { } table)
        {
            return found.Refusal;
        }

        if (sample.File.Table is not null)
        {
            return Bound(sample.File, columns, json.Most(IsOfCommandLine) ? "None" : null, options);
        }

        if (FlatTables.Stated(columns, json.Records.Select(r => r.Value(FlatTables.Type))) is { Length: > 1 } several)
        {
            return new Recognised(Format, string.Join(' ', several.Select(t => t.Name)), FlatTables.OfSeveral(Format, several, options).Read);
        }

        return Of(sample.File, table, json.Names, options, json.Most(IsOfCommandLine) ? "None" : null) with
        {
            Diagnostics = [.. FlatTables.Doubts(sample.File, found, columns, json.Records.Select(r => r.Value(FlatTables.Action)))],
        };
    }

    /// <summary>Of a file that states its columns but has no records; null where they are of no known table.</summary>
    public static Recognised? OfColumns(InputFile file, TelemetryOptions options)
    {
        string[] columns = [.. file.Stated.Select(c => c.Name)];
        return file.Table is not null ? Bound(file, columns, null, options)
            : FlatTables.Recognise(file, columns, []).Table is { } table ? Of(file, table, columns.ToHashSet(StringComparer.Ordinal), options)
            : null;
    }

    private static Recognised Bound(InputFile file, IReadOnlyList<string> columns, string? nullText, TelemetryOptions options)
    {
        var known = KnownTables.Find(file.Table!);
        return new BoundJsonReader(known is null ? OwnFormat : Format, file.Table!, known, columns, file.Stated, options) { Null = nullText }
            .Recognised($"{nullText} {string.Join('\n', file.Stated)}");
    }

    private static string[] TopNames(IEnumerable<string> names) => [.. names.Where(n => !n.Contains('/', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <summary><c>az monitor log-analytics query</c> names the result's table in each row, and writes every value as Python's text of it.</summary>
    private static bool IsOfCommandLine(SampleRecord record) => record.Value("TableName") is "PrimaryResult";

    private static Recognised Of(InputFile file, TableSchema table, IReadOnlySet<string> names, TelemetryOptions options, string? nullText = null)
    {
        var plan = new MappedJsonPlan(Format, TableMap.Flat(table), names, IsExact: false, options)
        {
            Null = nullText,
            Kinds = file.Table is null && names.Contains(FlatTables.Type) ? source => FlatTables.Others(source, table) : null,
        };
        return new Recognised(Format, $"{table.Name} {Spelling.Of(names, table)} {file.Table} {nullText}", plan.Read);
    }
}
