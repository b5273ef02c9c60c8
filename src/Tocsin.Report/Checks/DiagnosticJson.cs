using System.Text.Json;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Report.Checks;

/// <summary>Diagnostics as JSON.</summary>
internal static class DiagnosticJson
{
    /// <summary>The fields of one diagnostic, into an object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        var end = diagnostic.Source.PositionAt(diagnostic.Span.End);
        json.WriteString("file", diagnostic.Source.Name);
        json.WriteNumber("line", diagnostic.Position.Line);
        json.WriteNumber("column", diagnostic.Position.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteString("severity", Word(diagnostic.Severity));
        json.WriteString("code", diagnostic.Id);
        json.WriteString("kustoCode", diagnostic.Descriptor.KustoCode);
        json.WriteString("message", diagnostic.Message);
        json.WriteString("hint", diagnostic.Hint is { Length: > 0 } hint ? hint : null);
    }

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Information => "information",
    };
}
