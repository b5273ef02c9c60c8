#!/usr/bin/python3
"""Prints each record of event logs as one JSON object a line, as Debian's python3-evtx reads it."""
import json
import sys
from xml.etree import ElementTree

from Evtx.Evtx import Evtx

NAMESPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"


def fields(event, section):
    data = {}
    found = event.find(NAMESPACE + section)
    for element in [] if found is None else found.iter():
        name = element.get("Name") or element.tag.rpartition("}")[2]
        if element is not found and len(element) == 0 and (element.get("Name") or name != "Data"):
            data.setdefault(name, element.text or "")
    return data


def record(event):
    system = event.find(NAMESPACE + "System")
    text = lambda name: (system.findtext(NAMESPACE + name) or "").strip()
    return {
        "EventRecordID": text("EventRecordID"),
        "Provider": system.find(NAMESPACE + "Provider").get("Name"),
        "EventID": text("EventID"),
        "Channel": text("Channel"),
        "Computer": text("Computer"),
        "Keywords": text("Keywords"),
        "TimeCreated": system.find(NAMESPACE + "TimeCreated").get("SystemTime"),
        "ProcessID": system.find(NAMESPACE + "Execution").get("ProcessID"),
        "EventData": fields(event, "EventData"),
        "UserData": fields(event, "UserData"),
    }


for path in sys.argv[1:]:
    with Evtx(path) as log:
        for entry in log.records():
            print(json.dumps(record(ElementTree.fromstring(entry.xml()))))
