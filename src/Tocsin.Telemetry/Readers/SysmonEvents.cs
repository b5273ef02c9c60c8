using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Sysmon's events as rows of Microsoft's tables (https://learn.microsoft.com/sysinternals/downloads/sysmon#events).</summary>
internal static class SysmonEvents
{
    public const string Provider = "Microsoft-Windows-Sysmon";

    public static readonly WindowsEventKind ProcessCreate = new(Provider, 1, []);
    public static readonly WindowsEventKind NetworkConnect = new(Provider, 3, []);
    public static readonly WindowsEventKind DnsQuery = new(Provider, 22, []);

    /// <summary>
    /// Event 3. Source and destination are those of the connection, so for one that came in (<c>Initiated</c> false)
    /// the host of the event is the destination.
    /// </summary>
    public static TableMap NetworkConnection(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Data(NetworkConnect, name));
        MappedValue BySide(string outbound, string inbound) => new ChoiceValue(Data("Initiated"), "false", Data(inbound), Data(outbound));

        return new TableMap(
            KnownTables.DeviceNetworkEvents,
            new("Timestamp", dialect.Data(NetworkConnect, "UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new LookupValue(
                Data("Initiated"), [new("true", "ConnectionSuccess"), new("false", "InboundConnectionAccepted")])),
            new("RemoteIP", BySide("DestinationIp", "SourceIp")),
            new("RemotePort", BySide("DestinationPort", "SourcePort")),

            // DestinationHostname is a reverse look-up, which the owner of the address chooses: no name to trust in RemoteUrl.
            new("LocalIP", BySide("SourceIp", "DestinationIp")),
            new("LocalPort", BySide("SourcePort", "DestinationPort")),
            new("Protocol", Protocols.Named(Data("Protocol"))),
            new("InitiatingProcessFileName", new PartValue(Data("Image"), TextPart.FileName)),
            new("InitiatingProcessFolderPath", Data("Image")),
            new("InitiatingProcessId", dialect.Data(NetworkConnect, "ProcessId")),
            new("InitiatingProcessAccountDomain", new PartValue(Data("User"), TextPart.AccountDomain)),
            new("InitiatingProcessAccountName", new PartValue(Data("User"), TextPart.AccountName)),
            new("InitiatingProcessUniqueId", Data("ProcessGuid")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("ProcessGuid", Data("ProcessGuid")),
                new("RuleName", Data("RuleName")),
                new("LocalHostname", BySide("SourceHostname", "DestinationHostname")),
                new("RemoteHostname", BySide("DestinationHostname", "SourceHostname")),
                new("RemotePortName", BySide("DestinationPortName", "SourcePortName")),
            ])));
    }

    /// <summary>Event 1.</summary>
    public static TableMap ProcessCreation(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Data(ProcessCreate, name));
        MappedValue Hash(string name) => new LowerValue(new ExtractValue(Data("Hashes"), $"(?:^|,){name}=([0-9A-Fa-f]+)"));

        return new TableMap(
            KnownTables.DeviceProcessEvents,
            new("Timestamp", dialect.Data(ProcessCreate, "UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("ProcessCreated")),
            new("FileName", new PartValue(Data("Image"), TextPart.FileName)),
            new("FolderPath", Data("Image")),
            new("SHA1", Hash("SHA1")),
            new("SHA256", Hash("SHA256")),
            new("MD5", Hash("MD5")),
            new("ProcessVersionInfoCompanyName", Data("Company")),
            new("ProcessVersionInfoProductName", Data("Product")),
            new("ProcessVersionInfoProductVersion", Data("FileVersion")),
            new("ProcessVersionInfoOriginalFileName", Data("OriginalFileName")),
            new("ProcessVersionInfoFileDescription", Data("Description")),
            new("ProcessId", dialect.Data(ProcessCreate, "ProcessId")),
            new("ProcessCommandLine", dialect.Data(ProcessCreate, "CommandLine")),
            new("ProcessIntegrityLevel", Data("IntegrityLevel")),
            new("ProcessCreationTime", dialect.Data(ProcessCreate, "UtcTime")),
            new("AccountDomain", new PartValue(Data("User"), TextPart.AccountDomain)),
            new("AccountName", new PartValue(Data("User"), TextPart.AccountName)),
            new("LogonId", dialect.Data(ProcessCreate, "LogonId")),
            new("CreatedProcessSessionId", dialect.Data(ProcessCreate, "TerminalSessionId")),
            new("ProcessUniqueId", Data("ProcessGuid")),
            new("InitiatingProcessFileName", new PartValue(Data("ParentImage"), TextPart.FileName)),
            new("InitiatingProcessFolderPath", Data("ParentImage")),
            new("InitiatingProcessId", dialect.Data(ProcessCreate, "ParentProcessId")),
            new("InitiatingProcessCommandLine", dialect.Data(ProcessCreate, "ParentCommandLine")),
            new("InitiatingProcessAccountDomain", new PartValue(Data("ParentUser"), TextPart.AccountDomain)),
            new("InitiatingProcessAccountName", new PartValue(Data("ParentUser"), TextPart.AccountName)),
            new("InitiatingProcessUniqueId", Data("ParentProcessGuid")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("RuleName", Data("RuleName")),
                new("CurrentDirectory", Data("CurrentDirectory")),
                new("LogonGuid", Data("LogonGuid")),
                new("ImpHash", Hash("IMPHASH")),
            ])));
    }

    /// <summary>Event 22.</summary>
    public static TableMap DnsQueryResponse(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Data(DnsQuery, name));

        return new TableMap(
            KnownTables.DeviceEvents,
            new("Timestamp", dialect.Data(DnsQuery, "UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new ConstantValue("DnsQueryResponse")),
            new("InitiatingProcessFileName", new PartValue(Data("Image"), TextPart.FileName)),
            new("InitiatingProcessFolderPath", Data("Image")),
            new("InitiatingProcessId", dialect.Data(DnsQuery, "ProcessId")),
            new("InitiatingProcessAccountDomain", new PartValue(Data("User"), TextPart.AccountDomain)),
            new("InitiatingProcessAccountName", new PartValue(Data("User"), TextPart.AccountName)),
            new("InitiatingProcessUniqueId", Data("ProcessGuid")),
            new("ReportId", dialect.RecordId),
            new("AdditionalFields", new ObjectValue(
            [
                new("DnsQueryString", Data("QueryName")),
                new("DnsQueryResult", Data("QueryResults")),
                new("DnsQueryStatus", Data("QueryStatus")),
                new("ProcessGuid", Data("ProcessGuid")),
                new("RuleName", Data("RuleName")),
            ])));
    }

    /// <summary>Newer Sysmon writes <c>-</c> where older left a field empty.</summary>
    private static LookupValue WithoutDash(MappedValue value) => new(value, [new("-", string.Empty)], value);
}
