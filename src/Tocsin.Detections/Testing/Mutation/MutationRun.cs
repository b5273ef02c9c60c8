using System.Collections.Immutable;
using Tocsin.Engine;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing.Mutation;

/// <summary>What became of the mutants of a detection's query.</summary>
public sealed record MutationResult(TestSuite Suite, ImmutableArray<MutantResult> Mutants)
{
    /// <summary>Tests that do not pass with the query itself: nothing follows from them.</summary>
    public ImmutableArray<string> Unsound { get; init; } = [];

    public int Count(MutantFate fate) => Mutants.Count(m => m.Fate == fate);

    /// <summary>Whether some condition can go without a test that notices.</summary>
    public bool HasUnprovenConditions => Mutants.Any(m => m is { Fate: MutantFate.Survived, Mutant.Kind: MutantKind.Removed });
}

/// <param name="By">The test that noticed, or null.</param>
public sealed record MutantResult(Mutant Mutant, MutantFate Fate, string? By);

public enum MutantFate
{
    Killed,
    Survived,

    /// <summary>The query is refused so.</summary>
    Refused,
}

/// <summary>
/// Runs a detection's tests with mutants of its query. Each test's events are loaded once, for all mutants that no test
/// before it has noticed.
/// </summary>
public sealed class MutationRun
{
    private readonly IEngine _engine;
    private readonly TestSuite _suite;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<Mutant> _mutants;
    private readonly MutantResult?[] _results;

    private MutationRun(IEngine engine, TestSuite suite, CancellationToken cancellation)
    {
        _engine = engine;
        _suite = suite;
        _cancellation = cancellation;
        _mutants = MutantFinder.Find(suite.Package.Query);
        _results = new MutantResult?[_mutants.Length];
    }

    /// <exception cref="UnreadableDataException">A test's data cannot be read.</exception>
    public static MutationResult Run(IEngine engine, TestSuite suite, CancellationToken cancellationToken)
    {
        var run = new MutationRun(engine, suite, cancellationToken);
        var unsound = OrderedWork.Run(suite.Tests, run.RunTest, cancellationToken).OfType<string>().ToImmutableArray();
        return new MutationResult(suite, [.. run._mutants.Select((m, i) => run._results[i] ?? new MutantResult(m, MutantFate.Survived, null))]) { Unsound = unsound };
    }

    /// <summary>Runs one test with every mutant that is left; returns its name where it does not pass without any.</summary>
    private string? RunTest(DetectionTest test)
    {
        using var session = TestSession.Open(_engine, _suite.Package, test, _cancellation);
        if (Notices(session, session.Query) is not false)
        {
            return test.Name;
        }

        for (var i = 0; i < _mutants.Length; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _results[i]) is not null)
            {
                continue;
            }

            var query = TestQuery.Of(_suite.Package with { Query = _mutants[i].ApplyTo(_suite.Package.Query) }, test);
            if (Notices(session, query) is not { } notices)
            {
                Volatile.Write(ref _results[i], new MutantResult(_mutants[i], MutantFate.Refused, null));
            }
            else if (notices)
            {
                Volatile.Write(ref _results[i], new MutantResult(_mutants[i], MutantFate.Killed, test.Name));
            }
        }

        return null;
    }

    /// <summary>Whether a test fails with a query; null where the query is refused.</summary>
    private bool? Notices(TestSession session, SourceText query)
    {
        try
        {
            var run = session.Run(query, _cancellation);
            return TestRunner.Fault(session.Test, run).IsEmpty ? !new ExpectationCheck(session.Test.Expectation, run.Alerts).Holds : null;
        }
        catch (QueryFailedException)
        {
            return true;
        }
    }
}
