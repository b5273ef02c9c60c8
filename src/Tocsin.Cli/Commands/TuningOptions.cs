using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Cli.Commands;

/// <summary>
/// The options <c>--set</c> and <c>--overrides</c>. Without <c>--overrides</c>, an overrides.yaml that lies in a folder
/// given as rules is used: it is trusted as the rules are. One that merely lies in the current folder, or among the
/// data, is not: evidence must not turn detections off.
/// </summary>
internal sealed class TuningOptions
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Set a parameter, of one rule or of every rule that has it. May be given again.",
        HelpName = "[RULE.]NAME=VALUE",
    };

    private readonly Option<string?> _overrides = new("--overrides")
    {
        Description = "A file of parameters, severities, suppression and disabled rules, by rule id. Without it: overrides.yaml in the folders of --rules.",
        HelpName = "FILE",
    };

    public TuningOptions() => _set.Validators.Add(RefuseOther);

    public void AddTo(Command command)
    {
        command.Add(_set);
        command.Add(_overrides);
    }

    /// <summary>The detections as the options want them, or null after saying what is wrong.</summary>
    /// <param name="packages">The detections.</param>
    /// <param name="paths">The paths that they were loaded from, as the user gave them.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="surroundings">Takes the messages.</param>
    public TunedRules? Apply(ImmutableArray<DetectionPackage> packages, IEnumerable<string> paths, ParseResult arguments, Surroundings surroundings)
    {
        var overrides = Files(paths, arguments).Select(Load).ToList();
        var settings = (arguments.GetValue(_set) ?? []).Select(text => RuleSetting.Parse(text, "--set")!).ToList();
        IEnumerable<string> others = overrides.Count == 0 ? [] : DetectionCatalogue.Load(RuleOption.BuiltInFolder).Packages.Select(p => p.Id);
        var tuned = new RuleTuning(overrides, settings).Apply(packages, others);
        DiagnosticPrinter.Print(surroundings.Error, tuned.Diagnostics);
        return tuned.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? null : tuned;
    }

    private IEnumerable<string> Files(IEnumerable<string> paths, ParseResult arguments) => arguments.GetValue(_overrides) is { } file
        ? [file]
        : paths.Where(Directory.Exists).Select(p => Path.Combine(p, Overrides.FileName)).Where(File.Exists).Distinct(StringComparer.Ordinal);

    private static Overrides Load(string file)
    {
        if (!File.Exists(file))
        {
            throw new UsageException($"The overrides '{file}' do not exist.");
        }

        try
        {
            return Overrides.Load(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The overrides '{file}' cannot be read: {e.Message}", e);
        }
    }

    private static void RefuseOther(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(t => RuleSetting.Parse(t.Value, "--set") is null))
        {
            result.AddError($"--set takes NAME=VALUE or RULE.NAME=VALUE; '{token.Value}' is neither.");
        }
    }
}
