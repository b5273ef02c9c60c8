using System.Collections.Immutable;
using System.Text.Json;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Engine.Tests;

/// <summary>What a query gave, in the form in which users see it: columns and JSON values, or why it was refused.</summary>
internal sealed record Answer(ImmutableArray<(string Name, string Type)> Columns, ImmutableArray<JsonElement[]> Rows, Diagnostic? Error)
{
    /// <exception cref="EngineFaultException">The engine failed on a query that it had accepted.</exception>
    public static Answer Of(IEngineSession session, string query, CancellationToken cancellationToken = default)
    {
        var compiled = session.Compile(new SourceText(query));
        if (compiled.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            return new Answer([], [], error);
        }

        using var rows = compiled.Run(cancellationToken);
        using var line = new MemoryStream();
        new BatchAnswers(line).WriteResult(default, rows, cancellationToken);
        var root = JsonDocument.Parse(line.ToArray()).RootElement;
        return new Answer(
            [.. root.GetProperty("columns").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!))],
            [.. root.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().ToArray())],
            null);
    }

    public string Text => Error is { } error ? $"{error.Id} at {error.Position}: {error.Message}" : string.Join('\n', Rows.Select(RowText));

    public static string RowText(IEnumerable<JsonElement> row) => $"[{string.Join(", ", row.Select(v => v.GetRawText()))}]";
}
