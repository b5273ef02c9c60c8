using System.Collections.Immutable;

namespace Tocsin.Telemetry.Schemas;

/// <summary>
/// The tables whose schema Tocsin knows, as Defender XDR and Sentinel have them together: TimeGenerated (Sentinel) and
/// Timestamp (Defender XDR) are the same instant. A further table is one entry here and in <see cref="All"/>.
/// </summary>
public static class KnownTables
{
    /// <summary>https://learn.microsoft.com/defender-xdr/advanced-hunting-devicenetworkevents-table, with BytesSent, BytesReceived and AccountName, which published queries name.</summary>
    public static readonly TableSchema DeviceNetworkEvents = TableSchema.Parse("DeviceNetworkEvents", """
        Timestamp:datetime, DeviceId:string, DeviceName:string, ActionType:string, RemoteIP:string, RemotePort:int,
        RemoteUrl:string, LocalIP:string, LocalPort:int, Protocol:string, LocalIPType:string, RemoteIPType:string,
        InitiatingProcessSHA1:string, InitiatingProcessSHA256:string, InitiatingProcessMD5:string,
        InitiatingProcessFileName:string, InitiatingProcessFileSize:long,
        InitiatingProcessVersionInfoCompanyName:string, InitiatingProcessVersionInfoProductName:string,
        InitiatingProcessVersionInfoProductVersion:string, InitiatingProcessVersionInfoInternalFileName:string,
        InitiatingProcessVersionInfoOriginalFileName:string, InitiatingProcessVersionInfoFileDescription:string,
        InitiatingProcessId:long, InitiatingProcessCommandLine:string, InitiatingProcessCreationTime:datetime,
        InitiatingProcessFolderPath:string, InitiatingProcessParentFileName:string, InitiatingProcessParentId:long,
        InitiatingProcessParentCreationTime:datetime, InitiatingProcessAccountDomain:string,
        InitiatingProcessAccountName:string, InitiatingProcessAccountSid:string, InitiatingProcessAccountUpn:string,
        InitiatingProcessAccountObjectId:string, InitiatingProcessIntegrityLevel:string,
        InitiatingProcessTokenElevation:string, InitiatingProcessSessionId:long, ReportId:long,
        AppGuardContainerId:string, AdditionalFields:string, IsInitiatingProcessRemoteSession:bool,
        InitiatingProcessRemoteSessionDeviceName:string, InitiatingProcessRemoteSessionIP:string,
        InitiatingProcessUniqueId:string, TimeGenerated:datetime, TenantId:string, SourceSystem:string, Type:string,
        MachineGroup:string, AccountName:string, BytesSent:long, BytesReceived:long
        """);

    /// <summary>https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceprocessevents-table.</summary>
    public static readonly TableSchema DeviceProcessEvents = TableSchema.Parse("DeviceProcessEvents", """
        Timestamp:datetime, DeviceId:string, DeviceName:string, ActionType:string, FileName:string, FolderPath:string,
        SHA1:string, SHA256:string, MD5:string, FileSize:long, ProcessVersionInfoCompanyName:string,
        ProcessVersionInfoProductName:string, ProcessVersionInfoProductVersion:string,
        ProcessVersionInfoInternalFileName:string, ProcessVersionInfoOriginalFileName:string,
        ProcessVersionInfoFileDescription:string, ProcessId:long, ProcessCommandLine:string,
        ProcessIntegrityLevel:string, ProcessTokenElevation:string, ProcessCreationTime:datetime,
        AccountDomain:string, AccountName:string, AccountSid:string, AccountUpn:string, AccountObjectId:string,
        LogonId:long, InitiatingProcessSHA1:string, InitiatingProcessSHA256:string, InitiatingProcessMD5:string,
        InitiatingProcessFileName:string, InitiatingProcessFileSize:long,
        InitiatingProcessVersionInfoCompanyName:string, InitiatingProcessVersionInfoProductName:string,
        InitiatingProcessVersionInfoProductVersion:string, InitiatingProcessVersionInfoInternalFileName:string,
        InitiatingProcessVersionInfoOriginalFileName:string, InitiatingProcessVersionInfoFileDescription:string,
        InitiatingProcessId:long, InitiatingProcessCommandLine:string, InitiatingProcessCreationTime:datetime,
        InitiatingProcessFolderPath:string, InitiatingProcessParentFileName:string, InitiatingProcessParentId:long,
        InitiatingProcessParentCreationTime:datetime, InitiatingProcessAccountDomain:string,
        InitiatingProcessAccountName:string, InitiatingProcessAccountSid:string, InitiatingProcessAccountUpn:string,
        InitiatingProcessAccountObjectId:string, InitiatingProcessIntegrityLevel:string,
        InitiatingProcessTokenElevation:string, InitiatingProcessSessionId:long, InitiatingProcessLogonId:long,
        InitiatingProcessSignerType:string, InitiatingProcessSignatureStatus:string, ReportId:long,
        AppGuardContainerId:string, AdditionalFields:string, CreatedProcessSessionId:long,
        IsProcessRemoteSession:bool, ProcessRemoteSessionDeviceName:string, ProcessRemoteSessionIP:string,
        ProcessUniqueId:string, IsInitiatingProcessRemoteSession:bool,
        InitiatingProcessRemoteSessionDeviceName:string, InitiatingProcessRemoteSessionIP:string,
        InitiatingProcessUniqueId:string, TimeGenerated:datetime, TenantId:string, SourceSystem:string, Type:string,
        MachineGroup:string
        """);

    /// <summary>https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceevents-table.</summary>
    public static readonly TableSchema DeviceEvents = TableSchema.Parse("DeviceEvents", """
        Timestamp:datetime, DeviceId:string, DeviceName:string, ActionType:string, FileName:string, FolderPath:string,
        SHA1:string, SHA256:string, MD5:string, FileSize:long, AccountDomain:string, AccountName:string,
        AccountSid:string, RemoteUrl:string, RemoteDeviceName:string, ProcessId:long, ProcessCommandLine:string,
        ProcessCreationTime:datetime, ProcessTokenElevation:string, LogonId:long, RegistryKey:string,
        RegistryValueName:string, RegistryValueData:string, RemoteIP:string, RemotePort:int, LocalIP:string,
        LocalPort:int, FileOriginUrl:string, FileOriginIP:string, InitiatingProcessSHA1:string,
        InitiatingProcessSHA256:string, InitiatingProcessMD5:string, InitiatingProcessFileName:string,
        InitiatingProcessFileSize:long, InitiatingProcessVersionInfoCompanyName:string,
        InitiatingProcessVersionInfoProductName:string, InitiatingProcessVersionInfoProductVersion:string,
        InitiatingProcessVersionInfoInternalFileName:string, InitiatingProcessVersionInfoOriginalFileName:string,
        InitiatingProcessVersionInfoFileDescription:string, InitiatingProcessId:long,
        InitiatingProcessCommandLine:string, InitiatingProcessCreationTime:datetime,
        InitiatingProcessFolderPath:string, InitiatingProcessParentFileName:string, InitiatingProcessParentId:long,
        InitiatingProcessParentCreationTime:datetime, InitiatingProcessAccountDomain:string,
        InitiatingProcessAccountName:string, InitiatingProcessAccountSid:string, InitiatingProcessAccountUpn:string,
        InitiatingProcessAccountObjectId:string, InitiatingProcessIntegrityLevel:string,
        InitiatingProcessTokenElevation:string, InitiatingProcessSessionId:long, InitiatingProcessLogonId:long,
        ReportId:long, AppGuardContainerId:string, AdditionalFields:string, CreatedProcessSessionId:long,
        IsProcessRemoteSession:bool, ProcessRemoteSessionDeviceName:string, ProcessRemoteSessionIP:string,
        ProcessUniqueId:string, IsInitiatingProcessRemoteSession:bool,
        InitiatingProcessRemoteSessionDeviceName:string, InitiatingProcessRemoteSessionIP:string,
        InitiatingProcessUniqueId:string, TimeGenerated:datetime, TenantId:string, SourceSystem:string, Type:string,
        MachineGroup:string
        """);

    /// <summary>All of them, in the order in which a file of doubtful columns is offered to them.</summary>
    public static readonly ImmutableArray<TableSchema> All = [DeviceNetworkEvents, DeviceProcessEvents, DeviceEvents];

    /// <summary>Certificates that complete rows of other tables; no query sees it.</summary>
    internal static readonly TableSchema ZeekCertificates = TableSchema.Parse(
        "ZeekCertificates", "Timestamp:datetime, FileId:string, Fingerprint:string, AdditionalFields:string");

    /// <summary>The table of that name; Kusto's table names are case-sensitive.</summary>
    public static TableSchema? Find(string name) => All.FirstOrDefault(t => t.Name.Equals(name, StringComparison.Ordinal));
}
