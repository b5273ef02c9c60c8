using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Columns that follow from others of the same row wherever the source leaves them out or empty.</summary>
internal static class DerivedColumns
{
    public static MappedValue? Value(TableSchema schema, string target, Func<string, MappedValue?> own) => target switch
    {
        // Defender XDR and Sentinel names of one instant.
        "Timestamp" => own("TimeGenerated"),
        "TimeGenerated" => own("Timestamp"),

        // The same account, by the two names that published queries use; other tables have an account of their own.
        "AccountName" when schema.Name == KnownTables.DeviceNetworkEvents.Name => own("InitiatingProcessAccountName"),

        "RemoteIPType" => own("RemoteIP") is { } remote ? new AddressTypeValue(remote) : null,
        "LocalIPType" => own("LocalIP") is { } local ? new AddressTypeValue(local) : null,

        // Log Analytics writes it, and published rules ask whether it is there.
        "Type" when KnownTables.HasType(schema) => new ConstantValue(schema.Name),
        _ => null,
    };
}
