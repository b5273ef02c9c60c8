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
            return Bound(sample.File, json.Records.SelectMany(r => r.Names).Distinct(StringComparer.Ordinal), json, options);
        }

        // Names of fields within fields are no columns.
        string[] columns = [.. json.Names.Where(n => !n.Contains('/', StringComparison.Ordinal))];
        var found = FlatTables.Recognise(sample.File, columns, [.. json.Records.Select(r => r.Value(FlatTables.Type))]);
        if (found.Table is not { } table)
        {
            return found.Refusal;
        }

        if (sample.File.Table is not null)
        {
            return Bound(sample.File, columns, json, options);
        }

        if (FlatTables.Stated(columns, json.Records.Select(r => r.Value(FlatTables.Type))) is { Length: > 1 } several)
        {
            return new Recognised(Format, string.Join(' ', several.Select(t => t.Name)), FlatTables.OfSeveral(Format, several, options).Read);
        }

        return Of(sample.File, table, json.Names, options, json.Most(IsOfCommandLine) ? "None" : null) with
        {
            Diagnostics = [.. FlatTables.Doubts(sample.File, found, columns, json.Records.Select(r => r.Value("ActionType")))],
        };
    }

    /// <summary>Of a file that has columns but no records; null where they are of no known table.</summary>
    public static Recognised? OfColumns(InputFile file, IReadOnlyList<string> columns, TelemetryOptions options) =>
        file.Table is { } name ? new BoundJsonReader(file.IsOwnTable ? OwnFormat : Format, name, KnownTables.Find(name), columns, null, options).Recognised(string.Empty)
        : FlatTables.Recognise(file, columns, []).Table is { } table ? Of(file, table, columns.ToHashSet(StringComparer.Ordinal), options) : null;

    private static Recognised Bound(InputFile file, IEnumerable<string> names, JsonSample json, TelemetryOptions options)
    {
        var known = KnownTables.Find(file.Table!);
        string[] columns = [.. names.Where(n => !n.Contains('/', StringComparison.Ordinal))];
        var nullText = json.Most(IsOfCommandLine) ? "None" : null;
        return new BoundJsonReader(known is null ? OwnFormat : Format, file.Table!, known, columns, nullText, options).Recognised(nullText ?? string.Empty);
    }

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
