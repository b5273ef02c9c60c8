using Shouldly;
using Tocsin.Compiler.Catalogue;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// Holds names and types of results against Microsoft's language service. Skipped where it is not at hand.
/// corpus/conformance/binding-differences.jsonl lists where we differ, with the reason.
/// </summary>
public sealed class OracleTests(EngineFixture engine)
{
    private static IEnumerable<string> References => Directory.EnumerateFiles(Corpus.PathOf("reference", "queries"), "*.kql").Select(File.ReadAllText);

    private static IEnumerable<string> Cases => Directory.EnumerateFiles(Corpus.PathOf("queries"), "*.kql", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static IEnumerable<string> Overloads =>
    [
        .. FunctionCatalogue.Default.Scalars.Values.Where(f => f.Refusal is null).SelectMany(SynthesizedCalls.OfScalar),
        .. FunctionCatalogue.Default.Aggregates.Values.Where(f => f.Refusal is null).SelectMany(SynthesizedCalls.OfAggregate),
    ];

    [Fact]
    public void The_reference_queries_have_the_columns_that_the_language_service_says() => Agree(References);

    [Fact]
    public void The_cases_have_the_columns_that_the_language_service_says() => Agree(Cases);

    [Fact]
    public void Every_overload_has_the_type_that_the_language_service_says() => Agree(Overloads);

    [Fact]
    public void Every_listed_difference_is_one()
    {
        var known = KnownDifferences();
        var differing = Differences(References.Concat(Cases).Concat(Overloads).Where(q => known.Any(k => q.Contains(k, StringComparison.Ordinal)))).Select(d => d.Query).ToArray();
        known.Where(k => !differing.Any(q => q.Contains(k, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private void Agree(IEnumerable<string> queries)
    {
        var known = KnownDifferences();
        var differences = Differences(queries)
            .Where(d => !known.Any(k => d.Query.Contains(k, StringComparison.Ordinal)))
            .Select(d => $"{(d.Query.StartsWith("datatable(b:bool, i:int", StringComparison.Ordinal) ? d.Query[d.Query.LastIndexOf('|')..] : d.Query)}\n    {d.Difference}")
            .ToArray();
        differences.ShouldBeEmpty(string.Join('\n', differences));
    }

    private (string Query, string Difference)[] Differences(IEnumerable<string> queries)
    {
        // Of queries that we refuse there is nothing to compare.
        var accepted = queries.Select(q => (Query: q, Compiled: engine.Session.Compile(new Kql.Text.SourceText(q)))).Where(q => !q.Compiled.IsRefused).ToArray();
        var answers = Oracle.Ask([.. accepted.Select(q => q.Query)], out var reason);
        Assert.SkipWhen(answers is null, reason);
        return [.. accepted.Zip(answers!).Select(p => (p.First.Query, Difference: Difference(p.First.Compiled, p.Second)!)).Where(d => d.Difference is not null)];
    }

    private static string[] KnownDifferences() =>
        [.. Corpus.Lines(Corpus.PathOf("conformance", "binding-differences.jsonl")).Select(d => d.GetProperty("call").GetString()!)];

    private static (string Name, string Type)[] Columns(CompiledQuery query) => [.. query.Columns.Select(c => (c.Name, Kql.Types.KqlTypes.Name(c.Type)))];

    /// <summary>Of several statements the service gives the columns of the last, and we those of the first result.</summary>
    private static string? Difference(CompiledQuery query, OracleAnswer theirs) =>
        !theirs.Errors.IsEmpty ? $"is an error there: {string.Join("; ", theirs.Errors)}"
        : theirs.Columns.IsDefault || query.ResultCount > 1 || Columns(query).SequenceEqual(theirs.Columns) ? null
        : $"ours {Text(Columns(query))}, theirs {Text(theirs.Columns)}";

    private static string Text(IEnumerable<(string Name, string Type)> columns) => string.Join(", ", columns.Select(c => $"{c.Name}:{c.Type}"));
}
