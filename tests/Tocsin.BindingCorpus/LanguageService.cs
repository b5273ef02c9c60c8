using System.Diagnostics;
using System.Text.Json;

namespace Tocsin.BindingCorpus;

/// <summary>Asks Microsoft's language service, through the script that wraps it.</summary>
internal static class LanguageService
{
    /// <summary>The tables of the corpus; the test that reads it declares the same.</summary>
    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["T"] = "(b:bool, i:int, l:long, r:real, m:decimal, s:string, t:datetime, p:timespan, g:guid, d:dynamic)",
        ["U"] = "(l:long, s:string, x:real, i:long)",
        ["U2"] = "(b:bool, i:int, l:long, r:real, m:decimal, s:string, t:datetime, p:timespan, g:guid, d:dynamic)",
    };

    /// <summary>Of each query: "name:type, …", or "!KS… KS…" with the codes of its errors.</summary>
    public static string[] Ask(string script, string[] queries)
    {
        var start = new ProcessStartInfo("node", [script, "check", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        foreach (var query in queries)
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(new { id = 0, query, tables = Tables }));
        }

        process.StandardInput.Close();
        process.WaitForExit();
        string[] lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == queries.Length ? [.. lines.Select(Answer)] : throw new InvalidOperationException($"{lines.Length} answers for {queries.Length} queries.");
    }

    private static string Answer(string line)
    {
        var root = JsonDocument.Parse(line).RootElement;
        if (!root.TryGetProperty("diagnostics", out var diagnostics))
        {
            return "?";
        }

        string[] errors = [.. diagnostics.EnumerateArray().Where(d => d.GetProperty("severity").GetString() is "Error").Select(d => d.GetProperty("code").GetString()!).Distinct(StringComparer.Ordinal)];
        return errors.Length > 0
            ? $"!{string.Join(' ', errors)}"
            : root.GetProperty("columns") is { ValueKind: JsonValueKind.Array } columns && columns.GetArrayLength() > 0
                ? Columns(columns)
                : "-";
    }

    private static string Columns(JsonElement columns) =>
        string.Join(", ", columns.EnumerateArray().Select(c => $"{c.GetProperty("name").GetString()}:{c.GetProperty("type").GetString()}"));
}
