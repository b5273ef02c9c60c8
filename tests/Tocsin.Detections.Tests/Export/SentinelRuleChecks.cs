using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Tests.Export;

/// <summary>
/// What the checks of Sentinel's community repository ask of a rule's template
/// (https://github.com/Azure/Azure-Sentinel/tree/master/.script/tests/detectionTemplateSchemaValidation).
/// </summary>
internal static partial class SentinelRuleChecks
{
    private static readonly string[] Tactics =
    [
        "Reconnaissance", "ResourceDevelopment", "InitialAccess", "Execution", "Persistence", "PrivilegeEscalation", "DefenseEvasion", "CredentialAccess",
        "Discovery", "LateralMovement", "Collection", "Exfiltration", "CommandAndControl", "Impact", "PreAttack", "ImpairProcessControl", "InhibitResponseFunction",
    ];

    private static readonly Dictionary<string, (string[] Known, string[] Required)> Entities = new(StringComparer.Ordinal)
    {
        ["Account"] = (["Name", "FullName", "NTDomain", "DnsDomain", "UPNSuffix", "Sid", "AadTenantId", "AadUserId", "PUID", "IsDomainJoined", "DisplayName", "ObjectGuid"], ["FullName", "Sid", "Name", "AadUserId", "PUID", "ObjectGuid"]),
        ["Host"] = (["DnsDomain", "NTDomain", "HostName", "FullName", "NetBiosName", "AzureID", "OMSAgentID", "OSFamily", "OSVersion", "IsDomainJoined"], ["FullName", "HostName", "NetBiosName", "AzureID", "OMSAgentID"]),
        ["File"] = (["Directory", "Name"], ["Name"]),
        ["Process"] = (["ProcessId", "CommandLine", "ElevationToken", "CreationTimeUtc"], ["CommandLine", "ProcessId"]),
        ["IP"] = (["Address"], ["Address"]),
        ["URL"] = (["Url"], ["Url"]),
    };

    public static void Name(string? name) => name!.Length.ShouldBeInRange(1, 256);

    public static void Description(string? text) => text!.Length.ShouldBeInRange(1, 5000);

    public static void Severity(string? severity) => severity.ShouldBeOneOf("Informational", "Low", "Medium", "High");

    public static void Query(string? query) => query!.Length.ShouldBeInRange(1, 10_000);

    public static void Schedule(TimeSpan frequency, TimeSpan period)
    {
        foreach (var value in new[] { frequency, period })
        {
            value.ShouldBeInRange(TimeSpan.FromMinutes(5), TimeSpan.FromDays(14));
        }

        period.ShouldBeGreaterThanOrEqualTo(frequency);
        if (period >= TimeSpan.FromDays(2))
        {
            frequency.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
        }
    }

    public static TimeSpan Duration(string? text)
    {
        TimeSpanText.TryParse(text!, out var ticks).ShouldBeTrue(text);
        return new TimeSpan(ticks);
    }

    public static void Techniques(IEnumerable<string> tactics, IEnumerable<string> techniques)
    {
        tactics.ShouldAllBe(t => Tactics.Contains(t));
        techniques.ShouldAllBe(t => Technique().IsMatch(t));
    }

    /// <summary>Five entities at most, of one to three identifiers each that the type knows.</summary>
    public static void EntityMappings(IReadOnlyList<(string Type, IReadOnlyList<(string Identifier, string Column)> Fields)> mappings, IReadOnlyCollection<string> columns)
    {
        mappings.Count.ShouldBeInRange(1, 5);
        foreach (var (type, fields) in mappings)
        {
            var (known, required) = Entities[type];
            fields.Count.ShouldBeInRange(1, 3);
            fields.Select(f => f.Identifier).ShouldBeUnique();
            fields.ShouldAllBe(f => known.Contains(f.Identifier) && columns.Contains(f.Column));
            fields.ShouldContain(f => required.Contains(f.Identifier));
        }
    }

    public static void CustomDetails(IReadOnlyDictionary<string, string> details, IReadOnlyCollection<string> columns)
    {
        details.Count.ShouldBeLessThanOrEqualTo(20);
        details.ShouldAllBe(d => d.Key.Length <= 20 && DetailName().IsMatch(d.Key) && columns.Contains(d.Value));
    }

    public static void TitleFormat(string format, IReadOnlyCollection<string> columns)
    {
        format.Length.ShouldBeInRange(1, 256);
        var names = Placeholder().Matches(format).Select(m => m.Groups["name"].Value).ToList();
        names.Count.ShouldBeLessThanOrEqualTo(3);
        names.ShouldAllBe(n => columns.Contains(n));
    }

    [GeneratedRegex(@"^T\d{4}(\.\d{3})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Technique();

    [GeneratedRegex(@"^[a-zA-Z]+\w*$", RegexOptions.NonBacktracking)]
    private static partial Regex DetailName();

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
