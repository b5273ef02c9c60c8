using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Parameters;

/// <summary>Detections as a site runs them.</summary>
/// <param name="Disabled">The ids of those that are turned off.</param>
/// <param name="Diagnostics">With errors the packages must not be run: a value that was asked for is not in them.</param>
public sealed record TunedRules(ImmutableArray<DetectionPackage> Packages, ImmutableArray<string> Disabled, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Overrides and single values applied to detections: the overrides of every file first, then the values.</summary>
public sealed class RuleTuning(IReadOnlyList<Overrides> overrides, IReadOnlyList<RuleSetting> settings)
{
    /// <param name="packages">Those to be run.</param>
    /// <param name="others">The ids of detections that exist beside them: overrides may speak of them without effect.</param>
    public TunedRules Apply(ImmutableArray<DetectionPackage> packages, IEnumerable<string> others)
    {
        var diagnostics = new List<Diagnostic>(overrides.SelectMany(o => o.Diagnostics));
        CheckRules(packages, others.ToHashSet(StringComparer.OrdinalIgnoreCase), diagnostics);
        var tuned = ImmutableArray.CreateBuilder<DetectionPackage>();
        var disabled = ImmutableArray.CreateBuilder<string>();
        foreach (var package in packages)
        {
            var changes = overrides.SelectMany(o => o.Rules).Where(r => Names(r.Rule, package)).ToList();
            if (changes.Exists(c => !c.IsEnabled))
            {
                disabled.Add(package.Id);
                continue;
            }

            var values = changes.SelectMany(c => c.Settings).Concat(settings.Where(s => IsFor(s, package)).Select(s => s.Setting));
            tuned.Add(PackageTuning.Apply(changes.Aggregate(package, Changed), values, diagnostics));
        }

        return new TunedRules(tuned.ToImmutable(), disabled.ToImmutable(), [.. diagnostics]);
    }

    private static DetectionPackage Changed(DetectionPackage package, RuleOverride change)
    {
        if (change.Severity is { } severity)
        {
            package = package with { Severity = severity, HasOneSeverity = true };
        }

        return change.Suppression is { } suppression ? package with { Suppression = suppression } : package;
    }

    private static bool Names(string rule, DetectionPackage package) => string.Equals(rule, package.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>A value without a rule is for every rule that has the parameter; that none has it is reported once.</summary>
    private static bool IsFor(RuleSetting setting, DetectionPackage package) => setting.Rule is { } rule
        ? Names(rule, package)
        : Has(package, setting.Setting.Name);

    private static bool Has(DetectionPackage package, string parameter) =>
        PackageTuning.ParametersOf(package).Any(p => string.Equals(p.Name, parameter, StringComparison.Ordinal));

    private void CheckRules(ImmutableArray<DetectionPackage> packages, HashSet<string> others, List<Diagnostic> diagnostics)
    {
        var ids = string.Join(", ", packages.Select(p => p.Id));
        foreach (var file in overrides)
        {
            diagnostics.AddRange(file.Rules
                .Where(r => !others.Contains(r.Rule) && !packages.Any(p => Names(r.Rule, p)))
                .Select(r => DetectionDescriptors.OverrideWithoutRule.At(file.Source, r.Span, r.Rule)));
        }

        foreach (var (rule, setting) in settings)
        {
            if (rule is not null && !packages.Any(p => Names(rule, p)))
            {
                diagnostics.Add(DetectionDescriptors.NoSuchRule.At(setting.Source, setting.Span, rule, ids));
            }
            else if (rule is null && !packages.Any(p => Has(p, setting.Name)))
            {
                diagnostics.Add(DetectionDescriptors.ParameterOfNone.At(setting.Source, setting.Span, setting.Name));
            }
        }
    }
}
