using System.Text.Json;
using Tocsin.Report.Rows;

namespace Tocsin.Report.Writing;

/// <summary>
/// What every SARIF 2.1.0 log of ours has (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): one run of one tool.
/// </summary>
internal static class SarifLog
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <param name="version">The program's version.</param>
    /// <param name="writeRules">Writes the rules, into an array.</param>
    /// <param name="writeRun">Writes what the run has beside its tool, into its object.</param>
    public static void Write(Stream output, string version, Action<Utf8JsonWriter> writeRules, Action<Utf8JsonWriter> writeRun)
    {
        using (var writer = new Utf8JsonWriter(output, AlertJson.Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Schema);
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            writer.WriteStartObject("tool");
            writer.WriteStartObject("driver");
            writer.WriteString("name", "Tocsin");
            writer.WriteString("version", version);
            writer.WriteStartArray("rules");
            writeRules(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writeRun(writer);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>
    /// Braces and brackets of a message mean placeholders and links (section 3.11); text from data must make none.
    /// </summary>
    public static void WriteMessage(Utf8JsonWriter writer, string name, string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        writer.WriteStartObject(name);
        writer.WriteString("text", escaped.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        writer.WriteEndObject();
    }
}
