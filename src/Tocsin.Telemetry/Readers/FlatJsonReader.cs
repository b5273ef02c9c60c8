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

        var table = FlatTables.Recognise(sample.File, json.Names, [.. json.Records.Select(r => r.Value("Type"))]);
        if (table is null)
        {
            return null;
        }

        var plan = new MappedJsonPlan("Defender JSON", TableMap.Flat(table), json.Names, IsExact: false, options);
        return new Recognised("Defender JSON", $"{table.Name} {Spelling.Of(json.Names, table)}", plan.Read);
    }
}
