using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>Every hunting query and every KQL block in the Markdown of the built-in packages runs over the samples.</summary>
public sealed partial class PackageQueryTests : IDisposable
{
    private static readonly string Detections = Path.GetFullPath(Golden.Folder("../../detections"));
    private static readonly string Samples = Path.GetFullPath(Golden.Folder("../../samples"));

    private readonly IEngineSession _session = new DuckDbEngine(new EngineOptions(MemoryLimit: 1L << 30, Threads: 2))
        .Open(new DataRequest([Samples], [], null), new Progress<string>(), CancellationToken.None);

    public static TheoryData<string> Ids() => [.. DetectionCatalogue.Load(Detections).Packages.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Hunting_queries_run_and_say_what_they_answer(string id)
    {
        var package = DetectionCatalogue.Load(Detections).Find(id)!;
        package.HuntingQueries.Length.ShouldBeInRange(3, 6);
        foreach (var hunt in package.HuntingQueries)
        {
            hunt.Title.ShouldContain("?", customMessage: hunt.Name);
            Run(hunt.Query);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Pivots_in_the_guides_run(string id)
    {
        var package = DetectionCatalogue.Load(Detections).Find(id)!;
        var pivots = new[] { package.Playbook!, package.Investigation! }.SelectMany(Blocks).ToList();
        pivots.Count.ShouldBeGreaterThanOrEqualTo(5);
        pivots.ForEach(Run);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Guides_name_only_files_that_are_there(string id)
    {
        var package = DetectionCatalogue.Load(Detections).Find(id)!;
        foreach (var guide in new[] { package.Playbook!, package.Investigation! })
        {
            foreach (Match match in FileInPackage().Matches(guide.Text))
            {
                File.Exists(Path.Combine(package.Folder!, match.Value)).ShouldBeTrue($"{guide.Name} names {match.Value}");
            }
        }
    }

    public void Dispose() => _session.Dispose();

    private static IEnumerable<SourceText> Blocks(SourceText guide) =>
        Block().Matches(guide.Text).Select((m, i) => new SourceText(m.Groups["kql"].Value, $"{guide.Name}, block {i + 1}"));

    private void Run(SourceText query)
    {
        var compiled = _session.Compile(query);
        compiled.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{query.Name} {d.Position}: {d.Message}").ShouldBeEmpty();
        using var rows = compiled.Run(CancellationToken.None);
        while (rows.Read())
        {
        }
    }

    [GeneratedRegex("^```kql\n(?<kql>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();

    [GeneratedRegex(@"hunting/[\w-]+\.kql|allow-lists/[\w-]+\.txt", RegexOptions.NonBacktracking)]
    private static partial Regex FileInPackage();
}
