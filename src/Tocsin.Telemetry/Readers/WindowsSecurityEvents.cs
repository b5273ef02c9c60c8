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

    public static readonly WindowsEventKind Connection = new(
        Provider,
        5156,
        ["ProcessID", "Application", "Direction", "SourceAddress", "SourcePort", "DestAddress", "DestPort", "Protocol", "FilterRTID", "LayerName", "LayerRTID"]);

    public static readonly WindowsEventKind Process = new(
        Provider,
        4688,
        [
            "SubjectUserSid", "SubjectUserName", "SubjectDomainName", "SubjectLogonId", "NewProcessId", "NewProcessName", "TokenElevationType",
            "ProcessId", "CommandLine", "TargetUserSid", "TargetUserName", "TargetDomainName", "TargetLogonId", "ParentProcessName", "MandatoryLabel",
        ]);

    public static readonly WindowsEventKind Task = new(
        Provider,
        4698,
        [
            "SubjectUserSid", "SubjectUserName", "SubjectDomainName", "SubjectLogonId", "TaskName", "TaskContent", "ClientProcessStartKey",
            "ClientProcessId", "ParentProcessId", "RpcCallClientLocality", "FQDN",
        ]);

    private const string Inbound = "%%14592";

    /// <summary>
    /// Event 5156. Source and destination are those of the connection, as in Sysmon's: the host of an inbound one is
    /// its destination.
    /// </summary>
    public static TableMap PermittedConnection(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Data(Connection, name));

        // The direction is a message number, which some writers have rendered.
        var direction = new LookupValue(Data("Direction"), [new("Inbound", Inbound)], Data("Direction"));
        MappedValue BySide(string outbound, string inbound) => new ChoiceValue(direction, Inbound, Data(inbound), Data(outbound));

        return new TableMap(
            KnownTables.DeviceNetworkEvents,
            new("Timestamp", dialect.Time),
            new("DeviceName", dialect.Computer),
            new("ActionType", new LookupValue(
                direction,
                [new("%%14593", "ConnectionSuccess"), new("Outbound", "ConnectionSuccess"), new(Inbound, "InboundConnectionAccepted")])),
            new("RemoteIP", BySide("DestAddress", "SourceAddress")),
            new("RemotePort", BySide("DestPort", "SourcePort")),
            new("LocalIP", BySide("SourceAddress", "DestAddress")),
            new("LocalPort", BySide("SourcePort", "DestPort")),
            new("Protocol", Protocols.Named(Data("Protocol"))),
            new("InitiatingProcessFileName", new PartValue(Data("Application"), TextPart.FileName)),
            new("InitiatingProcessFolderPath", Data("Application")),
            new("InitiatingProcessId", dialect.Data(Connection, "ProcessID")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("LayerName", Data("LayerName")),
                new("FilterRTID", Data("FilterRTID")),
            ])));
    }

    /// <summary>Event 4688.</summary>
    public static TableMap ProcessCreation(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Data(Process, name));

        // The new process runs as the target where one is named, else as its creator.
        MappedValue Account(string target, string subject) => new ChoiceValue(Data("TargetUserName"), string.Empty, Data(subject), Data(target));

        return new TableMap(
            KnownTables.DeviceProcessEvents,
            new("Timestamp", dialect.Time),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("ProcessCreated")),
            new("FileName", new PartValue(Data("NewProcessName"), TextPart.FileName)),
            new("FolderPath", Data("NewProcessName")),
            new("ProcessId", dialect.Data(Process, "NewProcessId")),
            new("ProcessCommandLine", dialect.Data(Process, "CommandLine")),
            new("ProcessIntegrityLevel", IntegrityLevel(Data("MandatoryLabel"))),
            new("ProcessTokenElevation", TokenElevation(Data("TokenElevationType"))),
            new("ProcessCreationTime", dialect.Time),
            new("AccountDomain", Account("TargetDomainName", "SubjectDomainName")),
            new("AccountName", Account("TargetUserName", "SubjectUserName")),
            new("AccountSid", WithoutNobody(Account("TargetUserSid", "SubjectUserSid"))),
            new("LogonId", new ChoiceValue(
                Data("TargetUserName"), string.Empty, dialect.Data(Process, "SubjectLogonId"), dialect.Data(Process, "TargetLogonId"))),
            new("InitiatingProcessFileName", new PartValue(Data("ParentProcessName"), TextPart.FileName)),
            new("InitiatingProcessFolderPath", Data("ParentProcessName")),
            new("InitiatingProcessId", dialect.Data(Process, "ProcessId")),
            new("InitiatingProcessAccountDomain", Data("SubjectDomainName")),
            new("InitiatingProcessAccountName", Data("SubjectUserName")),
            new("InitiatingProcessAccountSid", WithoutNobody(Data("SubjectUserSid"))),
            new("InitiatingProcessLogonId", dialect.Data(Process, "SubjectLogonId")),
            new("ReportId", dialect.RecordId));
    }

    /// <summary>Event 4698.</summary>
    public static TableMap ScheduledTask(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Data(Task, name));

        return new TableMap(
            KnownTables.DeviceEvents,
            new("Timestamp", dialect.Time),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("ScheduledTaskCreated")),
            new("InitiatingProcessId", dialect.Data(Task, "ClientProcessId")),
            new("InitiatingProcessParentId", dialect.Data(Task, "ParentProcessId")),
            new("InitiatingProcessAccountDomain", Data("SubjectDomainName")),
            new("InitiatingProcessAccountName", Data("SubjectUserName")),
            new("InitiatingProcessAccountSid", WithoutNobody(Data("SubjectUserSid"))),
            new("InitiatingProcessLogonId", dialect.Data(Task, "SubjectLogonId")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("TaskName", Data("TaskName")),
                new("TaskContent", Data("TaskContent")),
            ])));
    }

    private static LookupValue WithoutDash(MappedValue value) => new(value, [new("-", string.Empty)], value);

    /// <summary>S-1-0-0 stands for nobody.</summary>
    private static LookupValue WithoutNobody(MappedValue value) => new(value, [new("S-1-0-0", string.Empty)], value);

    /// <summary>Mandatory labels by their relative identifiers (MS-DTYP, 2.4.2.4).</summary>
    private static LookupValue IntegrityLevel(MappedValue label) => new(
        label,
        [
            new("S-1-16-0", "Untrusted"), new("S-1-16-4096", "Low"), new("S-1-16-8192", "Medium"),
            new("S-1-16-8448", "Medium"), new("S-1-16-12288", "High"), new("S-1-16-16384", "System"),
        ]);

    private static LookupValue TokenElevation(MappedValue type) => new(
        type,
        [
            new("%%1936", "TokenElevationTypeDefault"), new("%%1937", "TokenElevationTypeFull"), new("%%1938", "TokenElevationTypeLimited"),
            new("TokenElevationTypeDefault (1)", "TokenElevationTypeDefault"), new("TokenElevationTypeFull (2)", "TokenElevationTypeFull"),
            new("TokenElevationTypeLimited (3)", "TokenElevationTypeLimited"),
        ]);
}
