using System.Collections.Immutable;

namespace Tocsin.Report.Catalogue;

/// <param name="Tactics">Short names of the tactics that it serves.</param>
internal sealed record AttackTechnique(string Id, string Name, ImmutableArray<string> Tactics)
{
    public string Address => $"https://attack.mitre.org/techniques/{Id.Replace('.', '/')}/";

    public bool IsSubTechnique => Id.Contains('.', StringComparison.Ordinal);
}

/// <summary>
/// The techniques of command and control, and those beside it that detections of such traffic name
/// (https://attack.mitre.org/tactics/TA0011/, version 17). Others are shown by their ids.
/// </summary>
internal static class AttackTechniques
{
    public const string CommandAndControl = "command-and-control";

    private static readonly ImmutableDictionary<string, AttackTechnique> ById = Table(CommandAndControl, """
        T1001 Data Obfuscation
        T1008 Fallback Channels
        T1071 Application Layer Protocol
        T1071.001 Web Protocols
        T1071.002 File Transfer Protocols
        T1071.003 Mail Protocols
        T1071.004 DNS
        T1071.005 Publish/Subscribe Protocols
        T1090 Proxy
        T1092 Communication Through Removable Media
        T1095 Non-Application Layer Protocol
        T1102 Web Service
        T1104 Multi-Stage Channels
        T1105 Ingress Tool Transfer
        T1132 Data Encoding
        T1205 Traffic Signaling
        T1219 Remote Access Tools
        T1568 Dynamic Resolution
        T1571 Non-Standard Port
        T1572 Protocol Tunneling
        T1573 Encrypted Channel
        T1573.001 Symmetric Cryptography
        T1573.002 Asymmetric Cryptography
        T1659 Content Injection
        T1665 Hide Infrastructure
        """)
        .Concat(Table("resource-development", """
            T1583 Acquire Infrastructure
            T1583.001 Domains
            T1583.003 Virtual Private Server
            T1583.004 Server
            T1583.006 Web Services
            """))
        .Concat(Table("lateral-movement", """
            T1021 Remote Services
            T1021.001 Remote Desktop Protocol
            T1021.004 SSH
            """))
        .Concat(Table("execution", """
            T1059 Command and Scripting Interpreter
            T1059.001 PowerShell
            T1047 Windows Management Instrumentation
            """))
        .Concat(Table("defense-evasion", """
            T1127 Trusted Developer Utilities Proxy Execution
            T1218 System Binary Proxy Execution
            T1218.005 Mshta
            T1218.007 Msiexec
            T1218.010 Regsvr32
            T1218.011 Rundll32
            """))
        .Concat(Table("defense-evasion persistence", "T1197 BITS Jobs"))
        .Concat(Table("defense-evasion privilege-escalation", "T1055 Process Injection"))
        .Concat(Table("exfiltration", """
            T1041 Exfiltration Over C2 Channel
            T1048 Exfiltration Over Alternative Protocol
            """))
        .ToImmutableDictionary(t => t.Id, StringComparer.Ordinal);

    public static IEnumerable<AttackTechnique> All => ById.Values.OrderBy(t => t.Id, StringComparer.Ordinal);

    /// <summary>The technique, with the tactics of the detection that names it where nothing more is known.</summary>
    public static AttackTechnique Find(string id, ImmutableArray<string> tactics) => ById.GetValueOrDefault(id) ?? new AttackTechnique(id, id, tactics);

    private static IEnumerable<AttackTechnique> Table(string tactics, string lines) =>
        lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(l => new AttackTechnique(l[..l.IndexOf(' ', StringComparison.Ordinal)], l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..], [.. tactics.Split(' ')]));
}
