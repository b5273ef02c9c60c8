using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Alerts;

/// <summary>
/// What a result column means where metadata does not say: names as Defender XDR, Sentinel and published
/// queries use them. The first name that the result has is taken; <c>timestamp</c> and the <c>…CustomEntity</c> columns, by
/// which rules of Sentinel without entity mappings say what an alert is about, stand first.
/// </summary>
internal static class ColumnConventions
{
    public static readonly ImmutableArray<string> Time = ["timestamp", "Timestamp", "TimeGenerated", "LastSeen", "LastConnection", "EndTime", "FirstSeen"];

    public static readonly ImmutableArray<string> FirstSeen = ["FirstSeen", "FirstConnection", "StartTime", "min_Timestamp", "min_TimeGenerated"];

    public static readonly ImmutableArray<string> LastSeen = ["LastSeen", "LastConnection", "EndTime", "max_Timestamp", "max_TimeGenerated"];

    public static readonly ImmutableArray<string> Risk = ["RiskScore", "Score", "BeaconScore"];

    public static readonly ImmutableArray<string> Severity = ["Severity", "AlertSeverity", "RiskScore", "RiskLevel", "BeaconScore"];

    private static readonly ImmutableArray<(EntityKind Kind, ImmutableArray<string> Names)> Entities =
    [
        (EntityKind.Host, ["HostCustomEntity", "DeviceName", "Computer", "HostName", "Hostname", "Host", "SourceHost", "DeviceId"]),
        (EntityKind.Account, ["AccountCustomEntity", "AccountName", "InitiatingProcessAccountName", "Accounts", "Account", "UserName", "User", "AccountUpn"]),
        (EntityKind.Process, ["InitiatingProcessFileName", "ProcessName", "Processes", "Process", "FileName", "Image"]),
        (EntityKind.Ip, ["IPCustomEntity", "RemoteIP", "RemoteIPs", "DestinationIP", "DestinationIp", "DestIP", "DstIpAddr", "IPAddress"]),
        (EntityKind.Url, ["URLCustomEntity", "RemoteUrl", "RemoteUrls", "Urls", "Url", "DestinationHostname", "Domain", "DomainName", "QueryName"]),
    ];

    public static int Find(ImmutableArray<Column> columns, ImmutableArray<string> names, Func<KqlType, bool> fits)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (fits(columns[i].Type) && string.Equals(columns[i].Name, name, StringComparison.Ordinal))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    public static IEnumerable<(EntityKind Kind, int Column)> FindEntities(ImmutableArray<Column> columns)
    {
        foreach (var (kind, names) in Entities)
        {
            var column = Find(columns, names, static t => t is KqlType.String or KqlType.Dynamic);
            if (column >= 0)
            {
                yield return (kind, column);
            }
        }
    }

    /// <summary>Types that <see cref="Cell.AsTime"/> may read a time from.</summary>
    public static bool HoldsTime(KqlType type) => type is KqlType.DateTime or KqlType.Dynamic or KqlType.String;

    public static bool HoldsNumber(KqlType type) => type.IsNumeric() || type == KqlType.Dynamic;
}
