"""Cases of t1583-004-adversary-server: terms in names and in a set's JSON text, risk, set limits."""

from kusto import DAY, HOUR, MINUTE, TICK

from .builder import ADVERSARY_SERVER, NOW

DOMAINS = ["microsoft.com", "windows.com", "live.com", "office365.com", "akamaiedge.net", "cloudflare-dns.com",
           "amazonaws.com", "googleapis.com", "icloud.com", "digicert.com", "verisign.com", "ocsp.sectigo.com"]
BROWSERS = ["msedge.exe", "chrome.exe", "firefox.exe", "iexplore.exe", "opera.exe", "brave.exe", "outlook.exe",
            "teams.exe", "slack.exe", "zoom.exe", "onedrive.exe", "dropbox.exe", "steam.exe",
            "msedgewebview2.exe", "MicrosoftEdgeCP.exe"]
SUSPICIOUS = ["powershell.exe", "pwsh.exe", "cmd.exe", "wscript.exe", "cscript.exe", "rundll32.exe",
              "regsvr32.exe", "mshta.exe", "certutil.exe", "bitsadmin.exe", "curl.exe", "wget.exe", "msiexec.exe",
              "odbcconf.exe", "wmic.exe", "msbuild.exe", "csc.exe"]


def add(b):
    counts(b)
    risk(b)
    domains(b)
    processes(b)
    sets(b)
    groups(b)
    window(b)


def burst(b, device, count=10, span=40 * MINUTE, **columns):
    b.burst(device, count, span, **({
        "RemotePort": 4444, "RemoteUrl": "c2.example.net", "InitiatingProcessFileName": "agent.exe",
        "InitiatingProcessAccountName": "alice", "RemoteIP": "198.51.100.20"} | columns))


def shows(**columns):
    return {ADVERSARY_SERVER: [columns]}


def counts(b):
    burst(b, b.case("t1583-count-9", "9 connections are too few"), 9)
    burst(b, b.case("t1583-count-10", "10 are enough",
                    shows(ConnectionCount=10, DurationMinutes=40, AvgIntervalMinutes=4.0, RiskScore=1,
                          IsBeaconInterval=True, IsSuspiciousProcess=False)))
    burst(b, b.case("t1583-minutes-30", "30 minutes are not more than 30"), span=30 * MINUTE)
    burst(b, b.case("t1583-minutes-31", "31 are", shows(DurationMinutes=31, AvgIntervalMinutes=3.1)),
          span=31 * MINUTE)
    burst(b, b.case("t1583-minute-boundary", "30 min and a tick that cross 31 minute boundaries count as 31",
                    shows(DurationMinutes=31), ["datetime_diff boundaries"]),
          span=30 * MINUTE + TICK, start=NOW - 20 * HOUR - TICK)
    burst(b, b.case("t1583-minute-no-boundary", "30:59.9999999 that cross only 30 count as 30", None,
                    ["datetime_diff boundaries"]), span=31 * MINUTE - TICK)


def risk(b):
    """Interval = minutes / count, inclusive between 0.5 and 60; suspicious or not; more than 30."""
    edges = [  # count, minutes, process, interval, in range, risk
        (62, 31, "agent.exe", 0.5, True, 2), (63, 31, "agent.exe", None, False, None),
        (63, 31, "curl.exe", 31 / 63, False, 2),
        (10, 600, "agent.exe", 60.0, True, 1), (10, 601, "agent.exe", None, False, None),
        (10, 601, "curl.exe", 60.1, False, 2), (10, 600, "curl.exe", 60.0, True, 3),
        (31, 62, "agent.exe", 2.0, True, 2), (30, 60, "agent.exe", 2.0, True, 1),
    ]
    for count, minutes, process, interval, regular, score in edges:
        suspicious = process == "curl.exe"
        row = shows(ConnectionCount=count, DurationMinutes=minutes, AvgIntervalMinutes=interval,
                    IsBeaconInterval=regular, IsSuspiciousProcess=suspicious, RiskScore=score)
        device = b.case(f"t1583-{process[:-4]}-{count}-in-{minutes}", "edges of interval, process and count",
                        row if score else None)
        burst(b, device, count, minutes * MINUTE, InitiatingProcessFileName=process)


def domains(b):
    device = b.case("t1583-known-good", "a known domain as a term, whatever stands around it", None,
                    ["has is by term"])
    around = ["x.{}", "{}", "https://{}/path", "my-{}", "{}.evil.example", "{}:443"]
    for index, domain in enumerate(DOMAINS):
        burst(b, device, 10, RemoteUrl=around[index % len(around)].format(domain.upper() if index % 2 else domain))
    for name in ["notmicrosoft.com", "microsoft.community", "microsoft.co", "live.computer", "sectigo.com",
                 "cloudflare.dns.com", ""]:
        burst(b, b.case(f"t1583-url-{name or 'empty'}", "no known domain as a whole term",
                        shows(RemoteUrl=name, RiskScore=1), ["has is by term"]), RemoteUrl=name)
    burst(b, b.case("t1583-url-missing", "a missing name is an empty string", shows(RemoteUrl=""),
                    ["empty strings"]), RemoteUrl=None)


def processes(b):
    burst(b, b.case("t1583-browsers", "!in~: excluded in any case", None, ["in~ and !in~"]),
          30, InitiatingProcessFileName=BROWSERS + [name.upper() for name in BROWSERS])
    burst(b, b.case("t1583-chrome", "!in~ compares whole strings", shows(Processes=["chrome"]), ["in~ and !in~"]),
          InitiatingProcessFileName="chrome")
    forms = [("my-cmd.exe", True), ("CMD.EXE", True), ("cmd.exe.bak", True), ("mycmd.exe", False),
             ("cmd.exec", False), ("cmd", False)]
    for name, suspicious in forms:
        burst(b, b.case(f"t1583-process-{name}", "has_any searches the set's JSON text by term",
                        shows(IsSuspiciousProcess=suspicious, RiskScore=3 if suspicious else 1, Processes=[name]),
                        ["has_any over dynamic", "has is by term"]),
              InitiatingProcessFileName=name)
    burst(b, b.case("t1583-two-processes", "one of two processes is suspicious",
                    shows(IsSuspiciousProcess=True, Processes=["agent.exe", "pwsh.exe"]), ["has_any over dynamic"]),
          InitiatingProcessFileName=["agent.exe"] * 4 + ["pwsh.exe"])
    for index in range(0, len(SUSPICIOUS), 5):
        five = SUSPICIOUS[index:index + 5]
        burst(b, b.case(f"t1583-suspicious-{index}", "members of the list", shows(Processes=sorted(five), RiskScore=3),
                        ["has_any over dynamic"]), InitiatingProcessFileName=five)


def sets(b):
    burst(b, b.case("t1583-ports-12", "make_set(…, 10) keeps any 10 of 12 ports, dcount counts all",
                    shows(DistinctPorts=12), ["make_set limit"]), 12, RemotePort=list(range(5001, 5013)))
    burst(b, b.case("t1583-ports-10", "make_set(…, 10) keeps all 10", shows(DistinctPorts=10,
                    Ports=list(range(5001, 5011))), ["make_set limit"]), 10, RemotePort=list(range(5001, 5011)))
    burst(b, b.case("t1583-ports-null", "dcount and make_set leave nulls out",
                    shows(DistinctPorts=2, Ports=[4444, 5555]), ["dcount ignores nulls", "null"]),
          RemotePort=[4444, None, 5555, None])
    burst(b, b.case("t1583-ports-all-null", "no port at all", shows(DistinctPorts=0, Ports=[]),
                    ["dcount ignores nulls", "null"]), RemotePort=None)
    burst(b, b.case("t1583-processes-6", "any 5 of 6 harmless processes", shows(IsSuspiciousProcess=False),
                    ["make_set limit"]), 12, InitiatingProcessFileName=[f"agent{i}.exe" for i in range(6)])
    burst(b, b.case("t1583-processes-6-suspicious", "any 5 of 6 suspicious processes",
                    shows(IsSuspiciousProcess=True), ["make_set limit", "has_any over dynamic"]),
          12, InitiatingProcessFileName=SUSPICIOUS[:6])


def groups(b):
    burst(b, b.case("t1583-accounts", "5 + 5 connections of two accounts"),
          InitiatingProcessAccountName=["alice", "bob"])
    burst(b, b.case("t1583-account-missing", "a missing account is an empty string and a group",
                    shows(AccountName=""), ["empty strings"]), InitiatingProcessAccountName=None)
    burst(b, b.case("t1583-addresses", "two addresses, two rows",
                    {ADVERSARY_SERVER: [{"RemoteIP": "198.51.100.21"}, {"RemoteIP": "198.51.100.22"}]}),
          20, RemoteIP=["198.51.100.21", "198.51.100.22"])
    burst(b, b.case("t1583-ip-type", "== compares case: Private, public do not count"),
          20, RemoteIPType=["Public", "Private", "public"])
    burst(b, b.case("t1583-action-type", "only ConnectionSuccess, in this case"),
          20, ActionType=["ConnectionSuccess", "connectionsuccess", "ConnectionFailed"])


def window(b):
    edge = NOW - DAY
    device = b.case("t1583-window", "nine young enough and one exactly 24 h old", None, ["window edge"])
    burst(b, device, 1, 0, start=edge)
    burst(b, device, 9, 40 * MINUTE, start=edge + TICK)
    device = b.case("t1583-window-10", "ten young enough, the first by one tick",
                    shows(ConnectionCount=10, Timestamp="2026-02-10T12:40:00.0000001Z"), ["window edge"])
    burst(b, device, 1, 0, start=edge)
    burst(b, device, 10, 40 * MINUTE, start=edge + TICK)
