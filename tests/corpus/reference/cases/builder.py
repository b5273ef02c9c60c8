"""Collects cases: each is a device of its own, whose events put one rule or edge to the test."""

import hashlib

from kusto import HOUR, parse_datetime

NOW = parse_datetime("2026-02-11T12:00:00.0000000Z")

BEACONING = "t1071-beaconing"
AGGREGATED = "aggregated-report-beacons"
ENCRYPTED = "t1573-encrypted-channel"
COMMON_PORT = "t1043-unusual-process-common-port"
ADVERSARY_SERVER = "t1583-004-adversary-server"


class Builder:
    """Events in the order they were declared, and what each case claims about the answers."""

    def __init__(self):
        self.events = []
        self.cases = []

    def case(self, device, why, shows=None, traps=()):
        """A new device. `shows` says, worked out by hand, which rows it has in which answer:
        {query: [row, …]}, a row naming only the columns that matter. Nothing else may show."""
        if any(case["device"] == device for case in self.cases):
            raise ValueError(f"two cases named {device}")
        self.cases.append({"device": device, "why": why, "traps": list(traps), "shows": shows or {}})
        return device

    def event(self, device, at, **columns):
        """One event at a moment in ticks. A column set to None is missing from the files."""
        number = len(self.events) + 1
        event = {
            "Timestamp": at,
            "DeviceId": hashlib.sha1(device.lower().encode()).hexdigest()[:12],
            "DeviceName": device,
            "ActionType": "ConnectionSuccess",
            "RemoteIP": "203.0.113.10",
            "RemotePort": 80,
            "RemoteUrl": "updates.microsoft.com",
            "RemoteIPType": "Public",
            "InitiatingProcessFileName": "updater.exe",
            "InitiatingProcessId": 4100,
            "InitiatingProcessAccountName": "svc-update",
            "ReportId": number,
            "TimeGenerated": at,
        }
        event.update(columns)
        event["AccountName"] = event["InitiatingProcessAccountName"]
        self.events.append({name: value for name, value in event.items() if value is not None})

    def burst(self, device, count, span, start=NOW - 20 * HOUR, **columns):
        """Events at equal distances, the first at `start`, the last exactly `span` later."""
        for index in range(count):
            at = start + (span * index // (count - 1) if count > 1 else 0)
            self.event(device, at, **{name: value[index % len(value)] if isinstance(value, list) else value
                                      for name, value in columns.items()})
