using System.Collections.Immutable;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// Events of Windows' security audit as rows of Microsoft's tables
/// (https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-5156 and its neighbours).
/// </summary>
internal static class WindowsSecurityEvents
{
    public const string Provider = "Microsoft-Windows-Security-Auditing";

    private static readonly KeyValuePair<string, string>[] TargetLabels =
    [
        new("TargetUserSid", Target("Security ID")), new("TargetUserName", Target("Account Name")),
        new("TargetDomainName", Target("Account Domain")), new("TargetLogonId", Target("Logon ID")),
    ];

    public static readonly WindowsEventKind Connection = new(
        Provider,
        5156,
        ["ProcessID", "Application", "Direction", "SourceAddress", "SourcePort", "DestAddress", "DestPort", "Protocol", "FilterRTID", "LayerName", "LayerRTID"])
    {
        Essential = "DestAddress",
        Title = "The Windows Filtering Platform has permitted a connection.",
        InMessage = Labels(
            ("ProcessID", "Process ID"), ("Application", "Application Name"), ("Direction", "Direction"), ("SourceAddress", "Source Address"),
            ("SourcePort", "Source Port"), ("DestAddress", "Destination Address"), ("DestPort", "Destination Port"), ("Protocol", "Protocol"),
            ("FilterRTID", "Filter Run-Time ID"), ("LayerName", "Layer Name"), ("LayerRTID", "Layer Run-Time ID")),
    };

    public static readonly WindowsEventKind Process = new(
        Provider,
        4688,
        [
            "SubjectUserSid", "SubjectUserName", "SubjectDomainName", "SubjectLogonId", "NewProcessId", "NewProcessName", "TokenElevationType",
            "ProcessId", "CommandLine", "TargetUserSid", "TargetUserName", "TargetDomainName", "TargetLogonId", "ParentProcessName", "MandatoryLabel",
        ])
    {
        Essential = "NewProcessName",
        Title = "A new process has been created.",

        // The subject comes before the target, whose section is newer.
        InMessage = Labels(
            ("SubjectUserSid", "Security ID"), ("SubjectUserName", "Account Name"), ("SubjectDomainName", "Account Domain"), ("SubjectLogonId", "Logon ID"),
            ("NewProcessId", "New Process ID"), ("NewProcessName", "New Process Name"), ("TokenElevationType", "Token Elevation Type"),
            ("MandatoryLabel", "Mandatory Label"), ("ProcessId", "Creator Process ID"), ("ParentProcessName", "Creator Process Name"),
            ("CommandLine", "Process Command Line")).AddRange(TargetLabels),
    };

    public static readonly WindowsEventKind ProcessEnd = new(
        Provider,
        4689,
        ["SubjectUserSid", "SubjectUserName", "SubjectDomainName", "SubjectLogonId", "Status", "ProcessId", "ProcessName"])
    {
        Essential = "ProcessId",
        Title = "A process has exited.",
        InMessage = Labels(("ProcessId", "Process ID"), ("ProcessName", "Process Name")),
    };

    public static readonly WindowsEventKind Task = new(
        Provider,
        4698,
        [
            "SubjectUserSid", "SubjectUserName", "SubjectDomainName", "SubjectLogonId", "TaskName", "TaskContent", "ClientProcessStartKey",
            "ClientProcessId", "ParentProcessId", "RpcCallClientLocality", "FQDN",
        ])
    {
        Essential = "TaskName",
        Title = "A scheduled task was created.",
        InMessage = Labels(
            ("SubjectUserSid", "Security ID"), ("SubjectUserName", "Account Name"), ("SubjectDomainName", "Account Domain"), ("SubjectLogonId", "Logon ID"),
            ("TaskName", "Task Name"), ("ClientProcessId", "ClientProcessId"), ("ParentProcessId", "ParentProcessId"))
            .Add("TaskContent", @"(?s)Task Content:[ \t]*(.*?)\s*(?:\r?\n\s*Other Information:|$)"),
    };

    private const string Inbound = "%%14592";

    /// <summary>
    /// Event 5156. <see cref="LocalSideValue"/> says which of source and destination the device is.
    /// </summary>
    public static TableMap PermittedConnection(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, Connection);

        // The direction is a message number, which some writers have rendered.
        var direction = new LookupValue(data["Direction"], [new("Inbound", Inbound)], data["Direction"]);
        var localSide = new LocalSideValue(
            new LookupValue(direction, [new(Inbound, "true")]),
            dialect.Computer,
            new ConnectionSide(data["SourceAddress"], data["SourcePort"]),
            new ConnectionSide(data["DestAddress"], data["DestPort"]));
        MappedValue BySide(string outbound, string inbound) =>
            new ChoiceValue(localSide, LocalSideValue.DestinationSide, data[inbound], data[outbound]);

        return new TableMap(
            KnownTables.DeviceNetworkEvents,
            new("Timestamp", dialect.Time),
            new("DeviceName", dialect.Computer),
            new("ActionType", new LookupValue(
                direction,
                [new("%%14593", "ConnectionSuccess"), new("Outbound", "ConnectionSuccess"), new(Inbound, "InboundConnectionAccepted")])),
            new("RemoteIP", new AddressValue(BySide("DestAddress", "SourceAddress"))),
            new("RemotePort", BySide("DestPort", "SourcePort")),
            new("LocalIP", new AddressValue(BySide("SourceAddress", "DestAddress"))),
            new("LocalPort", BySide("SourcePort", "DestPort")),
            new("Protocol", Protocols.Named(data["Protocol"])),
            new("InitiatingProcessFileName", new PartValue(data["Application"], TextPart.FileName)),
            new("InitiatingProcessFolderPath", data["Application"]),
            new("InitiatingProcessId", data.Raw("ProcessID")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("LayerName", data["LayerName"]),
                new("FilterRTID", data["FilterRTID"]),
            ])));
    }

    /// <summary>Event 4688.</summary>
    public static TableMap ProcessCreation(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, Process);

        // The new process runs as the target where one is named, else as its creator.
        MappedValue Account(string target, string subject) => new ChoiceValue(data["TargetUserName"], string.Empty, data[subject], data[target]);

        return new TableMap(
            KnownTables.DeviceProcessEvents,
            new("Timestamp", dialect.Time),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("ProcessCreated")),
            new("FileName", new PartValue(data["NewProcessName"], TextPart.FileName)),
            new("FolderPath", data["NewProcessName"]),
            new("ProcessId", data.Raw("NewProcessId")),
            new("ProcessCommandLine", data.Raw("CommandLine")),
            new("ProcessIntegrityLevel", IntegrityLevel(data["MandatoryLabel"])),
            new("ProcessTokenElevation", TokenElevation(data["TokenElevationType"])),
            new("ProcessCreationTime", dialect.Time),
            new("AccountDomain", Account("TargetDomainName", "SubjectDomainName")),
            new("AccountName", Account("TargetUserName", "SubjectUserName")),
            new("AccountSid", WithoutNobody(Account("TargetUserSid", "SubjectUserSid"))),
            new("LogonId", new ChoiceValue(
                data["TargetUserName"], string.Empty, data.Raw("SubjectLogonId"), data.Raw("TargetLogonId"))),
            new("InitiatingProcessFileName", new PartValue(data["ParentProcessName"], TextPart.FileName)),
            new("InitiatingProcessFolderPath", data["ParentProcessName"]),
            new("InitiatingProcessId", data.Raw("ProcessId")),
            new("InitiatingProcessAccountDomain", data["SubjectDomainName"]),
            new("InitiatingProcessAccountName", data["SubjectUserName"]),
            new("InitiatingProcessAccountSid", WithoutNobody(data["SubjectUserSid"])),
            new("InitiatingProcessLogonId", data.Raw("SubjectLogonId")),
            new("ReportId", dialect.RecordId));
    }

    /// <summary>Event 4689.</summary>
    public static TableMap ProcessTermination(WindowsEventDialect dialect) => new(
        KnownTables.ProcessEnds,
        new("Timestamp", dialect.Time),
        new("DeviceName", dialect.Computer),
        new("ProcessId", new WindowsEventFields(dialect, ProcessEnd).Raw("ProcessId")));

    /// <summary>Event 4698.</summary>
    public static TableMap ScheduledTask(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, Task);

        return new TableMap(
            KnownTables.DeviceEvents,
            new("Timestamp", dialect.Time),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("ScheduledTaskCreated")),
            new("InitiatingProcessId", data.Raw("ClientProcessId")),
            new("InitiatingProcessParentId", data.Raw("ParentProcessId")),
            new("InitiatingProcessAccountDomain", data["SubjectDomainName"]),
            new("InitiatingProcessAccountName", data["SubjectUserName"]),
            new("InitiatingProcessAccountSid", WithoutNobody(data["SubjectUserSid"])),
            new("InitiatingProcessLogonId", data.Raw("SubjectLogonId")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("TaskName", data["TaskName"]),
                new("TaskContent", data["TaskContent"]),
            ])));
    }

    /// <summary>Patterns of what stands behind a label, at its first place in the message.</summary>
    private static ImmutableDictionary<string, string> Labels(params ReadOnlySpan<(string Field, string Label)> labels)
    {
        var patterns = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (field, label) in labels)
        {
            patterns.Add(field, $@"(?m)^\s*{label}:[ \t]*(.*?)\s*?$");
        }

        return patterns.ToImmutable();
    }

    private static string Target(string label) => $@"(?s)Target Subject:.*?\s{label}:[ \t]*([^\r\n]*)";

    /// <summary>S-1-0-0 stands for nobody.</summary>
    private static LookupValue WithoutNobody(MappedValue value) => new(value, [new("S-1-0-0", string.Empty)], value);

    /// <summary>Mandatory labels by their relative identifiers (MS-DTYP, 2.4.2.4).</summary>
    private static LookupValue IntegrityLevel(MappedValue label) => new(
        label,
        [
            new("S-1-16-0", "Untrusted"), new("S-1-16-4096", "Low"), new("S-1-16-8192", "Medium"),
            new("S-1-16-8448", "Medium"), new("S-1-16-12288", "High"), new("S-1-16-16384", "System"),
            new(@"Mandatory Label\Untrusted Mandatory Level", "Untrusted"), new(@"Mandatory Label\Low Mandatory Level", "Low"),
            new(@"Mandatory Label\Medium Mandatory Level", "Medium"), new(@"Mandatory Label\Medium Plus Mandatory Level", "Medium"),
            new(@"Mandatory Label\High Mandatory Level", "High"), new(@"Mandatory Label\System Mandatory Level", "System"),
        ]);

    private static LookupValue TokenElevation(MappedValue type) => new(
        type,
        [
            new("%%1936", "TokenElevationTypeDefault"), new("%%1937", "TokenElevationTypeFull"), new("%%1938", "TokenElevationTypeLimited"),
            new("TokenElevationTypeDefault (1)", "TokenElevationTypeDefault"), new("TokenElevationTypeFull (2)", "TokenElevationTypeFull"),
            new("TokenElevationTypeLimited (3)", "TokenElevationTypeLimited"),
        ]);
}
