using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Engine.Sources;

/// <summary>What became of every record, as JSON: the totals, which add up, and each file's own.</summary>
internal static class Accounts
{
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>The outcomes as the document names them, and what tells the records of each apart.</summary>
    private static readonly (RecordOutcome Outcome, string Name, string By)[] Outcomes =
    [
        (RecordOutcome.Used, "used", "table"), (RecordOutcome.Skipped, "skipped", "kind"), (RecordOutcome.Rejected, "rejected", "reason"),
    ];

    /// <param name="loaded">What came of reading.</param>
    /// <param name="take">See <see cref="DataRequest.Accounts"/>.</param>
    public static void Write(LoadedTelemetry loaded, Action<Action<Stream>>? take) => take?.Invoke(stream => Write(loaded, stream));

    private static void Write(LoadedTelemetry loaded, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, Form))
        {
            json.WriteStartObject();
            json.WriteNumber("records", Outcomes.Sum(o => loaded.Records(o.Outcome)));
            foreach (var (outcome, name, _) in Outcomes)
            {
                json.WriteNumber(name, loaded.Records(outcome));
            }

            json.WriteStartArray("files");
            foreach (var file in loaded.Accounts.GroupBy(a => a.File, StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                Write(json, file);
            }

            json.WriteEndArray();
            json.WriteStartArray("leftOut");
            foreach (var file in loaded.Skipped)
            {
                json.WriteStartObject();
                json.WriteString("file", file.Path);
                json.WriteString("reason", file.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, IGrouping<string, RecordAccount> file)
    {
        json.WriteStartObject();
        json.WriteString("file", file.Key);
        json.WriteNumber("records", file.Sum(a => a.Records));
        foreach (var (outcome, name, by) in Outcomes)
        {
            json.WriteStartArray(name);
            foreach (var kind in file.Where(a => a.Outcome == outcome).GroupBy(a => a.Detail, StringComparer.Ordinal).OrderBy(k => k.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString(by, kind.Key);
                json.WriteNumber("records", kind.Sum(a => a.Records));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
