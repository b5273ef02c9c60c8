using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Sysmon's events as rows of Microsoft's tables (https://learn.microsoft.com/sysinternals/downloads/sysmon#events).</summary>
internal static class SysmonEvents
{
    public const string Provider = "Microsoft-Windows-Sysmon";

    public static readonly WindowsEventKind ProcessCreate = new(Provider, 1, []) { Essential = "Image", Title = "Process creation" };
    public static readonly WindowsEventKind NetworkConnect = new(Provider, 3, []) { Essential = "DestinationIp", Title = "Network connection" };
    public static readonly WindowsEventKind ProcessTerminate = new(Provider, 5, []) { Essential = "ProcessId", Title = "Process terminated" };
    public static readonly WindowsEventKind DnsQuery = new(Provider, 22, []) { Essential = "QueryName", Title = "DNSEvent (DNS query)" };

    /// <summary>What Sysmon writes for a process that it does not know.</summary>
    private const string NoProcess = "{00000000-0000-0000-0000-000000000000}";

    /// <summary>
    /// Event 3. <see cref="LocalSideValue"/> says which of source and destination the device is.
    /// </summary>
    public static TableMap NetworkConnection(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, NetworkConnect);
        var localSide = new LocalSideValue(
            new LookupValue(data["Initiated"], [new("false", "true")]),
            dialect.Computer,
            new ConnectionSide(data["SourceIp"], data["SourcePort"], data["SourceHostname"]),
            new ConnectionSide(data["DestinationIp"], data["DestinationPort"], data["DestinationHostname"]));
        MappedValue BySide(string outbound, string inbound) =>
            new ChoiceValue(localSide, LocalSideValue.DestinationSide, data[inbound], data[outbound]);

        return new TableMap(KnownTables.DeviceNetworkEvents,
        [
            new("Timestamp", data.Raw("UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new LookupValue(
                data["Initiated"], [new("true", "ConnectionSuccess"), new("false", "InboundConnectionAccepted")])),
            new("RemoteIP", new AddressValue(BySide("DestinationIp", "SourceIp"))),
            new("RemotePort", BySide("DestinationPort", "SourcePort")),
            new("LocalIP", new AddressValue(BySide("SourceIp", "DestinationIp"))),
            new("LocalPort", BySide("SourcePort", "DestinationPort")),
            new("Protocol", Protocols.Named(data["Protocol"])),
            .. InitiatingProcess(data),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("ProcessGuid", data["ProcessGuid"]),
                new("RuleName", data["RuleName"]),
                new("LocalHostname", BySide("SourceHostname", "DestinationHostname")),
                new("RemoteHostname", BySide("DestinationHostname", "SourceHostname")),
                new("RemotePortName", BySide("DestinationPortName", "SourcePortName")),
            ])),
        ]);
    }

    /// <summary>Event 1.</summary>
    public static TableMap ProcessCreation(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, ProcessCreate);
        MappedValue Hash(string name) => new LowerValue(new ExtractValue(data["Hashes"], $"(?:^|,){name}=([0-9A-Fa-f]+)"));

        return new TableMap(
            KnownTables.DeviceProcessEvents,
            new("Timestamp", data.Raw("UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("ProcessCreated")),
            new("FileName", new PartValue(data["Image"], TextPart.FileName)),
            new("FolderPath", data["Image"]),
            new("SHA1", Hash("SHA1")),
            new("SHA256", Hash("SHA256")),
            new("MD5", Hash("MD5")),
            new("ProcessVersionInfoCompanyName", data["Company"]),
            new("ProcessVersionInfoProductName", data["Product"]),
            new("ProcessVersionInfoProductVersion", data["FileVersion"]),
            new("ProcessVersionInfoOriginalFileName", data["OriginalFileName"]),
            new("ProcessVersionInfoFileDescription", data["Description"]),
            new("ProcessId", data.Raw("ProcessId")),
            new("ProcessCommandLine", data.Raw("CommandLine")),
            new("ProcessIntegrityLevel", data["IntegrityLevel"]),
            new("ProcessCreationTime", data.Raw("UtcTime")),
            new("AccountDomain", new PartValue(data["User"], TextPart.AccountDomain)),
            new("AccountName", new PartValue(data["User"], TextPart.AccountName)),
            new("LogonId", data.Raw("LogonId")),
            new("CreatedProcessSessionId", data.Raw("TerminalSessionId")),
            new("ProcessUniqueId", Known(data["ProcessGuid"])),
            new("InitiatingProcessFileName", new PartValue(data["ParentImage"], TextPart.FileName)),
            new("InitiatingProcessFolderPath", data["ParentImage"]),
            new("InitiatingProcessId", data.Raw("ParentProcessId")),
            new("InitiatingProcessCommandLine", data.Raw("ParentCommandLine")),
            new("InitiatingProcessAccountDomain", new PartValue(data["ParentUser"], TextPart.AccountDomain)),
            new("InitiatingProcessAccountName", new PartValue(data["ParentUser"], TextPart.AccountName)),
            new("InitiatingProcessUniqueId", Known(data["ParentProcessGuid"])),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("RuleName", data["RuleName"]),
                new("CurrentDirectory", data["CurrentDirectory"]),
                new("LogonGuid", data["LogonGuid"]),
                new("ImpHash", Hash("IMPHASH")),
            ])));
    }

    /// <summary>Event 5.</summary>
    public static TableMap ProcessTermination(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, ProcessTerminate);
        return new TableMap(
            KnownTables.SysmonProcessEnds,
            new("Timestamp", data.Raw("UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ProcessId", data.Raw("ProcessId")));
    }

    /// <summary>Event 22.</summary>
    public static TableMap DnsQueryResponse(WindowsEventDialect dialect)
    {
        var data = new WindowsEventFields(dialect, DnsQuery);

        return new TableMap(KnownTables.DeviceEvents,
        [
            new("Timestamp", data.Raw("UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("DnsQueryResponse")),
            .. InitiatingProcess(data),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("DnsQueryString", data["QueryName"]),
                new("DnsQueryResult", data["QueryResults"]),
                new("DnsQueryStatus", data["QueryStatus"]),
                new("ProcessGuid", data["ProcessGuid"]),
                new("RuleName", data["RuleName"]),
            ])),
        ]);
    }

    /// <summary>The process of events 3 and 22, which is the one that asked.</summary>
    private static ColumnMap[] InitiatingProcess(WindowsEventFields data) =>
    [
        new("InitiatingProcessFileName", new PartValue(data["Image"], TextPart.FileName)),
        new("InitiatingProcessFolderPath", data["Image"]),
        new("InitiatingProcessId", data.Raw("ProcessId")),
        new("InitiatingProcessAccountDomain", new PartValue(data["User"], TextPart.AccountDomain)),
        new("InitiatingProcessAccountName", new PartValue(data["User"], TextPart.AccountName)),
        new("InitiatingProcessUniqueId", Known(data["ProcessGuid"])),
    ];

    private static LookupValue Known(MappedValue identifier) => new(identifier, [new(NoProcess, string.Empty)], identifier);
}
