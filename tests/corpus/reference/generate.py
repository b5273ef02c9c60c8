"""Writes events.ndjson, events.csv, events.parquet (the same events) and cases.jsonl (what each is for).

    python3 generate.py

No clock, no random numbers: a second run writes the same bytes.
"""

import csv
import hashlib
import io
import json
from pathlib import Path

import parquet
from cases import aggregated, t1043, t1071, t1573, t1583
from cases.builder import Builder
from kusto import HOUR, MINUTE, format_datetime, parse_datetime

HERE = Path(__file__).parent

# DeviceNetworkEvents as Defender XDR and Sentinel have it, and the three columns that published
# queries name besides (AccountName, BytesSent, BytesReceived).
COLUMNS = (
    "Timestamp DeviceId DeviceName ActionType RemoteIP RemotePort RemoteUrl LocalIP LocalPort Protocol "
    "LocalIPType RemoteIPType InitiatingProcessSHA1 InitiatingProcessSHA256 InitiatingProcessMD5 "
    "InitiatingProcessFileName InitiatingProcessFileSize InitiatingProcessVersionInfoCompanyName "
    "InitiatingProcessVersionInfoProductName InitiatingProcessVersionInfoProductVersion "
    "InitiatingProcessVersionInfoInternalFileName InitiatingProcessVersionInfoOriginalFileName "
    "InitiatingProcessVersionInfoFileDescription InitiatingProcessId InitiatingProcessCommandLine "
    "InitiatingProcessCreationTime InitiatingProcessFolderPath InitiatingProcessParentFileName "
    "InitiatingProcessParentId InitiatingProcessParentCreationTime InitiatingProcessAccountDomain "
    "InitiatingProcessAccountName InitiatingProcessAccountSid InitiatingProcessAccountUpn "
    "InitiatingProcessAccountObjectId InitiatingProcessIntegrityLevel InitiatingProcessTokenElevation "
    "InitiatingProcessSessionId ReportId AppGuardContainerId AdditionalFields IsInitiatingProcessRemoteSession "
    "InitiatingProcessRemoteSessionDeviceName InitiatingProcessRemoteSessionIP InitiatingProcessUniqueId "
    "TimeGenerated TenantId SourceSystem Type MachineGroup AccountName BytesSent BytesReceived").split()

INTEGERS = ("RemotePort", "InitiatingProcessId", "ReportId", "BytesSent", "BytesReceived")


def spell(ticks, style):
    """One instant, spelled as exports spell it: 0 to 7 fractional digits; Z, an offset or no zone."""
    zone = {3: ("+02:00", 2 * HOUR), 4: ("-05:30", -(5 * HOUR + 30 * MINUTE)), 5: ("", 0)}.get(style, ("Z", 0))
    text = format_datetime(ticks + zone[1])[:-1]
    whole, fraction = text.split(".")
    if style in (0, 3, 5):
        fraction = fraction.rstrip("0")
    elif style == 1 and fraction.endswith("0000"):
        fraction = fraction[:3]
    elif style == 2 and fraction.endswith("0"):
        fraction = fraction[:6]
    return whole + ("." + fraction if fraction else "") + zone[0]


def written(event, number):
    """The event as it goes into a file. Timestamp takes turns among the spellings."""
    event = dict(event)
    for name, style in (("Timestamp", number % 7), ("TimeGenerated", 6)):
        if name in event:
            event[name] = spell(event[name], style)
    if number % 10:
        del event["DeviceId"], event["ReportId"]     # no query reads them; the files stay small
    return {name: event[name] for name in COLUMNS if name in event}


def ndjson(events):
    """Keys in different orders, absent keys, empty strings and explicit nulls, as exports have them."""
    lines = []
    for number, event in enumerate(events):
        row = written(event, event["ReportId"])
        if number % 5 == 1:
            row = dict(reversed(row.items()))
        if number % 9 == 4:
            row = {name: row.get(name) for name in list(row) + ["RemotePort", "BytesSent", "LocalIP", "RemoteUrl"]}
        lines.append(json.dumps(row, separators=(",", ":")))
    return "\n".join(lines) + "\n"


def comma_separated(events):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for event in events:
        row = written(event, event["ReportId"])
        if isinstance(row.get("AdditionalFields"), dict):
            row["AdditionalFields"] = json.dumps(row["AdditionalFields"])
        writer.writerow(row)
    return text.getvalue()


def parquet_file(events):
    """Timestamps in nanoseconds, the only Parquet unit that holds Kusto's ticks; ids and ports in 64 bits."""
    epoch = parse_datetime("1970-01-01T00:00:00Z")
    columns = []
    for name in COLUMNS:
        values = [event.get(name) for event in events]
        values = [json.dumps(value) if isinstance(value, dict) else value for value in values]
        if name in ("Timestamp", "TimeGenerated"):
            values = [None if ticks is None else (ticks - epoch) * 100 for ticks in values]
            columns.append((name, "timestamp_ns", values))
        elif any(value is not None for value in values):
            columns.append((name, "int64" if name in INTEGERS else "string", values))
    return parquet.write(columns)


def main():
    builder = Builder()
    for module in (t1071, aggregated, t1573, t1043, t1583):
        module.add(builder)
    # Files are not in the order of time, nor grouped by device: order has to come from the queries.
    events = sorted(builder.events, key=lambda e: hashlib.sha256(str(e["ReportId"]).encode()).digest())
    cases = "".join(json.dumps(case) + "\n" for case in builder.cases)
    for name, text in (("events.ndjson", ndjson(events)), ("events.csv", comma_separated(events)),
                       ("cases.jsonl", cases)):
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {text.count(chr(10))} lines, {len(text.encode()) // 1024} KiB")
    packed = parquet_file(events)
    (HERE / "events.parquet").write_bytes(packed)
    print(f"events.parquet: {len(packed) // 1024} KiB")


if __name__ == "__main__":
    main()
