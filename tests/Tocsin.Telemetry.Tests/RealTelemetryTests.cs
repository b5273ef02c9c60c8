using System.Globalization;
using Shouldly;
using Tocsin.Sql.Dialects;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>Public data sets, where they lie beside the repository: counts and the connections that are known to be in them.</summary>
public sealed class RealTelemetryTests
{
    /// <summary>File; records; records used, of which a Security event that Sysmon saw too is none; remote address, port, how often.</summary>
    public static TheoryData<string, long, long, string, int, long> Files() => new()
    {
        { "windows-json/empire_launcher_sct_regsvr32.zip", 2390, 232, "10.10.10.5", 80, 10 },
        { "windows-json/empire_mimikatz_opth.tar.gz", 5792, 249, "10.0.10.106", 443, 64 },
        { "windows-json/covenant_psremoting_grunt.zip", 4305, 380, "172.18.39.8", 80, 1 },
        { "evtx/DE_RDP_Tunnel_5156.evtx", 101, 80, "", 0, 0 },
        { "evtx/DE_sysmon-3-rdp-tun.evtx", 73, 55, "", 0, 0 },
        { "evtx/PanacheSysmon_vs_AtomicRedTeam01.evtx", 565, 515, "", 0, 0 },
        { "evtx/tunna_iis_rdp_smb_tunneling_sysmon_3.evtx", 12, 12, "127.0.0.1", 3389, 2 },
        { "zeek-json/day1_NASHUA_conn.log", -1, -1, "192.168.0.4", 8443, 376 },
        { "zeek-json/day1_SCRANTON_conn.log", -1, -1, "", 0, 0 },
        { "zeek-json/day1_NASHUA_ssl.log", 376, 376, "", 0, 0 },
        { "zeek-json/day1_SCRANTON_ssl.log", 2, 2, "", 0, 0 },
        { "zeek-json/day1_SCRANTON_http.log", 62, 62, "", 0, 0 },
        { "zeek-tsv/conn.log", 463, 463, "10.136.0.16", 3128, 407 },
        { "zeek-tsv/dns.log", 942, 942, "", 0, 0 },
        { "zeek-tsv/http.log", 407, 407, "", 0, 0 },
        { "zeek-tsv/ssl.log", 407, 407, "", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_record_is_accounted_for(string file, long records, long used, string remote, int port, long times)
    {
        Assert.SkipWhen(Corpus.RealTelemetry is null, "No real telemetry beside the repository (TOCSIN_TELEMETRY names its folder).");
        using var set = TelemetryCatalog.Open([Path.Combine(Corpus.RealTelemetry!, file)]);
        using var session = new TestSession();
        var loaded = TelemetryLoader.Load(set, session);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', loaded.Accounts) + "\n" + string.Join('\n', loaded.Diagnostics.Select(d => d.Message)));

        loaded.Records(RecordOutcome.Rejected).ShouldBe(0);
        if (records >= 0)
        {
            loaded.Accounts.Sum(a => a.Records).ShouldBe(records);
        }

        if (used >= 0)
        {
            loaded.Records(RecordOutcome.Used).ShouldBe(used);
        }

        if (times > 0)
        {
            var rows = DuckDbWriter.Write(loaded.Tables.Single(t => t.Schema.Name == "DeviceNetworkEvents").Rows);
            session.Rows(string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT count(*) FROM ({rows}) WHERE RemoteIP = '{remote}' AND RemotePort = {port} AND ActionType LIKE 'Connection%'"))[0][0].ShouldBe(times);
        }
    }
}
