using System.Text.Json;

namespace Tocsin.Telemetry.Files;

/// <summary>How a service lays out the answer to a query: where its tables stand.</summary>
/// <param name="TableDepth">How many objects and arrays are open where a table's own keys stand.</param>
internal sealed record QueryResultShape(int TableDepth)
{
    public const string TableKind = "TableKind";
    public const string Primary = "PrimaryResult";

    /// <summary>
    /// Log Analytics (https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format) and Kusto's version 1
    /// (https://learn.microsoft.com/kusto/api/rest/response-http): tables in a list.
    /// </summary>
    private static readonly QueryResultShape Tables = new(3);

    /// <summary>Kusto's version 2: a list of frames, some of which are tables (https://learn.microsoft.com/kusto/api/rest/response-v2).</summary>
    private static readonly QueryResultShape Frames = new(2);

    /// <summary>One table: ES|QL, the SQL of Elasticsearch and OpenSearch.</summary>
    private static readonly QueryResultShape Table = new(1);

    /// <summary>Tables that Kusto adds to those of the query in version 1, by their columns.</summary>
    private static readonly string[][] OfService =
    [
        ["Value"],
        ["Ordinal", "Kind", "Name", "Id", "PrettyName"],
        ["Timestamp", "Severity", "SeverityName", "StatusCode", "StatusDescription", "Count", "RequestId", "ActivityId", "SubActivityId", "ClientActivityId"],
    ];

    public static bool IsOfService(IReadOnlyList<string> columns) => OfService.Any(columns.SequenceEqual);

    /// <summary>Null where the text begins as something else.</summary>
    public static QueryResultShape? Find(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        try
        {
            return !reader.Read() ? null
                : reader.TokenType == JsonTokenType.StartArray ? OfFrames(ref reader)
                : reader.TokenType == JsonTokenType.StartObject ? OfObject(ref reader)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken, or a name that is no text.
            return null;
        }
    }

    private static QueryResultShape? OfFrames(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("FrameType"u8)
            ? Frames
            : null;

    private static QueryResultShape? OfObject(ref Utf8JsonReader reader)
    {
        var hasColumns = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTables = reader.ValueTextEquals("tables"u8) || reader.ValueTextEquals("Tables"u8);
            var isColumns = reader.ValueTextEquals("columns"u8) || reader.ValueTextEquals("schema"u8);
            var isRows = reader.ValueTextEquals("values"u8) || reader.ValueTextEquals("rows"u8) || reader.ValueTextEquals("datarows"u8);
            if (!reader.Read())
            {
                return null;
            }

            if (reader.TokenType == JsonTokenType.StartArray && (isTables || (isRows && hasColumns)))
            {
                return !reader.Read() ? null
                    : isTables ? (reader.TokenType == JsonTokenType.StartObject ? Tables : null)
                    : reader.TokenType == JsonTokenType.StartArray ? Table : null;
            }

            hasColumns |= isColumns && reader.TokenType == JsonTokenType.StartArray;
            if (!reader.TrySkip())
            {
                return null;
            }
        }

        return null;
    }
}
