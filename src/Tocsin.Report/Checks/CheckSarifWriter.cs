using System.Text.Json;
using Tocsin.Kql.Diagnostics;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Checks;

/// <summary>What a check found, as SARIF 2.1.0 for code review (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).</summary>
/// <param name="version">The program's version.</param>
/// <param name="explain">Why a rule matters, by its id; null where there is nothing to add to its message.</param>
public sealed class CheckSarifWriter(string version, Func<string, string?> explain)
{
    public void Write(Stream output, IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var rules = diagnostics.Select(d => d.Descriptor).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal).ToList();
        SarifLog.Write(output, version, json => rules.ForEach(rule => WriteRule(json, rule)), json =>
        {
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var diagnostic in diagnostics)
            {
                WriteResult(json, diagnostic, rules.FindIndex(r => r.Id.Equals(diagnostic.Id, StringComparison.Ordinal)));
            }

            json.WriteEndArray();
        });
    }

    private void WriteRule(Utf8JsonWriter json, DiagnosticDescriptor rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        SarifLog.WriteMessage(json, "shortDescription", explain(rule.Id) ?? rule.Message);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic diagnostic, int ruleIndex)
    {
        var end = diagnostic.Source.PositionAt(diagnostic.Span.End);
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(diagnostic.Severity));
        SarifLog.WriteMessage(json, "message", diagnostic.Hint is { Length: > 0 } hint ? $"{diagnostic.Message} {hint}" : diagnostic.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", FileUri(diagnostic.Source.Name));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", diagnostic.Position.Line);
        json.WriteNumber("startColumn", diagnostic.Position.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Relative paths stay relative: viewers look for them in the repository.</summary>
    private static string FileUri(string path) => Path.IsPathRooted(path)
        ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Split('/', '\\').Select(Uri.EscapeDataString));

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Information => "note",
    };
}
