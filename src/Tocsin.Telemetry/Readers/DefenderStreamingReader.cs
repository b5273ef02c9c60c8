using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// What Defender XDR streams to Event Hubs and storage: <c>{"time","tenantId","category","properties":{…}}</c> a line, or
/// batches under <c>records</c> (https://learn.microsoft.com/defender-xdr/streaming-api-event-hub).
/// </summary>
internal sealed class DefenderStreamingReader : IFormatReader
{
    private const string CategoryPrefix = "AdvancedHunting-";

    private static readonly MappedValue Category = MappedValue.Of("category");

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { } json || !json.Most(r => r.Has("category") && r.Has("properties")))
        {
            return null;
        }

        ImmutableArray<SelectedKind> kinds =
        [
            .. KnownTables.All.Select(t => new SelectedKind(
                l => Equal(l.Lower(Category, KqlType.String)!, String(CategoryPrefix + t.Name)),
                TableMap.Flat(t, "properties").With(new ColumnMap("TenantId", MappedValue.First(
                    MappedValue.Of("properties", "TenantId"), MappedValue.Of("tenantId")))))),
        ];
        return new Recognised(
            "Defender streaming JSON",
            "streaming",
            new SelectedJsonPlan("Defender streaming JSON", kinds, Category, options).Read);
    }
}
