"""Cases of t1573-encrypted-channel: terms in names, ranges, risk, beacon score, the outer join."""

from kusto import DAY, HOUR, MINUTE, SECOND, TICK

from .builder import ENCRYPTED, NOW

HOST = "cdn.azure.com"        # a name, so not an IP-only connection
HIGH, MEDIUM, LOW = "High - Sub-5min beaconing", "Medium - Regular beaconing", "Low - Periodic connection"


def add(b):
    beacon_scores(b)
    ip_only(b)
    parents(b)
    process_names(b)
    addresses(b)
    filters(b)
    joins(b)
    window(b)


def burst(b, device, count, span, **columns):
    b.burst(device, count, span, **({
        "RemotePort": 443, "RemoteUrl": HOST, "InitiatingProcessFileName": "beacon.exe",
        "InitiatingProcessCommandLine": "beacon.exe", "InitiatingProcessParentFileName": "services.exe",
        "BytesSent": 1200, "BytesReceived": 5600} | columns))


def single(b, device, **columns):
    burst(b, device, 1, 0, **columns)


def rows(count, **columns):
    return {ENCRYPTED: [columns] * count}


def beacon_scores(b):
    """The interval is minutes from first to last / (count - 1), a real number."""
    edges = [  # count, minutes from first to last, interval, score, risk
        (4, 9, None, None, None), (5, 3, None, None, None),
        (5, 4, 1.0, HIGH, "High"), (5, 19, 4.75, HIGH, "High"),
        (5, 20, 5.0, MEDIUM, "Medium"), (5, 59, 14.75, MEDIUM, "Medium"),
        (5, 60, 15.0, LOW, "Medium"), (5, 240, 60.0, LOW, "Medium"), (5, 241, None, None, None),
    ]
    for count, minutes, interval, score, risk in edges:
        shows = rows(count, RiskScore=risk, BeaconScore=score, ConnectionCount=count, AvgIntervalMinutes=interval)
        device = b.case(f"t1573-beacon-{count}-in-{minutes}", "edges of count (5) and interval (1, 5, 15, 60 min)",
                        shows if score else None)
        burst(b, device, count, minutes * MINUTE)
    device = b.case("t1573-minute-boundary", "3 min and a tick that cross 4 minute boundaries count as 4",
                    rows(5, AvgIntervalMinutes=1.0), ["datetime_diff boundaries"])
    burst(b, device, 5, 3 * MINUTE + TICK, start=NOW - 20 * HOUR - TICK)
    device = b.case("t1573-bytes-null", "null byte counts stay null in the rows and do not disturb the average",
                    rows(5, BytesSent=None, BytesReceived=None, BeaconScore=HIGH), ["null"])
    burst(b, device, 5, 8 * MINUTE, BytesSent=None, BytesReceived=None)


def ip_only(b):
    forms = [("", True), (None, True), ("203.0.113.10", True), ("198.51.100.9", True), ("999.999.999.999", True),
             ("203.0.113.10:443", False), ("http://203.0.113.10", False), ("203.0.113", False), (HOST, False)]
    shows = {ENCRYPTED: [{"RemoteUrl": url or "", "IsIPOnlyConnection": True, "RiskScore": "High",
                          "BeaconScore": "", "ConnectionCount": None, "AvgIntervalMinutes": None}
                         for url, only in forms if only]}
    device = b.case("t1573-ip-only", "no name, the address itself, any dotted quad; no beacon on the right side",
                    shows, ["leftouter", "empty strings"])
    for index, (url, _) in enumerate(forms):
        single(b, device, RemoteUrl=url, start=NOW - 10 * HOUR + index * SECOND)
    single(b, b.case("t1573-ip-only-v6", "equal to an IPv6 address",
                     rows(1, IsIPOnlyConnection=True, RiskScore="High")),
           RemoteIP="2001:db8::7", RemoteUrl="2001:db8::7")


def parents(b):
    forms = [("explorer.exe", True), ("EXPLORER.EXE", True), ("my-explorer.exe", True), ("explorer.exe.bak", True),
             ("C:\\Windows\\cmd.exe", True), ("notexplorer.exe", False), ("explorer.exec", False),
             ("explorer", False), ("", False), (None, False)]
    shows = {ENCRYPTED: [{"InitiatingProcessParentFileName": p, "RiskScore": "Medium", "IsIPOnlyConnection": False}
                         for p, suspicious in forms if suspicious]}
    device = b.case("t1573-parents", "has_any takes whole terms anywhere in the name, in any case", shows,
                    ["has is by term"])
    for parent, _ in forms:
        single(b, device, InitiatingProcessParentFileName=parent)
    single(b, b.case("t1573-critical", "IP-only under a suspicious parent", rows(1, RiskScore="Critical")),
           InitiatingProcessParentFileName="cmd.exe", RemoteUrl="")
    burst(b, b.case("t1573-critical-beacon", "Critical comes before High of the beacon",
                    rows(5, RiskScore="Critical", BeaconScore=HIGH)),
          5, 8 * MINUTE, InitiatingProcessParentFileName="WScript.exe", RemoteUrl="")


def process_names(b):
    forms = [("mychrome.exe", True), ("chrome", True), ("chrome.exec", True), ("", True), (None, True),
             ("chrome.exe", False), ("CHROME.EXE", False), ("google chrome.exe.bak", False), ("my-teams.exe", False),
             ("svchost.exe", False), ("msiexec.exe", False), ("wuauclt.exe", False)]
    shows = {ENCRYPTED: [{"InitiatingProcessFileName": name or "", "RiskScore": "High"}
                         for name, kept in forms if kept]}
    device = b.case("t1573-names", "not(has_any): by term, so mychrome.exe stays and my-teams.exe goes", shows,
                    ["has is by term", "empty strings"])
    for name, _ in forms:
        single(b, device, InitiatingProcessFileName=name, RemoteUrl="")


def addresses(b):
    kept = ["100.1.2.3", "9.1.2.3", "172.15.0.1", "172.32.0.1", "172.160.0.1", "192.169.0.1", "128.0.0.1",
            "fd12:3456::1", "fc01::1", "fe90::1", "FE80::1", "FC00::1", "2001:db8::1:1", "169.254.1.1"]
    left_out = ["10.1.2.3", "172.16.0.1", "172.20.0.1", "172.31.0.1", "192.168.0.1", "127.0.0.1", "::1", "::1234",
                "fc00::1", "fe80::1", "", None]
    device = b.case("t1573-addresses", "the excluded prefixes as the expression has them, case and all",
                    {ENCRYPTED: [{"RemoteIP": address, "RiskScore": "High"} for address in kept]},
                    ["empty strings"])
    for address in kept + left_out:
        single(b, device, RemoteIP=address, RemoteUrl="")


def filters(b):
    ports = (443, 8443, 8080, 4443, 9443, 3443, 7443)
    device = b.case("t1573-ports", "in over a let list of numbers: seven ports, and three others",
                    {ENCRYPTED: [{"RemotePort": port} for port in ports]}, ["in over a let list", "null"])
    for port in ports + (444, 80, None):
        single(b, device, RemotePort=port, RemoteUrl="")
    device = b.case("t1573-action-type", "only ConnectionSuccess, in this case")
    for action in ("connectionsuccess", "ConnectionFailed", "ConnectionAttempt"):
        single(b, device, ActionType=action, RemoteUrl="")


def joins(b):
    device = b.case("t1573-fan-out", "two command lines beacon to one place: each of 10 connections joins both",
                    {ENCRYPTED: [{"RiskScore": "High", "BeaconScore": HIGH, "AvgIntervalMinutes": 2.0}] * 10
                     + [{"RiskScore": "Medium", "BeaconScore": MEDIUM, "AvgIntervalMinutes": 10.0}] * 10},
                    ["leftouter"])
    burst(b, device, 5, 8 * MINUTE, InitiatingProcessCommandLine="beacon.exe -fast")
    burst(b, device, 5, 40 * MINUTE, InitiatingProcessCommandLine="beacon.exe -slow")
    device = b.case("t1573-one-of-two", "4 connections of a second command line join the first one's beacon",
                    rows(9, ConnectionCount=5, BeaconScore=LOW), ["leftouter"])
    burst(b, device, 5, 80 * MINUTE, InitiatingProcessCommandLine="beacon.exe -a")
    burst(b, device, 4, 30 * MINUTE, InitiatingProcessCommandLine="beacon.exe -b")
    device = b.case("t1573-split", "3 + 2 connections of two command lines are no beacon")
    burst(b, device, 5, 8 * MINUTE, InitiatingProcessCommandLine=["beacon.exe -a", "beacon.exe -b"])
    device = b.case("t1573-mixed-ports", "the beacon is on one port; the connection to the other has none",
                    {ENCRYPTED: [{"RemotePort": 443, "RiskScore": "High", "BeaconScore": HIGH,
                                  "ConnectionCount": 5}] * 5
                     + [{"RemotePort": 8443, "RiskScore": "Medium", "BeaconScore": "", "ConnectionCount": None}]},
                    ["leftouter"])
    burst(b, device, 5, 8 * MINUTE)
    single(b, device, RemotePort=8443, InitiatingProcessParentFileName="cmd.exe")
    burst(b, b.case("t1573-case", "join keys compare case: this device beacons", rows(5, BeaconScore=MEDIUM)),
          5, 20 * MINUTE)
    single(b, b.case("T1573-CASE", "this one does not",
                     rows(1, RiskScore="High", BeaconScore="", ConnectionCount=None), ["leftouter"]), RemoteUrl="")
    burst(b, b.case("t1573-list-limit", "more connections than make_list(…, 50) keeps; nothing depends on the list",
                    rows(52, ConnectionCount=52, AvgIntervalMinutes=1.0)), 52, 51 * MINUTE,
          InitiatingProcessId=[11, 12, 13, 14, 15, 16])


def window(b):
    edge = NOW - DAY
    device = b.case("t1573-window", "an event exactly 24 h old is in (>=), one tick older is out",
                    {ENCRYPTED: [{"TimeGenerated": t} for t in ("2026-02-10T12:00:00.0000000Z",
                     "2026-02-10T12:00:00.0000001Z", "2026-02-11T12:02:00.0000000Z")]}, ["window edge"])
    for at in (edge - TICK, edge, edge + TICK, NOW + 2 * MINUTE):
        single(b, device, start=at, RemoteUrl="")
    device = b.case("t1573-window-beacon", "the fifth connection, exactly 24 h old, still makes a beacon",
                    rows(5, ConnectionCount=5, AvgIntervalMinutes=2.0), ["window edge"])
    burst(b, device, 5, 8 * MINUTE, start=edge)
