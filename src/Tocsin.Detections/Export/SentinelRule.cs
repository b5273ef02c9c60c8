using System.Collections.Immutable;
using Tocsin.Detections.Packages;

namespace Tocsin.Detections.Export;

/// <summary>
/// A scheduled analytics rule of Microsoft Sentinel, before it is written as YAML or ARM
/// (https://learn.microsoft.com/azure/sentinel/sentinel-analytic-rules-creation).
/// </summary>
internal sealed record SentinelRule
{
    public required Guid Id { get; init; }

    /// <summary>Three numbers, which grow with each change of the rule.</summary>
    public required string Version { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Sentinel has no severity above High.</summary>
    public required string Severity { get; init; }

    public required string Query { get; init; }

    public required Schedule Schedule { get; init; }

    public required Trigger Trigger { get; init; }

    public ImmutableArray<string> Tactics { get; init; } = [];

    public ImmutableArray<string> Techniques { get; init; } = [];

    public ImmutableArray<string> Tags { get; init; } = [];

    public ImmutableArray<SentinelConnector> Connectors { get; init; } = [];

    public ImmutableArray<SentinelEntity> Entities { get; init; } = [];

    public ImmutableArray<CustomDetail> CustomDetails { get; init; } = [];

    /// <summary>The alert's title with <c>{{Column}}</c> in it, or null for the rule's name.</summary>
    public string? TitleFormat { get; init; }

    /// <summary>The column that holds Informational, Low, Medium or High for each alert, or null.</summary>
    public string? SeverityColumn { get; init; }
}

/// <summary>A data connector, with the tables that the rule needs of it.</summary>
internal sealed record SentinelConnector(string Id, ImmutableArray<string> Tables);

/// <summary>An entity of the alert: one column, as one identifier of the entity's type.</summary>
internal sealed record SentinelEntity(string Type, string Identifier, string Column);

/// <summary>Sentinel's words for what packages say.</summary>
internal static class SentinelWords
{
    private static readonly ImmutableArray<string> Severities = ["Informational", "Low", "Medium", "High"];

    public static string Severity(Severity severity) => Severities[Math.Min((int)severity, (int)Detections.Severity.High)];

    public static Severity? SeverityFrom(string text) => Ratings.SeverityFromName(text);

    /// <summary><c>command-and-control</c> is <c>CommandAndControl</c>.</summary>
    public static string Tactic(string shortName) =>
        string.Concat(shortName.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    /// <summary>The way back, also from <c>Command and control</c>; null where ATT&amp;CK has no such tactic.</summary>
    public static string? TacticFrom(string text)
    {
        var letters = Letters(text);
        return AttackTactics.Names.FirstOrDefault(name => Letters(name).Equals(letters, StringComparison.OrdinalIgnoreCase));

        static string Letters(string words) => string.Concat(words.Where(char.IsLetter));
    }

    /// <summary>The entity type and identifier for a column of a kind. A file name is no identifier of a process there, but of a file.</summary>
    public static (string Type, string Identifier) Entity(EntityKind kind, string column) => kind switch
    {
        EntityKind.Host => ("Host", "FullName"),
        EntityKind.Account => ("Account", AccountIdentifier(column)),
        EntityKind.Process when Holds(column, "CommandLine") => ("Process", "CommandLine"),
        EntityKind.Process when Holds(column, "ProcessId") => ("Process", "ProcessId"),
        EntityKind.Process => ("File", "Name"),
        EntityKind.Ip => ("IP", "Address"),
        EntityKind.Url => ("URL", "Url"),
    };

    /// <summary>What an entity of Sentinel is here, or null.</summary>
    public static EntityKind? EntityFrom(string type) => type.ToUpperInvariant() switch
    {
        "HOST" => EntityKind.Host,
        "ACCOUNT" => EntityKind.Account,
        "PROCESS" or "FILE" => EntityKind.Process,
        "IP" => EntityKind.Ip,
        "URL" or "DNS" => EntityKind.Url,
        _ => null,
    };

    private static string AccountIdentifier(string column) =>
        Holds(column, "Sid") ? "Sid" : Holds(column, "Upn") ? "FullName" : Holds(column, "ObjectId") ? "AadUserId" : "Name";

    private static bool Holds(string column, string part) => column.Contains(part, StringComparison.OrdinalIgnoreCase);
}
