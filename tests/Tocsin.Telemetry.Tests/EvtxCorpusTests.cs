using System.IO.Compression;
using Shouldly;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>The event logs in tests/corpus/formats/evtx are those that the builder writes; UPDATE_GOLDEN=1 writes them anew.</summary>
public sealed class EvtxCorpusTests
{
    private const string Sysmon = "Microsoft-Windows-Sysmon";
    private const string Security = "Microsoft-Windows-Security-Auditing";

    public static TheoryData<string> Logs() => ["events", "not-closed", "damaged", "cut-off", "no-records"];

    [Theory]
    [MemberData(nameof(Logs))]
    public void Corpus_holds_what_the_builder_writes(string name)
    {
        var log = name switch
        {
            "events" => Events(new EvtxBuilder()).Build(),
            "not-closed" => Events(new EvtxBuilder { IsDirty = true }).Build(),
            "damaged" => Damaged(),
            "cut-off" => Events(new EvtxBuilder()).Build()[..(4096 + 9000)],
            _ => new EvtxBuilder().Build(),
        };
        var path = Path.Combine(Corpus.Folder("formats"), "evtx", name + ".evtx.gz");
        if (Golden.IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var target = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
            target.Write(log);
            return;
        }

        using var stored = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stored.CopyTo(bytes);
        bytes.ToArray().ShouldBe(log);
    }

    /// <summary>One record without its mark, one whose template is not there, and a chunk of noise.</summary>
    private static byte[] Damaged()
    {
        var log = Events(Events(new EvtxBuilder())).Build();
        var position = 4096 + 512;
        for (var i = 0; i < 10; i++)
        {
            position += BitConverter.ToInt32(log, position + 4);
        }

        log[position] = 0;
        position += BitConverter.ToInt32(log, position + 4);
        BitConverter.TryWriteBytes(log.AsSpan(position + 24 + 4 + 6), 65_000);
        var noise = new byte[1 << 16];
        noise.AsSpan().Fill(0x5A);
        return [.. log, .. noise];
    }

    private static EvtxBuilder Events(EvtxBuilder log)
    {
        var guid = EvtxValue.Identifier(new Guid("b59756a9-b239-5f17-5307-000000000400"));
        var parent = EvtxValue.Identifier(new Guid("b59756a9-b238-5f17-5207-000000000400"));
        const string powerShell = @"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe";
        return log
            .Add(
                Sysmon, 1, Text("RuleName", "-"), Text("UtcTime", "2026-02-11 08:00:01.123"), ("ProcessGuid", guid), ("ProcessId", EvtxValue.Number(9076u)),
                Text("Image", powerShell), Text("FileVersion", "10.0.1"), Text("Description", "Windows PowerShell"), Text("Product", "Windows"),
                Text("Company", "Microsoft Corporation"), Text("OriginalFileName", "PowerShell.EXE"), Text("CommandLine", "powershell -enc \"AAA=\""),
                Text("CurrentDirectory", @"C:\"), Text("User", @"EXAMPLE\alice"), ("LogonId", EvtxValue.Hexadecimal(0x24579A8)),
                ("TerminalSessionId", EvtxValue.Number(3u)), Text("IntegrityLevel", "High"),
                Text("Hashes", "SHA1=8A00AD3F91F4DF913A49C6083F48F9530CCF5326,MD5=578BAB56836A3FE455FFC7883041825B,IMPHASH=0235FF9A007804882636BCCCFB4D1A2F"),
                ("ParentProcessGuid", parent), ("ParentProcessId", EvtxValue.Number(8648u)), Text("ParentImage", @"C:\Windows\explorer.exe"),
                Text("ParentCommandLine", "explorer.exe"), Text("ParentUser", @"EXAMPLE\alice"))
            .Add(
                Sysmon, 3, Text("RuleName", "-"), Text("UtcTime", "2026-02-11 08:00:02.456"), ("ProcessGuid", guid), ("ProcessId", EvtxValue.Number(9076u)),
                Text("Image", powerShell), Text("User", @"EXAMPLE\alice"), Text("Protocol", "tcp"), ("Initiated", new EvtxValue(0x0D, [1, 0, 0, 0])),
                ("SourceIsIpv6", new EvtxValue(0x0D, [0, 0, 0, 0])), Text("SourceIp", "10.0.0.5"), Text("SourceHostname", "-"), ("SourcePort", EvtxValue.Number(50248)),
                Text("SourcePortName", "-"), ("DestinationIsIpv6", new EvtxValue(0x0D, [0, 0, 0, 0])), Text("DestinationIp", "203.0.113.7"),
                Text("DestinationHostname", "chosen.by.its.owner"), ("DestinationPort", EvtxValue.Number(443)), Text("DestinationPortName", "https"))
            .Add(
                Sysmon, 3, Text("RuleName", "-"), Text("UtcTime", "2026-02-11 08:00:03.456"), ("ProcessGuid", guid), ("ProcessId", EvtxValue.Number(4u)),
                Text("Image", "System"), Text("User", @"NT AUTHORITY\SYSTEM"), Text("Protocol", "tcp"), ("Initiated", new EvtxValue(0x0D, [0, 0, 0, 0])),
                ("SourceIsIpv6", new EvtxValue(0x0D, [1, 0, 0, 0])), Text("SourceIp", "fe80::1"), Text("SourceHostname", "-"), ("SourcePort", EvtxValue.Number(60000)),
                Text("SourcePortName", "-"), ("DestinationIsIpv6", new EvtxValue(0x0D, [1, 0, 0, 0])), Text("DestinationIp", "fe80::2"),
                Text("DestinationHostname", "-"), ("DestinationPort", EvtxValue.Number(445)), Text("DestinationPortName", "microsoft-ds"))
            .Add(
                Sysmon, 22, Text("RuleName", "-"), Text("UtcTime", "2026-02-11 08:00:02.400"), ("ProcessGuid", guid), ("ProcessId", EvtxValue.Number(9076u)),
                Text("QueryName", "c2.example"), Text("QueryStatus", "0"), Text("QueryResults", "::ffff:203.0.113.7;"), Text("Image", powerShell), Text("User", @"EXAMPLE\alice"))
            .Add(Sysmon, 11, Text("UtcTime", "2026-02-11 08:00:05.000"), Text("TargetFilename", @"C:\x"))
            .Add(
                Security, 5156, ("ProcessID", EvtxValue.Number(9076UL)), Text("Application", @"\device\harddiskvolume2\windows\system32\svchost.exe"),
                Text("Direction", "%%14593"), Text("SourceAddress", "10.0.0.5"), Text("SourcePort", "50300"), Text("DestAddress", "198.51.100.1"),
                Text("DestPort", "80"), ("Protocol", EvtxValue.Number(6u)), ("FilterRTID", EvtxValue.Number(71485UL)), Text("LayerName", "%%14611"), ("LayerRTID", EvtxValue.Number(48UL)))
            .Add(
                Security, 5156, ("ProcessID", EvtxValue.Number(4UL)), Text("Application", "System"),
                Text("Direction", "%%14592"), Text("SourceAddress", "10.0.0.9"), Text("SourcePort", "50301"), Text("DestAddress", "10.0.0.5"),
                Text("DestPort", "445"), ("Protocol", EvtxValue.Number(17u)), ("FilterRTID", EvtxValue.Number(0UL)), Text("LayerName", "%%14610"), ("LayerRTID", EvtxValue.Number(44UL)))
            .Add(
                Security, 4688, ("SubjectUserSid", new EvtxValue(0x13, [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0])), Text("SubjectUserName", "WS-01$"), Text("SubjectDomainName", "EXAMPLE"),
                ("SubjectLogonId", EvtxValue.Hexadecimal(0x3E7)), ("NewProcessId", EvtxValue.Hexadecimal(0x24A8)), Text("NewProcessName", @"C:\Windows\System32\regsvr32.exe"),
                Text("TokenElevationType", "%%1936"), ("ProcessId", EvtxValue.Hexadecimal(0x21C8)), Text("CommandLine", "regsvr32 /s x"),
                ("TargetUserSid", new EvtxValue(0x13, [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])), Text("TargetUserName", "-"), Text("TargetDomainName", "-"), ("TargetLogonId", EvtxValue.Hexadecimal(0)),
                Text("ParentProcessName", @"C:\Windows\explorer.exe"), ("MandatoryLabel", new EvtxValue(0x13, [1, 1, 0, 0, 0, 0, 0, 16, 0, 48, 0, 0])))
            .Add(
                Security, 4698, ("SubjectUserSid", new EvtxValue(0x13, [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0])), Text("SubjectUserName", "WS-01$"), Text("SubjectDomainName", "EXAMPLE"),
                ("SubjectLogonId", EvtxValue.Hexadecimal(0x3E7)), Text("TaskName", @"\Health"), Text("TaskContent", "<Task>\r\n</Task>"))
            .Add(Security, 4624, Text("LogonType", "3"));
    }

    private static (string Name, EvtxValue Value) Text(string name, string text) => (name, EvtxValue.Text(text));
}
