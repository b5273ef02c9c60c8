using System.Collections.Immutable;
using System.Text.Json;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Engine.Tests;

/// <summary>What a query gave, in the form in which users see it: columns and JSON values, or why it was refused.</summary>
internal sealed record Answer(ImmutableArray<(string Name, string Type)> Columns, ImmutableArray<JsonElement[]> Rows, ImmutableArray<Diagnostic> Errors)
{
    /// <exception cref="EngineFaultException">The engine failed on a query that it had accepted.</exception>
    public static Answer Of(IEngineSession session, string query, CancellationToken cancellationToken = default)
    {
        var compiled = session.Compile(new SourceText(query));
        ImmutableArray<Diagnostic> errors = [.. compiled.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (!errors.IsEmpty)
        {
            return new Answer([], [], errors);
        }

        using var line = new MemoryStream();
        new BatchAnswers(line).WriteResults(default, compiled.RunAll(cancellationToken), cancellationToken);
        return Of(JsonDocument.Parse(line.ToArray()).RootElement);
    }

    public Diagnostic? Error => Errors.FirstOrDefault();

    /// <summary>What the query calls the result.</summary>
    public string? Name { get; init; }

    public JsonElement? Render { get; init; }

    /// <summary>The results after the first.</summary>
    public ImmutableArray<Answer> Further { get; init; } = [];

    private static Answer Of(JsonElement result) => new(
        [.. result.GetProperty("columns").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!))],
        [.. result.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().ToArray())],
        [])
    {
        Name = result.TryGetProperty("name", out var name) ? name.GetString() : null,
        Render = result.TryGetProperty("render", out var render) ? render : null,
        Further = result.TryGetProperty("furtherResults", out var further) ? [.. further.EnumerateArray().Select(Of)] : [],
    };

    public string Text => Error is { } error ? $"{error.Id} at {error.Position}: {error.Message}" : string.Join('\n', Rows.Select(RowText));

    public static string RowText(IEnumerable<JsonElement> row) => $"[{string.Join(", ", row.Select(v => v.GetRawText()))}]";
}
