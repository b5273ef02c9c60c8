using System.Collections.Immutable;

namespace Tocsin.Telemetry.Sampling;

internal enum JsonWrappingKind
{
    /// <summary>The record is an object under a key.</summary>
    Object,

    /// <summary>The record is an object under a key whose values stand in arrays of one, as Elasticsearch's fields do.</summary>
    Fields,

    /// <summary>The record is a text under a key, which is JSON again.</summary>
    Text,

    /// <summary>The record stands as it is; only what is between records falls away.</summary>
    None,

    /// <summary>The record stands behind other text on its line: a time, a tag, a header of syslog.</summary>
    Prefix,
}

/// <summary>What collectors and stores put around a record that is of a format of its own. A further one is one entry.</summary>
internal sealed record JsonWrapping(JsonWrappingKind Kind, string Key = "")
{
    private const string IndexedFields = "fields";

    /// <summary>Those that tell themselves, whatever is in them.</summary>
    private static readonly ImmutableArray<JsonWrapping> Plain =
    [
        // A document of an index: Elasticsearch's answers, elasticdump, Kibana.
        new(JsonWrappingKind.Object, "_source"),
        new(JsonWrappingKind.Fields, IndexedFields),

        // A search's export from Splunk, one result a line, and what Splunk indexed as JSON.
        new(JsonWrappingKind.Object, "result"),
        new(JsonWrappingKind.Text, "_raw"),
    ];

    /// <summary>Those that are looked into where the record is of no format itself.</summary>
    private static readonly ImmutableArray<JsonWrapping> Others =
    [
        // What Filebeat read from a file, or an event hub holds.
        new(JsonWrappingKind.Text, "message"),
        new(JsonWrappingKind.Text, "Body"),
        new(JsonWrappingKind.Text, "body"),
        new(JsonWrappingKind.Object, "Body"),
        new(JsonWrappingKind.Object, "body"),

        // Start-MgSecurityHuntingQuery | ConvertTo-Json.
        new(JsonWrappingKind.Object, "AdditionalProperties"),
    ];

    /// <summary>What the most of the records are plainly wrapped in; null where they are records themselves.</summary>
    public static JsonWrapping? Find(JsonSample json) =>
        Plain.FirstOrDefault(w => json.Most(w.Holds)) ?? (json.Layout.HasActions ? new JsonWrapping(JsonWrappingKind.None) : null);

    /// <summary>What the most of the records may be wrapped in that are of no known format.</summary>
    public static JsonWrapping? FindOther(JsonSample json) => Others.FirstOrDefault(w => json.Most(w.Holds));

    private bool Holds(SampleRecord record) => Kind switch
    {
        JsonWrappingKind.Text => record.Value(Key) is { } text && text.TrimStart().StartsWith('{') && text.Contains("\\\":", StringComparison.Ordinal),
        JsonWrappingKind.Fields => record.Has("_index") && !record.Has("_source") && IsObject(record),
        _ => IsObject(record),
    };

    private bool IsObject(SampleRecord record) => record.Has(Key) && record.Value(Key) is null && record.HasWithin(Key);
}
