using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Analysis;

/// <summary>A query to look at.</summary>
/// <param name="IsTimeBoundElsewhere">Whether the rule around the query bounds the time of events.</param>
public sealed record RuleFile(DetectionPackage Rule, SourceText Query, bool IsTimeBoundElsewhere);

/// <summary>Finds what can be looked at without being run: packages with their hunting queries, KQL files, and Sentinel's rules in YAML.</summary>
public sealed record RuleFiles(ImmutableArray<RuleFile> Queries, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <param name="paths">Files, or folders that are searched to the bottom.</param>
    /// <exception cref="IOException">A path does not exist or cannot be read.</exception>
    public static RuleFiles Load(IEnumerable<string> paths)
    {
        var queries = ImmutableArray.CreateBuilder<RuleFile>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                LoadFolder(path, queries, diagnostics);
            }
            else
            {
                LoadFile(path, queries, diagnostics);
            }
        }

        return new RuleFiles(queries.ToImmutable(), diagnostics.ToImmutable());
    }

    private static void LoadFolder(string folder, ImmutableArray<RuleFile>.Builder queries, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (File.Exists(Path.Combine(folder, "detection.yaml")))
        {
            LoadPackage(folder, queries, diagnostics);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder).Where(f => SourceFile.IsKql(f) || SentinelRuleText.IsYaml(f)).Order(StringComparer.Ordinal))
        {
            LoadFile(file, queries, diagnostics);
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            LoadFolder(inner, queries, diagnostics);
        }
    }

    private static void LoadFile(string file, ImmutableArray<RuleFile>.Builder queries, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (SentinelRuleText.IsYaml(file) && SentinelRuleText.Read(SourceFile.Read(file), diagnostics) is { } sentinel)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            queries.Add(new RuleFile(new DetectionPackage { Id = name, Title = sentinel.Name ?? name, Query = sentinel.Query }, sentinel.Query, sentinel.HasPeriod));
        }
        else if (!SentinelRuleText.IsYaml(file) || Path.GetFileName(file) is "detection.yaml")
        {
            LoadPackage(file, queries, diagnostics);
        }
    }

    private static void LoadPackage(string path, ImmutableArray<RuleFile>.Builder queries, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var catalogue = DetectionCatalogue.Load(path);
        diagnostics.AddRange(catalogue.Diagnostics);
        foreach (var package in catalogue.Packages)
        {
            queries.Add(new RuleFile(package, package.Query, false));
            queries.AddRange(package.HuntingQueries.Select(h => new RuleFile(package, h.Query, false)));
        }
    }
}
