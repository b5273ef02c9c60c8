using System.Text;
using Tocsin.Detections.Analysis;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Cli.Commands;

/// <summary>Reads KQL from files.</summary>
internal static class QueryFile
{
    /// <summary>A file's query: its text, or of a rule of Sentinel in YAML what stands in it under <c>query</c>.</summary>
    /// <exception cref="UsageException">The file is not UTF-8, or YAML without a query.</exception>
    public static SourceText Read(string file)
    {
        var text = new SourceText(ReadUtf8(file), file);
        if (!SentinelRuleText.IsYaml(file))
        {
            return text;
        }

        var faults = new List<Diagnostic>();
        return SentinelRuleText.Read(text, faults)?.Query ?? throw new UsageException(
            faults is [var fault, ..] ? $"{file}:{text.PositionAt(fault.Span.Start)}: {fault.Message}" : $"'{file}' is YAML without a query: published rules have it under 'query:'.");
    }

    /// <summary>A query in another encoding would be read with other characters than it was written with: refused, with the place.</summary>
    /// <exception cref="UsageException">The file is not UTF-8.</exception>
    public static string ReadUtf8(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            return strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            var before = new SourceText(Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length))));
            throw new UsageException($"{file}:{before.PositionAt(before.Length)}: the query is not UTF-8: byte 0x{e.BytesUnknown?.FirstOrDefault():X2}", e);
        }
    }
}
