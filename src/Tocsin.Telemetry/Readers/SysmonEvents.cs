using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Sysmon's events as rows of Microsoft's tables (https://learn.microsoft.com/sysinternals/downloads/sysmon#events).</summary>
internal static class SysmonEvents
{
    public const string Provider = "Microsoft-Windows-Sysmon";

    /// <summary>
    /// Event 3. Source and destination are those of the connection, so for one that came in (<c>Initiated</c> false)
    /// the host of the event is the destination.
    /// </summary>
    public static TableMap NetworkConnection(WindowsEventDialect dialect)
    {
        MappedValue Data(string name) => WithoutDash(dialect.Field(name));
        MappedValue BySide(string outbound, string inbound) =>
            new ChoiceValue(dialect.Field("Initiated"), "false", Data(inbound), Data(outbound));

        return new TableMap(
            KnownTables.DeviceNetworkEvents,
            new("Timestamp", dialect.Field("UtcTime")),
            new("DeviceName", dialect.Computer),
            new("ActionType", new LookupValue(
                dialect.Field("Initiated"), [new("true", "ConnectionSuccess"), new("false", "InboundConnectionAccepted")])),
            new("RemoteIP", BySide("DestinationIp", "SourceIp")),
            new("RemotePort", BySide("DestinationPort", "SourcePort")),

            // DestinationHostname is a reverse look-up, which the owner of the address chooses: no name to trust in RemoteUrl.
            new("LocalIP", BySide("SourceIp", "DestinationIp")),
            new("LocalPort", BySide("SourcePort", "DestinationPort")),
            new("Protocol", Protocols.Named(dialect.Field("Protocol"))),
            new("InitiatingProcessFileName", new PartValue(Data("Image"), TextPart.FileName)),
            new("InitiatingProcessFolderPath", Data("Image")),
            new("InitiatingProcessId", MappedValue.First(
                dialect.Field("ProcessId"), new ExtractValue(dialect.Message, @"(?m)^\s*ProcessId: (\d+)"))),
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

    /// <summary>Newer Sysmon writes <c>-</c> where older left a field empty.</summary>
    private static LookupValue WithoutDash(MappedValue value) => new(value, [new("-", string.Empty)], value);
}
