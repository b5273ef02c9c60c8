using Tocsin.Detections.Analysis;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Cli.Commands;

/// <summary>Reads KQL from files.</summary>
internal static class QueryFile
{
    /// <summary>A file's query: its text, or of a rule of Sentinel in YAML what stands in it under <c>query</c>.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is YAML without a query.</exception>
    public static SourceText Read(string file)
    {
        var text = ReadText(file);
        if (!SentinelRuleText.IsYaml(file))
        {
            return text;
        }

        var faults = new List<Diagnostic>();
        return SentinelRuleText.Read(text, faults)?.Query ?? throw new UsageException(
            faults is [var fault, ..] ? $"{file}:{text.PositionAt(fault.Span.Start)}: {fault.Message}" : $"'{file}' is YAML without a query: published rules have it under 'query:'.");
    }

    /// <exception cref="UsageException">The file cannot be read, or is in another encoding than <see cref="SourceFile"/> reads.</exception>
    public static SourceText ReadText(string file)
    {
        try
        {
            return SourceFile.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
