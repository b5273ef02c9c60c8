using System.Globalization;
using Shouldly;
using Tocsin.Engine.Tests.Generated;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// Whatever binds runs: random pipelines over every function of the catalogue never end in DuckDB's error or a crash. What
/// takes too long is the runner's to say. TOCSIN_GENERATED=COUNT[,SEED] runs more of them; the faults are then also written to artifacts/generated.
/// </summary>
public sealed class GeneratedQueryTests(EngineFixture engine)
{
    private const int Usual = 400;

    [Fact]
    public void Whatever_binds_runs()
    {
        var (count, seed) = Asked();
        var generator = new PipelineGenerator(engine.Session, CallTemplates.Of(engine.Session), new Random(seed));
        var faults = new List<string>();
        var answered = 0;
        for (var i = 0; i < count; i++)
        {
            var query = Table.Full;
            try
            {
                query = generator.Next();
                NoteCurrent(seed, query);
                answered += Run(query) ? 1 : 0;
            }
            catch (Exception e)
            {
                var text = $"{query[Table.Full.Length..].Trim().Replace(Table.Full, "$TABLE", StringComparison.Ordinal)}\n    {e.GetType().Name}: {e.Message}{(e.GetBaseException() is var cause && cause != e ? $"\n{cause.StackTrace}" : string.Empty)}";
                faults.Add(text);
                Note(seed, i, text);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} of {count} answered");
        faults.ShouldBeEmpty(string.Join('\n', faults));
        (answered * 10).ShouldBeGreaterThan(count * 9, "queries that ran to their end");
    }

    /// <summary>Whether the query ran to its end.</summary>
    private bool Run(string query)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var compiled = engine.Session.Compile(new SourceText(query));
        if (compiled.IsRefused)
        {
            // Some plug-ins take their columns from the data: what binds over an empty table need not over a full one.
            return false;
        }

        try
        {
            using var line = new MemoryStream();
            new BatchAnswers(line).WriteResults(default, compiled.RunAll(cancellationToken), cancellationToken);
            return true;
        }
        catch (QueryFailedException)
        {
            // A value that a function does not take, said in plain words: Kusto ends such queries too.
            return false;
        }
    }

    private static (int Count, int Seed) Asked() =>
        Environment.GetEnvironmentVariable("TOCSIN_GENERATED")?.Split(',') is { } asked
            ? (int.Parse(asked[0], CultureInfo.InvariantCulture), asked.Length > 1 ? int.Parse(asked[1], CultureInfo.InvariantCulture) : 1)
            : (Usual, 1);

    /// <summary>What runs now, for the case that it takes the process with it.</summary>
    private static void NoteCurrent(int seed, string query)
    {
        if (Environment.GetEnvironmentVariable("TOCSIN_GENERATED") is { Length: > 0 })
        {
            var folder = Directory.CreateDirectory(Path.Combine(Corpus.Root, "artifacts", "generated"));
            File.WriteAllText(Path.Combine(folder.FullName, $"{seed.ToString(CultureInfo.InvariantCulture)}.current.kql"), query);
        }
    }

    private static void Note(int seed, int number, string fault)
    {
        if (Environment.GetEnvironmentVariable("TOCSIN_GENERATED") is { Length: > 0 })
        {
            var folder = Directory.CreateDirectory(Path.Combine(Corpus.Root, "artifacts", "generated"));
            File.AppendAllText(Path.Combine(folder.FullName, $"{seed.ToString(CultureInfo.InvariantCulture)}.txt"), $"#{number.ToString(CultureInfo.InvariantCulture)} {fault}\n\n");
        }
    }
}
