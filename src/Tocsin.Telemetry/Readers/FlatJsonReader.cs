using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// Objects with Microsoft's column names: exports of advanced hunting and Log Analytics, one object a line, in an
/// array, or under <c>Results</c> (https://learn.microsoft.com/defender-xdr/api-advanced-hunting).
/// </summary>
internal sealed class FlatJsonReader : IFormatReader
{
    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { Records.Count: > 0 } json)
        {
            return null;
        }

        // Names of fields within fields are no columns.
        string[] columns = [.. json.Names.Where(n => !n.Contains('/', StringComparison.Ordinal))];
        var found = FlatTables.Recognise(sample.File, columns, [.. json.Records.Select(r => r.Value("Type"))]);
        if (found.Table is not { } table)
        {
            return found.Refusal;
        }

        var plan = new MappedJsonPlan("Defender JSON", TableMap.Flat(table), json.Names, IsExact: false, options) { RecordBytes = sample.LineBytes };
        return new Recognised("Defender JSON", $"{table.Name} {Spelling.Of(json.Names, table)}", plan.Read)
        {
            Diagnostics = [.. FlatTables.Doubts(sample.File, found, columns, json.Records.Select(r => r.Value("ActionType")))],
        };
    }
}
