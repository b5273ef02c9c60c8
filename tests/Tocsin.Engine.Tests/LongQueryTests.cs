using Shouldly;
using Tocsin.Kql.Diagnostics;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>Queries as generators write them: thousands of terms, deep nesting. Each gives an answer or a diagnostic.</summary>
public sealed class LongQueryTests(EngineFixture engine)
{
    private const string Row = "datatable(i:long, s:string)[7, 'x7']";

    public static TheoryData<string, string> Chains()
    {
        var terms = Enumerable.Range(0, 5_000).ToArray();
        return new TheoryData<string, string>
        {
            { "or", $"{Row} | where {string.Join(" or ", terms.Select(i => $"i == {i}"))} | count" },
            { "or of strings", $"{Row} | where {string.Join(" or ", terms.Select(i => $"s has 'x{i}'"))} | count" },
            { "and", $"{Row} | where {string.Join(" and ", terms.Select(i => $"i != {i + 100}"))} | count" },
            { "in", $"{Row} | where s in ({string.Join(", ", terms.Select(i => $"'x{i}'"))}) | count" },
            { "has_any", $"{Row} | where s has_any ({string.Join(", ", terms.Select(i => $"'x{i}'"))}) | count" },
            { "array", $"{Row} | where i in (dynamic([{string.Join(", ", terms)}])) | count" },
        };
    }

    public static TheoryData<string, string> Deep() => new()
    {
        { "plus", $"print {string.Join(" + ", Enumerable.Range(0, 5_000))}" },
        { "mixed and/or", $"{Row} | where {string.Join(" or ", Enumerable.Range(0, 2_500).Select(i => $"(i == {i} and s != 'y')"))} | count" },
        { "parentheses", $"print {new string('(', 1_000)}1{new string(')', 1_000)}" },
        { "calls", $"print {string.Concat(Enumerable.Repeat("abs(", 1_000))}1{new string(')', 1_000)}" },
        { "not", $"print {string.Concat(Enumerable.Repeat("not(", 1_000))}true{new string(')', 1_000)}" },
        { "iff", $"print {string.Concat(Enumerable.Repeat("iff(true, 1, ", 1_000))}1{new string(')', 1_000)}" },
        { "arrays", $"print dynamic({new string('[', 1_000)}{new string(']', 1_000)})" },
        { "strcat", $"print strcat({string.Join(", ", Enumerable.Repeat("'a'", 64))})" },
        { "pipes", $"{Row} {string.Concat(Enumerable.Repeat("| extend i = i + 1 ", 1_000))}" },
        { "filters", $"{Row} {string.Concat(Enumerable.Repeat("| where i > 0 ", 1_000))}" },
        { "unions", $"union {string.Join(", ", Enumerable.Repeat("(print 1)", 500))} | count" },
        { "lets", $"let a0 = 1; {string.Concat(Enumerable.Range(1, 500).Select(i => $"let a{i} = a{i - 1} + 1; "))}print a500" },
        { "doubling lets", $"let a0 = 1; {string.Concat(Enumerable.Range(1, 40).Select(i => $"let a{i} = a{i - 1} + a{i - 1}; "))}print a40" },
        { "nested tables", $"{string.Concat(Enumerable.Repeat("union (", 200))}print 1{new string(')', 200)}" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_chain_of_thousands_is_answered(string name, string query)
    {
        var answer = Answer.Of(engine.Session, query, Bounded());
        answer.Error.ShouldBeNull($"{name}: {answer.Text}");
        answer.Rows[0][0].GetInt64().ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Deep))]
    public void A_deep_query_gives_an_answer_or_a_diagnostic(string name, string query)
    {
        var answer = Answer.Of(engine.Session, query, Bounded());
        (answer.Rows.Length > 0 || answer.Error is { Severity: DiagnosticSeverity.Error }).ShouldBeTrue(name);
    }

    private static CancellationToken Bounded() =>
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token).Token;
}
