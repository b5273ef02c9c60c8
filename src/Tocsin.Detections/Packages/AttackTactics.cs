using System.Collections.Immutable;

namespace Tocsin.Detections.Packages;

/// <summary>ATT&amp;CK's tactics for enterprises (https://attack.mitre.org/tactics/enterprise/), in the order of its matrix.</summary>
public static class AttackTactics
{
    private static readonly ImmutableArray<(string Name, string Id)> All =
    [
        ("reconnaissance", "TA0043"), ("resource-development", "TA0042"), ("initial-access", "TA0001"), ("execution", "TA0002"),
        ("persistence", "TA0003"), ("privilege-escalation", "TA0004"), ("defense-evasion", "TA0005"), ("credential-access", "TA0006"),
        ("discovery", "TA0007"), ("lateral-movement", "TA0008"), ("collection", "TA0009"), ("command-and-control", "TA0011"),
        ("exfiltration", "TA0010"), ("impact", "TA0040"),
    ];

    /// <summary>The short names, such as <c>command-and-control</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(t => t.Name)];

    /// <summary>The id of a tactic's short name, or null.</summary>
    public static string? IdOf(string name) => All.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.Ordinal)).Id;

    /// <summary><c>command-and-control</c> is Command and Control.</summary>
    public static string NameOf(string name) =>
        string.Join(' ', name.Split('-').Select(w => w is "and" ? w : string.Concat(char.ToUpperInvariant(w[0]).ToString(), w.AsSpan(1))));
}
