using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Engine.Sources;

/// <summary>What could not be read: kept in a file where that was asked for, and the end of the run where it is strict.</summary>
internal static class Rejects
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="UnreadableDataException">The run is strict and something was rejected.</exception>
    public static void Write(LoadedTelemetry loaded, DataRequest request)
    {
        if (request.RejectsFile is { } path)
        {
            Keep(loaded, path);
        }

        var rejected = loaded.Records(RecordOutcome.Rejected);
        var errors = loaded.Diagnostics.Where(d => d.Severity == Kql.Diagnostics.DiagnosticSeverity.Error).Select(DataSummaries.InWords).ToArray();
        if (request.IsStrict && (rejected > 0 || errors.Length > 0))
        {
            var reasons = loaded.Diagnostics.Where(d => d.Descriptor == TelemetryDescriptors.RecordsRejected).Select(DataSummaries.InWords);
            throw new UnreadableDataException(string.Join(
                Environment.NewLine,
                [string.Create(CultureInfo.InvariantCulture, $"{rejected} records are rejected, and the run is strict."), .. errors, .. reasons]));
        }
    }

    /// <summary>Complete or not there: the file takes its name once all is written.</summary>
    private static void Keep(LoadedTelemetry loaded, string path)
    {
        var unfinished = path + ".part";
        using (var file = File.Create(unfinished))
        {
            foreach (var record in loaded.Rejections)
            {
                using (var json = new Utf8JsonWriter(file, Plain))
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

                file.WriteByte((byte)'\n');
            }
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
