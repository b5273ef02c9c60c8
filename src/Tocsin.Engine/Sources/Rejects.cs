using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Engine.Sources;

/// <summary>What could not be read: kept where that was asked for, and the end of the run where it is strict.</summary>
internal static class Rejects
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="loaded">What came of reading.</param>
    /// <param name="take">See <see cref="DataRequest.Rejects"/>.</param>
    /// <param name="isStrict">Whether a single rejection ends the run.</param>
    /// <param name="needsAllFiles">Whether a strict run ends at a file that is left out, too.</param>
    /// <exception cref="UnreadableDataException">The run is strict and something was rejected.</exception>
    public static void WriteOrFail(LoadedTelemetry loaded, Action<Action<Stream>>? take, bool isStrict, bool needsAllFiles = false)
    {
        take?.Invoke(stream => Write(loaded, stream));
        var rejected = loaded.Records(RecordOutcome.Rejected);
        string[] leftOut = needsAllFiles ? [.. loaded.Diagnostics.Where(d => d.Descriptor == TelemetryDescriptors.NotTelemetry).Select(DataSummaries.InWords)] : [];
        var errors = loaded.Diagnostics.Where(d => d.Severity == Kql.Diagnostics.DiagnosticSeverity.Error).Select(DataSummaries.InWords).ToArray();
        if (isStrict && (rejected > 0 || errors.Length > 0 || leftOut.Length > 0))
        {
            var reasons = loaded.Diagnostics.Where(d => d.Descriptor == TelemetryDescriptors.RecordsRejected).Select(DataSummaries.InWords);
            throw new UnreadableDataException(string.Join(
                Environment.NewLine,
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{rejected} records are rejected, {(leftOut.Length > 0 ? $"{leftOut.Length} files are left out, " : string.Empty)}and the run is strict."),
                    .. errors,
                    .. reasons,
                    .. leftOut,
                ]));
        }
    }

    private static void Write(LoadedTelemetry loaded, Stream stream)
    {
        foreach (var record in loaded.Rejections)
        {
            using (var json = new Utf8JsonWriter(stream, Plain))
            {
                json.WriteStartObject();
                json.WriteString("file", record.File);
                if (record.Line is { } line)
                {
                    json.WriteNumber("line", line);
                }

                json.WriteString("reason", record.Reason);
                if (record.Text is { } text)
                {
                    json.WriteString("text", text);
                }

                json.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }
    }
}
