using Tocsin.Telemetry.Mapping;
using static Tocsin.Telemetry.Mapping.MappedValue;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// Fields of EventData that the Elastic Common Schema took out of event_data: what Winlogbeat's and Elastic Agent's Sysmon
/// and Security modules rename (https://www.elastic.co/docs/reference/ecs).
/// </summary>
internal static class CommonSchema
{
    private static readonly Dictionary<string, MappedValue> Sysmon = new(StringComparer.Ordinal)
    {
        ["RuleName"] = Of("rule", "name"),
        ["UtcTime"] = Of("@timestamp"),
        ["ProcessGuid"] = Of("process", "entity_id"),
        ["ProcessId"] = Of("process", "pid"),
        ["Image"] = Of("process", "executable"),
        ["CommandLine"] = Of("process", "command_line"),
        ["CurrentDirectory"] = Of("process", "working_directory"),
        ["Hashes"] = new JoinedValue(
            ",", [Hash("MD5", "hash", "md5"), Hash("SHA1", "hash", "sha1"), Hash("SHA256", "hash", "sha256"), Hash("IMPHASH", "pe", "imphash")]),
        ["OriginalFileName"] = Of("process", "pe", "original_file_name"),
        ["Company"] = Of("process", "pe", "company"),
        ["Product"] = Of("process", "pe", "product"),
        ["FileVersion"] = Of("process", "pe", "file_version"),
        ["Description"] = Of("process", "pe", "description"),
        ["ParentProcessGuid"] = Of("process", "parent", "entity_id"),
        ["ParentProcessId"] = Of("process", "parent", "pid"),
        ["ParentImage"] = Of("process", "parent", "executable"),
        ["ParentCommandLine"] = Of("process", "parent", "command_line"),
        ["User"] = new JoinedValue("\\", [Of("user", "domain"), Of("user", "name")]),
        ["Protocol"] = Of("network", "transport"),
        ["Initiated"] = new LookupValue(
            Of("network", "direction"),
            [new("outbound", "true"), new("egress", "true"), new("inbound", "false"), new("ingress", "false")]),
        ["SourceIp"] = Of("source", "ip"),
        ["SourcePort"] = Of("source", "port"),
        ["SourceHostname"] = Of("source", "domain"),
        ["DestinationIp"] = Of("destination", "ip"),
        ["DestinationPort"] = Of("destination", "port"),
        ["DestinationHostname"] = Of("destination", "domain"),
        ["DestinationPortName"] = Of("network", "protocol"),
        ["QueryName"] = Of("dns", "question", "name"),
        ["QueryResults"] = Of("dns", "resolved_ip"),
        ["QueryStatus"] = new LookupValue(Of("sysmon", "dns", "status"), [new("SUCCESS", "0")], Of("sysmon", "dns", "status")),
    };

    /// <summary>4688: the process is the new one, its parent the one that Windows calls ProcessId.</summary>
    private static readonly Dictionary<string, MappedValue> ProcessCreation = new(StringComparer.Ordinal)
    {
        ["NewProcessId"] = Of("process", "pid"),
        ["NewProcessName"] = Of("process", "executable"),
        ["CommandLine"] = Of("process", "command_line"),
        ["ProcessId"] = Of("process", "parent", "pid"),
        ["ParentProcessName"] = Of("process", "parent", "executable"),
        ["SubjectUserName"] = Of("user", "name"),
        ["SubjectDomainName"] = Of("user", "domain"),
        ["SubjectUserSid"] = Of("user", "id"),
    };

    private static readonly Dictionary<string, MappedValue> Connection = new(StringComparer.Ordinal)
    {
        ["ProcessID"] = Of("process", "pid"),
        ["Application"] = Of("process", "executable"),
        ["SourceAddress"] = Of("source", "ip"),
        ["SourcePort"] = Of("source", "port"),
        ["DestAddress"] = Of("destination", "ip"),
        ["DestPort"] = Of("destination", "port"),
    };

    /// <summary>Where the schema has the field; null where it leaves it in event_data.</summary>
    public static MappedValue? Find(WindowsEventKind kind, string name)
    {
        var fields = kind.Provider.Equals(SysmonEvents.Provider, StringComparison.Ordinal) ? Sysmon
            : kind == WindowsSecurityEvents.Process ? ProcessCreation
            : kind == WindowsSecurityEvents.Connection ? Connection
            : null;
        return fields?.GetValueOrDefault(name);
    }

    /// <summary>As Sysmon writes it; without digits behind it, it is no hash.</summary>
    private static JoinedValue Hash(string algorithm, string group, string field) =>
        new(string.Empty, [new ConstantValue(algorithm + "="), Of("process", group, field)]);
}
