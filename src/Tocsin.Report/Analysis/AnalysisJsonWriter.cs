using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Detections.Analysis;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Types;
using Tocsin.Report.Checks;

namespace Tocsin.Report.Analysis;

/// <summary>An analysis as one JSON object.</summary>
public static class AnalysisJsonWriter
{
    public static void Write(RuleAnalysis analysis, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", analysis.Id);
        json.WriteString("title", analysis.Title);
        json.WriteString("query", analysis.Query.Text);
        WriteList(json, "parameters", analysis.Parameters, p => WriteParameter(json, p));
        WriteList(json, "stages", analysis.Stages, s => WriteStage(json, s));
        WriteList(json, "exclusions", analysis.Exclusions, e => WriteExclusion(json, e));
        json.WriteNumber("comparedWith", analysis.ComparedWith);
        WriteList(json, "indicators", analysis.Indicators, i => WriteIndicator(json, i));
        WriteList(json, "outputFields", analysis.OutputFields, f => WriteField(json, f));
        WriteList(json, "tables", analysis.Tables, t =>
        {
            json.WriteString("name", t.Name);
            WriteTexts(json, "columns", t.Columns);
        });
        WriteList(json, "eventCoverage", analysis.EventCoverage, e => WriteCoverage(json, e));
        WriteLookBack(json, analysis.LookBack);
        WriteList(json, "costNotes", analysis.CostNotes, d => DiagnosticJson.WriteFields(json, d));
        WriteList(json, "diagnostics", analysis.Diagnostics, d => DiagnosticJson.WriteFields(json, d));
        json.WriteEndObject();
    }

    public static JsonWriterOptions Options { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void WriteParameter(Utf8JsonWriter json, RuleParameter parameter)
    {
        json.WriteString("name", parameter.Name);
        json.WriteString("statement", parameter.Text);
        json.WriteString("type", parameter.Value?.Type.Name());
        json.WriteString("value", parameter.Value?.Text);
        json.WriteString("effect", parameter.Effect);
    }

    private static void WriteStage(Utf8JsonWriter json, RuleStage stage)
    {
        json.WriteNumber("number", stage.Number);
        json.WriteString("kind", stage.Kind);
        json.WriteString("of", stage.Pipeline);
        json.WriteString("text", stage.Text);
        json.WriteString("note", stage.Note);
    }

    private static void WriteExclusion(Utf8JsonWriter json, Exclusion exclusion)
    {
        json.WriteString("field", exclusion.Field);
        json.WriteString("kind", exclusion.Kind);
        WriteTexts(json, "values", exclusion.Values);
        json.WriteString("name", exclusion.Name);
        json.WriteString("note", exclusion.Note);
        json.WriteNumber("stage", exclusion.Stage);
    }

    private static void WriteIndicator(Utf8JsonWriter json, Indicator indicator)
    {
        json.WriteString("field", indicator.Field);
        json.WriteString("kind", indicator.Kind);
        WriteList(json, "values", indicator.Values, v =>
        {
            json.WriteString("value", v.Text);
            json.WriteNumber("sharedBy", v.SharedBy);
        });
        json.WriteString("name", indicator.Name);
        json.WriteBoolean("alternative", indicator.IsAlternative);
        json.WriteNumber("stage", indicator.Stage);
    }

    private static void WriteField(Utf8JsonWriter json, OutputField field)
    {
        json.WriteString("name", field.Name);
        json.WriteString("type", field.Type);
        json.WriteString("source", field.Source);
        json.WriteNumber("stage", field.Stage);
    }

    private static void WriteCoverage(Utf8JsonWriter json, EventCoverage coverage)
    {
        json.WriteString("provider", coverage.Provider);
        json.WriteString("event", coverage.Event);
        json.WriteString("title", coverage.Title);
        json.WriteString("table", coverage.Table);
        json.WriteBoolean("reaches", coverage.Reaches);
        json.WriteString("note", coverage.Note);
        WriteTexts(json, "missing", coverage.Missing);
    }

    private static void WriteLookBack(Utf8JsonWriter json, LookBack? lookBack)
    {
        if (lookBack is null)
        {
            json.WriteNull("lookBack");
            return;
        }

        json.WriteStartObject("lookBack");
        json.WriteString("length", TimeSpanText.Write(lookBack.Length));
        json.WriteString("text", lookBack.Text);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> writeFields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeFields(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
