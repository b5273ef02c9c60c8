using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Shouldly;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Diagnostics;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// corpus/errors/*.jsonl: a refused query a line, with the code, the place and the text of its first message.
/// <c>text</c> is what the place covers, <c>says</c> what message and hint contain. One mistake gives one message:
/// <c>errors</c> counts those of a query that has several.
/// </summary>
public sealed class ErrorTests(EngineFixture engine)
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Corpus.PathOf("errors"), "*.jsonl").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_query_is_refused_as_it_says(string file)
    {
        var failures = Corpus.Lines(Corpus.PathOf("errors", file))
            .SelectMany(c => Differences(c).Select(d => $"{c.GetProperty("query").GetString()}\n    {d}"))
            .ToArray();
        failures.ShouldBeEmpty(string.Join('\n', failures));
    }

    [Fact]
    public void Every_descriptor_of_binding_has_a_case()
    {
        var covered = Files().SelectMany(f => Corpus.Lines(Corpus.PathOf("errors", f.Data))).Select(c => c.GetProperty("code").GetString()).ToHashSet();
        Descriptors().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Where(id => !covered.Contains(id)).ShouldBeEmpty();
    }

    [Fact]
    public void The_ids_of_messages_are_unique_and_of_binding()
    {
        var ids = Descriptors().Select(d => d.Id).ToArray();
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.StartsWith("TOC2") || id.StartsWith("TOC3"));
    }

    private static ImmutableArray<DiagnosticDescriptor> Descriptors() =>
        [.. typeof(BindingDescriptors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (DiagnosticDescriptor)f.GetValue(null)!)];

    private IEnumerable<string> Differences(JsonElement expected)
    {
        var query = expected.GetProperty("query").GetString()!;
        Answer answer;
        try
        {
            answer = Answer.Of(engine.Session, query);
        }
        catch (EngineFaultException e)
        {
            return [$"internal error: {e.Message}"];
        }

        return answer.Errors.IsEmpty ? [$"is answered: {answer.Text}"] : Differences(expected, query, answer.Errors);
    }

    private static IEnumerable<string> Differences(JsonElement expected, string query, ImmutableArray<Diagnostic> errors)
    {
        var error = errors[0];
        var code = expected.GetProperty("code").GetString();
        if (error.Id != code)
        {
            yield return $"{code} expected, but {error.Id} at {error.Position}: {error.Message}";
            yield break;
        }

        var text = query.Substring(error.Span.Start, error.Span.Length);
        if (expected.GetProperty("text").GetString() != text)
        {
            yield return $"the place covers '{text}'";
        }

        var (line, column) = (expected.GetProperty("line").GetInt32(), expected.GetProperty("column").GetInt32());
        if (error.Position.Line != line || error.Position.Column != column)
        {
            yield return $"is at {error.Position}";
        }

        var count = expected.TryGetProperty("errors", out var several) ? several.GetInt32() : 1;
        if (errors.Length != count)
        {
            yield return $"has {errors.Length} messages: {string.Join(" | ", errors.Select(e => $"{e.Position} {e.Message}"))}";
        }

        var words = $"{error.Message} {error.Hint}";
        foreach (var part in expected.GetProperty("says").EnumerateArray().Select(s => s.GetString()!).Where(s => !words.Contains(s, StringComparison.Ordinal)))
        {
            yield return $"does not say \"{part}\" but: {words}";
        }
    }
}
