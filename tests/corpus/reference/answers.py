"""Works out what the five queries answer on events.ndjson, and checks it against every case.

    python3 answers.py                      writes answers/<query>.json
    python3 answers.py --oracle oracle.cjs  also compares column names and types with what
                                            Microsoft's language service says (needs node)

Each query is one plain function over a list of events, in the query's own order of steps and
with kusto.py's meaning of each operator: no SQL, no shared code with the engine under test.
"""

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path

import series
from cases.builder import ADVERSARY_SERVER, AGGREGATED, BEACONING, COMMON_PORT, ENCRYPTED, NOW
from kusto import (DAY, HOUR, MINUTE, SECOND, between, bin_datetime, datetime_diff, distinct, divide_long,
                   ends_with, format_datetime, group_by, has_any, in_any_case, ipv4_is_private,
                   matches_regex, member, parse_datetime, parse_json, to_int)

HERE = Path(__file__).parent

DATETIMES = {"Timestamp", "TimeGenerated"}
INTEGERS = {"RemotePort", "InitiatingProcessId", "BytesSent", "BytesReceived"}
STRINGS = {"DeviceName", "ActionType", "RemoteIP", "RemoteUrl", "RemoteIPType", "InitiatingProcessFileName",
           "InitiatingProcessCommandLine", "InitiatingProcessParentFileName", "InitiatingProcessAccountName",
           "AccountName", "AdditionalFields"}


# --- reading ------------------------------------------------------------------------------------

def typed(record):
    """A record of either file with the columns' types: missing strings "", other values null."""
    event = {name: parse_datetime(record.get(name)) for name in DATETIMES}
    for name in INTEGERS:
        value = record.get(name)
        event[name] = None if value in (None, "") else int(value)
    for name in STRINGS:
        value = record.get(name)
        event[name] = json.dumps(value) if isinstance(value, dict) else value or ""
    return event


def read():
    with open(HERE / "events.ndjson", encoding="utf-8") as lines:
        events = [typed(json.loads(line)) for line in lines]
    with open(HERE / "events.csv", encoding="utf-8", newline="") as lines:
        if [typed(record) for record in csv.DictReader(lines)] != events:
            sys.exit("events.csv and events.ndjson do not hold the same events")
    return events


# --- the queries ----------------------------------------------------------------------------------

def beaconing(events):
    rows = []
    ports = (80, 443, 53, 21, 25, 110, 143, 8080, 8443, 1883, 5222)
    kept = [e for e in events
            if e["Timestamp"] is not None and e["Timestamp"] > NOW - DAY
            and e["RemoteIPType"] == "Public"
            and e["ActionType"] == "ConnectionSuccess"
            and e["RemotePort"] in ports]
    groups = group_by(kept, lambda e: (e["DeviceName"], e["InitiatingProcessFileName"], e["InitiatingProcessId"]))
    for (device, process, _), group in groups.items():
        count = len(group)
        first, last = min(e["Timestamp"] for e in group), max(e["Timestamp"] for e in group)
        gap = divide_long(datetime_diff(SECOND, last, first), count)
        if count > 10 and between(gap, 1, 3600):
            regular = between(gap, 55, 65) or between(gap, 295, 305) or between(gap, 895, 905)
            rows.append({
                "Timestamp": last, "DeviceName": device, "InitiatingProcessFileName": process,
                "ConnectionCount": count, "UniqueRemoteIPs": len(distinct(e["RemoteIP"] for e in group)),
                "Ports": distinct(e["RemotePort"] for e in group), "AvgTimeBetween": gap,
                "BeaconScore": "high" if regular else "medium", "FirstSeen": first, "LastSeen": last})
    return rows


def aggregated(events):
    rows = []
    least = 4 * (3 * DAY / DAY)
    kept = [e for e in events
            if e["Timestamp"] is not None and e["Timestamp"] > NOW - 3 * DAY
            and ends_with(e["ActionType"], "AggregatedReport")
            and ipv4_is_private(e["RemoteIP"]) is False]
    reports = [(bin_datetime(e["Timestamp"], HOUR), e["DeviceName"], e["InitiatingProcessFileName"], e["RemoteIP"],
                to_int(member(parse_json(e["AdditionalFields"]), "uniqueEventsAggregated"))) for e in kept]
    reports.sort(key=lambda report: report[0])
    for key, group in group_by(reports, lambda report: report[1:4]).items():
        settle_ties(group)
        hours = [format_datetime(report[0]) for report in group]
        counts = [report[4] for report in group if report[4] is not None]
        stats = series.stats(counts)
        if len(counts) < least or not stats["avg"] > 45:
            continue                                         # whatever the flags may be
        try:
            flags, scores, baseline = series.decompose_anomalies(counts)
        except series.Ambiguous as ambiguous:
            sys.exit(f"{key[0]}: {ambiguous}")
        outliers = sum(flag in (-1, 1) for flag in flags)
        if len(flags) - outliers >= least:
            rows.append({
                "FirstConnection": hours[0], "LastConnection": hours[-1], "DeviceName": key[0],
                "InitiatingProcessFileName": key[1], "RemoteIP": key[2], "count_of_hours": len(hours),
                "inliner_count": len(flags) - outliers, "outlier_count": outliers,
                "avg_conn_count": int(stats["avg"]), "Timestamp": hours, "ConnCounts": counts,
                "anomalies_decomposed": flags, "series_decompose_anomalies_ConnCounts_ad_score": scores,
                "series_decompose_anomalies_ConnCounts_baseline": baseline}
                | {f"series_stats_ConnCounts_{name}": value for name, value in stats.items()})
    return rows


def settle_ties(group):
    """sort leaves rows of the same hour in any order: the data may not let that show."""
    for a, b in zip(group, group[1:]):
        if a[0] == b[0] and a[4] != b[4]:
            sys.exit(f"{a[1]}: two different counts in one hour have no defined order")


def encrypted(events):
    left = [e for e in encrypted_connections(events)
            if e["RemoteIP"] != ""
            and not matches_regex(
                e["RemoteIP"], r"^(10\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|127\.|::1|fc00:|fe80:)")]
    beacons = group_by(beacon_groups(events), lambda b: b["key"])
    rows = []
    for e in left:
        key = tuple(e[name] for name in ("DeviceName", "InitiatingProcessFileName", "RemoteIP", "RemotePort"))
        ip_only = e["RemoteUrl"] == "" or e["RemoteUrl"] == e["RemoteIP"] or matches_regex(
            e["RemoteUrl"], r"^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$")
        parent = has_any(e["InitiatingProcessParentFileName"], (
            "cmd.exe", "powershell.exe", "wscript.exe", "cscript.exe", "mshta.exe", "regsvr32.exe", "rundll32.exe",
            "svchost.exe", "explorer.exe"))
        for beacon in beacons.get(key, [{"count": None, "interval": None, "score": ""}]):
            score = beacon["score"]
            if ip_only and parent:
                risk = "Critical"
            elif ip_only or score.lower().startswith("high"):
                risk = "High"
            elif parent or score != "":
                risk = "Medium"
            else:
                continue
            rows.append({
                "TimeGenerated": e["TimeGenerated"], "DeviceName": e["DeviceName"], "RiskScore": risk,
                "InitiatingProcessFileName": e["InitiatingProcessFileName"],
                "InitiatingProcessCommandLine": e["InitiatingProcessCommandLine"],
                "InitiatingProcessParentFileName": e["InitiatingProcessParentFileName"],
                "InitiatingProcessAccountName": e["InitiatingProcessAccountName"],
                "RemoteIP": e["RemoteIP"], "RemotePort": e["RemotePort"], "RemoteUrl": e["RemoteUrl"],
                "IsIPOnlyConnection": ip_only, "BeaconScore": score, "ConnectionCount": beacon["count"],
                "AvgIntervalMinutes": beacon["interval"], "BytesSent": e["BytesSent"],
                "BytesReceived": e["BytesReceived"]})
    return rows


def encrypted_connections(events):
    return [e for e in events
            if e["TimeGenerated"] is not None and e["TimeGenerated"] >= NOW - DAY
            and e["ActionType"] == "ConnectionSuccess"
            and e["RemotePort"] in (443, 8443, 8080, 4443, 9443, 3443, 7443)
            and not has_any(e["InitiatingProcessFileName"], (
                "chrome.exe", "firefox.exe", "msedge.exe", "iexplore.exe", "outlook.exe", "teams.exe",
                "onedrive.exe", "slack.exe", "zoom.exe", "msiexec.exe", "wuauclt.exe", "svchost.exe"))]


def beacon_groups(events):
    kept = [e for e in encrypted_connections(events)
            if not matches_regex(e["RemoteIP"], r"^(10\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|127\.)")]
    groups = group_by(kept, lambda e: (e["DeviceName"], e["InitiatingProcessFileName"], e["RemoteIP"],
                                       e["RemotePort"], e["InitiatingProcessCommandLine"]))
    beacons = []
    for key, group in groups.items():
        times = [e["TimeGenerated"] for e in group]
        if len(group) < 5:
            continue
        interval = float(datetime_diff(MINUTE, max(times), min(times))) / float(len(group) - 1)
        if between(interval, 1.0, 60.0):
            score = ("High - Sub-5min beaconing" if interval < 5 else
                     "Medium - Regular beaconing" if interval < 15 else "Low - Periodic connection")
            beacons.append({"key": key[:4], "count": len(group), "interval": interval, "score": score})
    return beacons


def common_port(events):
    rows = []
    legitimate = (
        "chrome.exe", "firefox.exe", "msedge.exe", "iexplore.exe", "safari", "svchost.exe", "MicrosoftEdge.exe",
        "OneDrive.exe", "Teams.exe", "outlook.exe", "winlogon.exe", "lsass.exe", "services.exe", "MsMpEng.exe",
        "wuauclt.exe", "WindowsUpdate", "TiWorker.exe", "msiexec.exe", "wermgr.exe", "SearchIndexer.exe")
    scripts = ("powershell.exe", "pwsh.exe", "cmd.exe", "wscript.exe", "cscript.exe", "mshta.exe", "wmic.exe")
    lolbins = (
        "rundll32.exe", "regsvr32.exe", "certutil.exe", "bitsadmin.exe", "msbuild.exe", "csc.exe",
        "installutil.exe", "regasm.exe", "regsvcs.exe", "ieexec.exe", "msiexec.exe", "expand.exe", "extrac32.exe",
        "makecab.exe", "pcalua.exe", "replace.exe", "hh.exe", "infdefaultinstall.exe", "xwizard.exe")
    desktop = ("notepad.exe", "calc.exe", "mspaint.exe", "wordpad.exe", "write.exe", "winver.exe", "charmap.exe",
               "snippingtool.exe")
    for e in events:
        name = e["InitiatingProcessFileName"]
        flags = {"IsScriptInterpreter": in_any_case(name, scripts), "IsLOLBin": in_any_case(name, lolbins),
                 "IsUnusualSystem": in_any_case(name, desktop)}
        if (e["Timestamp"] is not None and e["Timestamp"] > NOW - DAY
                and e["RemotePort"] in (80, 443, 53, 25, 22, 3389, 135)
                and e["ActionType"] == "ConnectionSuccess"
                and not in_any_case(name, legitimate)
                and any(flags.values())):
            rows.append({column: e[column] for column in (
                "Timestamp", "DeviceName", "AccountName", "InitiatingProcessFileName",
                "InitiatingProcessCommandLine", "InitiatingProcessParentFileName", "RemoteIP", "RemotePort",
                "RemoteIPType")} | {"IsInternal": e["RemoteIPType"] == "Private"} | flags)
    return rows


def adversary_server(events):
    rows = []
    known_good = (
        "microsoft.com", "windows.com", "windowsupdate.com", "office.com", "live.com", "azure.com",
        "microsoftonline.com", "office365.com", "akamaiedge.net", "akamaitechnologies.com", "cloudflare.com",
        "cloudflare-dns.com", "amazonaws.com", "googleusercontent.com", "googleapis.com", "apple.com",
        "icloud.com", "digicert.com", "verisign.com", "ocsp.sectigo.com", "crl.microsoft.com",
        "ctldl.windowsupdate.com", "login.microsoftonline.com")
    browsers = (
        "msedge.exe", "chrome.exe", "firefox.exe", "iexplore.exe", "opera.exe", "brave.exe", "outlook.exe",
        "teams.exe", "slack.exe", "zoom.exe", "onedrive.exe", "dropbox.exe", "steam.exe", "msedgewebview2.exe",
        "MicrosoftEdgeCP.exe")
    suspects = (
        "powershell.exe", "pwsh.exe", "cmd.exe", "wscript.exe", "cscript.exe", "rundll32.exe", "regsvr32.exe",
        "mshta.exe", "certutil.exe", "bitsadmin.exe", "curl.exe", "wget.exe", "msiexec.exe", "odbcconf.exe",
        "wmic.exe", "msbuild.exe", "csc.exe")
    kept = [e for e in events
            if e["Timestamp"] is not None and e["Timestamp"] > NOW - DAY
            and e["ActionType"] == "ConnectionSuccess" and e["RemoteIPType"] == "Public"
            and not has_any(e["RemoteUrl"], known_good)
            and not in_any_case(e["InitiatingProcessFileName"], browsers)]
    groups = group_by(kept, lambda e: (e["DeviceName"], e["AccountName"], e["RemoteIP"], e["RemoteUrl"]))
    for (device, account, address, url), group in groups.items():
        times = [e["Timestamp"] for e in group]
        minutes = datetime_diff(MINUTE, max(times), min(times))
        if len(group) < 10 or minutes <= 30:
            continue
        processes = distinct(e["InitiatingProcessFileName"] for e in group)
        ports = distinct(e["RemotePort"] for e in group)
        interval = float(minutes) / float(len(group))
        suspicious = any_subset(processes, 5, lambda kept: has_any(json.dumps(kept), suspects), device)
        regular = between(interval, 0.5, 60.0)
        if not (regular or suspicious):
            continue
        risk = 3 if suspicious and regular else 2 if suspicious else 2 if regular and len(group) > 30 else 1
        rows.append({
            "Timestamp": max(times), "DeviceName": device, "AccountName": account, "RemoteIP": address,
            "RemoteUrl": url, "ConnectionCount": len(group), "DurationMinutes": minutes,
            "AvgIntervalMinutes": interval, "DistinctPorts": len(ports), "Ports": AnyOf(ports, 10),
            "Processes": AnyOf(processes, 5), "IsSuspiciousProcess": suspicious, "IsBeaconInterval": regular,
            "RiskScore": risk})
    return rows


def any_subset(values, size, holds, device):
    """make_set with a limit keeps any of the values: the data may not let the choice show."""
    if len(values) > size:
        alone = {holds([value]) for value in values}
        if len(alone) > 1:
            sys.exit(f"{device}: which values make_set keeps decides the answer")
    return holds(values[:size])


class AnyOf(list):
    """A set of which Kusto keeps any `size` values."""

    def __init__(self, values, size):
        super().__init__(values[:size])
        self.all, self.size = list(values), min(size, len(values))


# --- writing -------------------------------------------------------------------------------------

QUERIES = {
    BEACONING: (beaconing, [("ConnectionCount", True)],
                "Timestamp datetime, DeviceName string, InitiatingProcessFileName string, ConnectionCount long, "
                "UniqueRemoteIPs long, Ports dynamic, AvgTimeBetween long, BeaconScore string, FirstSeen datetime, "
                "LastSeen datetime"),
    AGGREGATED: (aggregated, [("series_stats_ConnCounts_avg", True)],
                 "FirstConnection dynamic, LastConnection dynamic, DeviceName string, "
                 "InitiatingProcessFileName string, RemoteIP string, count_of_hours long, inliner_count long, "
                 "outlier_count long, avg_conn_count int, Timestamp dynamic, ConnCounts dynamic, "
                 "anomalies_decomposed dynamic, series_decompose_anomalies_ConnCounts_ad_score dynamic, "
                 "series_decompose_anomalies_ConnCounts_baseline dynamic, series_stats_ConnCounts_min real, "
                 "series_stats_ConnCounts_min_idx long, series_stats_ConnCounts_max real, "
                 "series_stats_ConnCounts_max_idx long, series_stats_ConnCounts_avg real, "
                 "series_stats_ConnCounts_stdev real, series_stats_ConnCounts_variance real"),
    ENCRYPTED: (encrypted, [("RiskScore", False), ("TimeGenerated", True)],
                "TimeGenerated datetime, DeviceName string, RiskScore string, InitiatingProcessFileName string, "
                "InitiatingProcessCommandLine string, InitiatingProcessParentFileName string, "
                "InitiatingProcessAccountName string, RemoteIP string, RemotePort int, RemoteUrl string, "
                "IsIPOnlyConnection bool, BeaconScore string, ConnectionCount long, AvgIntervalMinutes real, "
                "BytesSent long, BytesReceived long"),
    COMMON_PORT: (common_port, [("Timestamp", True)],
                  "Timestamp datetime, DeviceName string, AccountName string, InitiatingProcessFileName string, "
                  "InitiatingProcessCommandLine string, InitiatingProcessParentFileName string, RemoteIP string, "
                  "RemotePort int, RemoteIPType string, IsInternal bool, IsScriptInterpreter bool, IsLOLBin bool, "
                  "IsUnusualSystem bool"),
    ADVERSARY_SERVER: (adversary_server, [("RiskScore", True), ("ConnectionCount", True)],
                       "Timestamp datetime, DeviceName string, AccountName string, RemoteIP string, "
                       "RemoteUrl string, ConnectionCount long, DurationMinutes long, AvgIntervalMinutes real, "
                       "DistinctPorts long, Ports dynamic, Processes dynamic, IsSuspiciousProcess bool, "
                       "IsBeaconInterval bool, RiskScore long"),
}

SETS = {BEACONING: ["Ports"], ADVERSARY_SERVER: ["Ports", "Processes"]}
UNCERTAIN = "series_decompose_anomalies_ConnCounts_ad_score", "series_decompose_anomalies_ConnCounts_baseline"


def answer(query, rows):
    _, order, columns = QUERIES[query]
    columns = [dict(zip(("name", "type"), column.split())) for column in columns.split(", ")]
    rows = sorted(rows, key=json_text)                       # ties: any order, but always the same one
    for name, descending in reversed(order):
        rows = sorted(rows, key=lambda row: row[name], reverse=descending)
    cells = []
    for number, row in enumerate(rows):
        for name, value in row.items():
            if isinstance(value, AnyOf) and len(value.all) > value.size:
                cells.append({"row": number, "column": name, "size": value.size, "of": value.all})
            if name in UNCERTAIN and value is None:
                cells.append({"row": number, "column": name, "uncertain": True})
    return {
        "query": f"{query}.kql", "now": format_datetime(NOW), "columns": columns,
        "order": [{"column": name, "descending": descending} for name, descending in order],
        "sets": SETS.get(query, []), "uncertain": [], "cells": cells,
        "rows": [[format_datetime(row[c["name"]]) if c["type"] == "datetime" else row[c["name"]] for c in columns]
                 for row in rows]}


def json_text(row):
    return json.dumps(row, sort_keys=True)


def write(query, document):
    """One row a line, so that a change shows as a changed line."""
    head = {name: value for name, value in document.items() if name != "rows"}
    lines = ",\n".join("    " + json.dumps(row) for row in document["rows"])
    fields = "".join(f"  {json.dumps(name)}: {json.dumps(value)},\n" for name, value in head.items())
    path = HERE / "answers" / f"{query}.json"
    path.write_text(f'{{\n{fields}  "rows": [\n{lines}\n  ]\n}}\n', encoding="utf-8", newline="\n")


# --- checking -----------------------------------------------------------------------------------

def check_cases(query, document):
    """Every case shows exactly the rows that its author worked out by hand, and nothing else shows."""
    names = [column["name"] for column in document["columns"]]
    shown = group_by([dict(zip(names, row)) for row in document["rows"]], lambda row: row["DeviceName"])
    wrong = []
    with open(HERE / "cases.jsonl", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            rows, claims = shown.pop(case["device"], []), case["shows"].get(query, [])
            for claim in claims:
                found = next((row for row in rows if all(row[name] == value for name, value in claim.items())), None)
                if found is None:
                    wrong.append(f"{query}: {case['device']}: no row with {claim}")
                else:
                    rows.remove(found)
            wrong += [f"{query}: {case['device']}: unexpected {row}" for row in rows]
    return wrong + [f"{query}: {device} is no case" for device in shown]


def check_columns(query, document, oracle):
    run = subprocess.run(["node", oracle, "check", HERE / "queries" / f"{query}.kql"],
                         capture_output=True, text=True, check=True)
    said = json.loads(run.stdout)
    if said["diagnostics"] or said["columns"] != document["columns"]:
        return [f"{query}: the language service says {said}"]
    return []


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--oracle")
    oracle = arguments.parse_args().oracle
    events, wrong = read(), []
    (HERE / "answers").mkdir(exist_ok=True)
    for query, (run, _, _) in QUERIES.items():
        document = answer(query, run(events))
        wrong += check_cases(query, document)
        wrong += check_columns(query, document, oracle) if oracle else []
        write(query, document)
        print(f"{query}: {len(document['rows'])} rows")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
