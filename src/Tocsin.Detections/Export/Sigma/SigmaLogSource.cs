using System.Collections.Immutable;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>
/// A table's log source in Sigma, with its fields by their names there, those of Sysmon
/// (https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-taxonomy.md).
/// </summary>
/// <param name="Fields">Sigma's field for a column of the table.</param>
/// <param name="FileNames">Columns that hold the last part of the path that a field of Sigma holds.</param>
/// <param name="Actions">Values of ActionType that the log source stands for as a whole, with the condition that says the same, or null.</param>
internal sealed record SigmaLogSource(
    string Table,
    string Category,
    ImmutableDictionary<string, string> Fields,
    ImmutableDictionary<string, string> FileNames,
    ImmutableDictionary<string, SigmaCondition?> Actions)
{
    public static ImmutableArray<SigmaLogSource> All { get; } =
    [
        Of(
            "DeviceNetworkEvents",
            "network_connection",
            """
            RemoteIP=DestinationIp RemotePort=DestinationPort RemoteUrl=DestinationHostname LocalIP=SourceIp LocalPort=SourcePort
            Protocol=Protocol InitiatingProcessFolderPath=Image InitiatingProcessAccountName=User InitiatingProcessId=ProcessId
            InitiatingProcessCommandLine=CommandLine DeviceName=Computer
            """,
            "InitiatingProcessFileName=Image InitiatingProcessParentFileName=ParentImage",
            ("ConnectionSuccess", new SigmaMatch("Initiated", ["true"]))),
        Of(
            "DeviceProcessEvents",
            "process_creation",
            """
            FolderPath=Image ProcessCommandLine=CommandLine InitiatingProcessFolderPath=ParentImage
            InitiatingProcessCommandLine=ParentCommandLine AccountName=User ProcessId=ProcessId InitiatingProcessId=ParentProcessId
            ProcessIntegrityLevel=IntegrityLevel ProcessVersionInfoOriginalFileName=OriginalFileName
            ProcessVersionInfoCompanyName=Company ProcessVersionInfoProductName=Product
            ProcessVersionInfoFileDescription=Description DeviceName=Computer
            """,
            "FileName=Image InitiatingProcessFileName=ParentImage",
            ("ProcessCreated", null)),
    ];

    public static SigmaLogSource? Find(string table) => All.FirstOrDefault(s => string.Equals(s.Table, table, StringComparison.Ordinal));

    /// <summary>The field of a column, for grouping and counting: paths stand for file names.</summary>
    public string? FieldOf(string column) => Fields.GetValueOrDefault(column) ?? FileNames.GetValueOrDefault(column);

    private static SigmaLogSource Of(string table, string category, string fields, string fileNames, (string Action, SigmaCondition? Condition) action) =>
        new(table, category, Pairs(fields), Pairs(fileNames), ImmutableDictionary<string, SigmaCondition?>.Empty.Add(action.Action, action.Condition));

    private static ImmutableDictionary<string, string> Pairs(string text) => text
        .Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('='))
        .ToImmutableDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
}
