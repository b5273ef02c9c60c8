using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;

namespace Tocsin.Engine.Tests;

/// <summary>What Microsoft's language service says of a query: diagnostics, and the columns of its result.</summary>
internal sealed record OracleAnswer(ImmutableArray<string> Errors, ImmutableArray<(string Name, string Type)> Columns);

/// <summary>
/// The language service, where ../shared/oracle and node are at hand. It is installed into artifacts/oracle on first use;
/// TOCSIN_ORACLE names another copy of oracle.cjs.
/// </summary>
internal static class Oracle
{
    /// <summary>Asks about many queries at once; null where the service is not at hand, with the reason.</summary>
    public static IReadOnlyList<OracleAnswer>? Ask(IReadOnlyList<string> queries, out string reason)
    {
        if (Script(out reason) is not { } script)
        {
            return null;
        }

        var input = queries.Select((q, i) => JsonSerializer.Serialize(new { id = $"{i}", query = q }));
        return Run("node", [script, "check", "-"], string.Join('\n', input), out reason) is { } output
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)]
            : null;
    }

    private static OracleAnswer Read(string line)
    {
        var root = JsonDocument.Parse(line).RootElement;
        return new OracleAnswer(
            root.GetProperty("diagnostics").ValueKind == JsonValueKind.Null ? ["The service fails on the query."] : [.. root.GetProperty("diagnostics").EnumerateArray().Where(d => d.GetProperty("severity").GetString() is "Error").Select(d => $"{d.GetProperty("code").GetString()}: {d.GetProperty("message").GetString()}")],
            root.GetProperty("columns").ValueKind == JsonValueKind.Null ? default : [.. root.GetProperty("columns").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!))]);
    }

    private static string? Script(out string reason)
    {
        reason = string.Empty;
        if (Environment.GetEnvironmentVariable("TOCSIN_ORACLE") is { Length: > 0 } given)
        {
            return given;
        }

        if (Corpus.Shared("oracle") is not { } source)
        {
            reason = "../shared/oracle is not there";
            return null;
        }

        var copy = Path.Combine(Corpus.Root, "artifacts", "oracle");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        return Directory.Exists(Path.Combine(copy, "node_modules")) || Run("npm", ["install", "--no-audit", "--no-fund", "--prefix", copy], string.Empty, out reason) is not null
            ? Path.Combine(copy, "oracle.cjs")
            : null;
    }

    private static string? Run(string program, string[] arguments, string input, out string reason)
    {
        reason = string.Empty;
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            reason = process.ExitCode == 0 ? string.Empty : $"{program} failed: {errors.Result}";
            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            reason = $"{program} is not installed";
            return null;
        }
    }
}
