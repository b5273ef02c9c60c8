using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Parameters;

/// <summary>What a site changes of detections without touching their packages: overrides.yaml.</summary>
public sealed class Overrides
{
    /// <summary>The file's name in a folder of rules.</summary>
    public const string FileName = "overrides.yaml";

    private Overrides(SourceText source, ImmutableArray<RuleOverride> rules, ImmutableArray<Diagnostic> diagnostics)
    {
        Source = source;
        Rules = rules;
        Diagnostics = diagnostics;
    }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    public ImmutableArray<RuleOverride> Rules { get; }

    /// <summary>What is wrong with the file; with errors it must not be used.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <exception cref="IOException">The file is not there, or in an encoding that <see cref="SourceFile"/> does not read.</exception>
    public static Overrides Load(string file) => Read(SourceFile.Read(file));

    public static Overrides Read(SourceText source)
    {
        var bag = new DiagnosticBag(source);
        ImmutableArray<RuleOverride> rules = YamlFields.Root(source, bag) is { } root ? [.. OverrideReader.Read(root)] : [];
        return new Overrides(source, rules, [.. bag.Items]);
    }
}

/// <summary>What is changed of one detection.</summary>
/// <param name="Rule">The detection's id.</param>
/// <param name="Span">Where the file names it.</param>
public sealed record RuleOverride(string Rule, TextSpan Span)
{
    /// <summary>False: the detection is not run.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The severity of all its alerts, whatever their rows say, or null.</summary>
    public Severity? Severity { get; init; }

    public Suppression? Suppression { get; init; }

    public ImmutableArray<ParameterSetting> Settings { get; init; } = [];
}
