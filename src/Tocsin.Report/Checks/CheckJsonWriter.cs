using System.Text.Json;
using Tocsin.Kql.Diagnostics;
using Tocsin.Report.Analysis;

namespace Tocsin.Report.Checks;

/// <summary>What a check found, as one JSON object.</summary>
public static class CheckJsonWriter
{
    public static void Write(Stream output, string target, int queries, IReadOnlyCollection<Diagnostic> diagnostics)
    {
        using var json = new Utf8JsonWriter(output, AnalysisJsonWriter.Options);
        json.WriteStartObject();
        json.WriteString("target", target);
        json.WriteNumber("queries", queries);
        json.WriteNumber("errors", diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error));
        json.WriteNumber("warnings", diagnostics.Count(d => d.Severity == DiagnosticSeverity.Warning));
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            DiagnosticJson.WriteFields(json, diagnostic);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
