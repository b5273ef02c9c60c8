using Shouldly;
using Tocsin.Compiler.Catalogue;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>What the catalogue promises, the engine runs: no accepted call may fail in DuckDB.</summary>
public sealed class CatalogueLawTests(EngineFixture engine)
{
    public static TheoryData<string> Scalars() =>
        [.. FunctionCatalogue.Default.Scalars.Values.Where(f => f.Refusal is null).Select(f => f.Name).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Aggregates() =>
        [.. FunctionCatalogue.Default.Aggregates.Values.Where(f => f.Refusal is null).Select(f => f.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Every_overload_of_a_function_runs(string name) => Runs(SynthesizedCalls.OfScalar(FunctionCatalogue.Default.Scalars[name]));

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void Every_overload_of_an_aggregate_runs(string name) => Runs(SynthesizedCalls.OfAggregate(FunctionCatalogue.Default.Aggregates[name]));

    private void Runs(IEnumerable<string> queries)
    {
        var faults = new List<string>();
        var refusals = new List<string>();
        var answered = 0;
        foreach (var query in queries)
        {
            try
            {
                var answer = Answer.Of(engine.Session, query);
                answered += answer.Error is null ? 1 : 0;
                if (answer.Error is not null)
                {
                    refusals.Add($"{Call(query)}: {answer.Text}");
                }
            }
            catch (Exception e) when (e is not ShouldAssertException)
            {
                faults.Add($"{Call(query)}: {e.Message}");
            }
        }

        faults.ShouldBeEmpty(string.Join('\n', faults));
        answered.ShouldBeGreaterThan(0, $"no call of it binds:\n{string.Join('\n', refusals)}");
    }

    private static string Call(string query) => query[query.LastIndexOf('|')..];
}
