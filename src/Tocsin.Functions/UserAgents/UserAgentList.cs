using System.Collections.Immutable;

namespace Tocsin.Functions.UserAgents;

/// <summary>A value that a list's patterns give.</summary>
/// <param name="Name">Its property in Kusto's answer.</param>
/// <param name="Field">The field of regexes.yaml that replaces it.</param>
/// <param name="Group">The group whose match it is without a replacement; 0 for none.</param>
public sealed record UserAgentValue(string Name, string Field, int Group);

/// <summary>One of the lists of regexes.yaml and what Kusto makes of it (parse-user-agent-function.md).</summary>
/// <param name="Part">What it tells of.</param>
/// <param name="Field">Its name in the file.</param>
/// <param name="Property">The property of Kusto's answer.</param>
/// <param name="IsTrimmed">Whether white space around values is cut.</param>
/// <param name="Values">The values, in order.</param>
public sealed record UserAgentList(UserAgentParts Part, string Field, string Property, bool IsTrimmed, ImmutableArray<UserAgentValue> Values)
{
    /// <summary>The lists in the order in which Kusto answers.</summary>
    public static ImmutableArray<UserAgentList> All { get; } =
    [
        new(UserAgentParts.Browser, "user_agent_parsers", "Browser", IsTrimmed: false,
        [
            new("Family", "family_replacement", 1),
            new("MajorVersion", "v1_replacement", 2),
            new("MinorVersion", "v2_replacement", 3),
            new("Patch", "v3_replacement", 4),
        ]),
        new(UserAgentParts.OperatingSystem, "os_parsers", "OperatingSystem", IsTrimmed: false,
        [
            new("Family", "os_replacement", 1),
            new("MajorVersion", "os_v1_replacement", 2),
            new("MinorVersion", "os_v2_replacement", 3),
            new("Patch", "os_v3_replacement", 4),
            new("PatchMinor", "os_v4_replacement", 5),
        ]),
        new(UserAgentParts.Device, "device_parsers", "Device", IsTrimmed: true,
        [
            new("Family", "device_replacement", 1),
            new("Brand", "brand_replacement", 0),
            new("Model", "model_replacement", 1),
        ]),
    ];
}
