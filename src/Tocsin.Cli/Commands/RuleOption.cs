using System.Collections.Immutable;
using System.CommandLine;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Cli.Commands;

/// <summary><c>--rules PATH|ID</c>, and the detections that are built in.</summary>
internal static class RuleOption
{
    public static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "detections");

    public static Option<string[]> Create() => new("--rules")
    {
        Description = "A detection: the id of one that is built in, a package, a KQL file, a rule of Sentinel in YAML, or a folder of them. May be given again. Without it: all that are built in.",
        HelpName = "PATH|ID",
    };

    /// <summary>The detections asked for, or null after saying why there are none, or what is wrong with one of them.</summary>
    public static ImmutableArray<DetectionPackage>? Load(string[]? rules, Surroundings surroundings) =>
        LoadReadable(rules, surroundings) is { Unreadable: 0 } loaded ? loaded.Packages : null;

    /// <summary>The detections asked for that can be read, and how many cannot, which is told; null after saying why there is none.</summary>
    public static (ImmutableArray<DetectionPackage> Packages, int Unreadable)? LoadReadable(string[]? rules, Surroundings surroundings)
    {
        if (Find(rules, surroundings) is not { } catalogue)
        {
            return null;
        }

        DiagnosticPrinter.Print(surroundings.Error, catalogue.Diagnostics);
        return (catalogue.Packages, catalogue.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Source.Name).Distinct(StringComparer.Ordinal).Count());
    }

    private static DetectionCatalogue? Find(string[]? rules, Surroundings surroundings)
    {
        var builtIn = DetectionCatalogue.Load(BuiltInFolder);
        if (rules is not { Length: > 0 })
        {
            return builtIn;
        }

        var paths = new List<string>();
        foreach (var rule in rules)
        {
            // A path wins over an id: it is what lies before the user.
            if (File.Exists(rule) || Directory.Exists(rule))
            {
                paths.Add(rule);
            }
            else if (builtIn.Find(rule) is { Metadata: { } metadata })
            {
                paths.Add(metadata.Name);
            }
            else
            {
                var known = string.Join(", ", builtIn.Packages.Select(p => p.Id));
                CommandRunner.Fail(surroundings, ExitStatus.Refused, $"'{rule}' is neither a file or folder nor the id of a detection. Built in: {known}.");
                return null;
            }
        }

        var loaded = DetectionCatalogue.Load(paths);
        if (loaded.Packages.IsEmpty && loaded.Diagnostics.IsEmpty)
        {
            CommandRunner.Fail(surroundings, ExitStatus.Refused, $"No detection.yaml, KQL file or rule of Sentinel in {string.Join(", ", rules)}.");
            return null;
        }

        return loaded;
    }
}
