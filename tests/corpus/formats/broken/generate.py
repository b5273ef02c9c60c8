#!/usr/bin/env python3
"""Writes the files of this folder: each format, broken in each way that it can be. Never edit those by hand.

A file is <format>/<way>.<ending>; README.md beside the folder shows the table. After a change: run this, then the tests
of the corpus with UPDATE_GOLDEN=1, and check each new expectation.
"""
import csv
import gzip
import io
import json
import os
import struct
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
TIMES = ["2026-02-11T08:00:00.1234567Z", "2026-02-11T08:00:05Z", "2026-02-11T08:00:10.5Z"]
UNIX = [1770796800.123456, 1770796805.0, 1770796810.5]


def event(n, **more):
    return {"Timestamp": TIMES[n], "DeviceName": "ws-01", "ActionType": "ConnectionSuccess", "LocalIP": "10.0.0.5", "LocalPort": 50000 + n,
            "RemoteIP": "203.0.113.7", "RemotePort": 443, "InitiatingProcessCommandLine": "a.exe", **more}


def lines(records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def table(rows, columns=None, end="\n"):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    columns = columns or list(rows[0])
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(c) is None else row[c] for c in columns])
    return text.getvalue()


def packed(data):
    return gzip.compress(data if isinstance(data, bytes) else data.encode(), 9, mtime=0)


def encodings(text, base):
    """Ways that any text can be broken in."""
    accented = text.replace("a.exe", "caf\u00e9.exe")
    return {
        "utf16-marked": accented.encode("utf-16"),
        "utf16-unmarked": accented.encode("utf-16-be"),
        "latin1": text.replace("a.exe", "caf\u00e9.exe", 1).encode("latin-1"),
        "crlf": accented.replace("\n", "\r\n"),
        "empty": "",
        "blank": "\n \n\r\n",
        "nul-bytes": text.replace("a.exe", "a\0exe", 1),
        "trailing-zeros": text.encode() + bytes(200),
        "gz-truncated": cut(packed(text * 1 + base)),
    }


def cut(data):
    """Behind a gzip file's first half there is nothing."""
    return data[: len(data) * 3 // 5]


def rubbish(count):
    """Text that does not compress, so that a cut gzip file has lost some of it; the same each time."""
    state, letters = 1, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % (1 << 31)
        letters.append("abcdefghijklmnopqrstuvwxyz0123456789"[state % 36])
    return "".join(letters)


def json_ways(make, key="InitiatingProcessCommandLine", more=None):
    """make(n, **fields) is one record; key is a field of its text."""
    three = [make(0), make(1), make(2)]
    text = lines(three)
    ways = encodings(text, lines([make(1, **{key: rubbish(400)}) for _ in range(40)]))
    first = lines([make(0)])
    ways.update({
        "truncated": text[:-40],
        "being-written": text[:-1],
        "missing-fields": lines([make(0), {k: None for k in make(1)}, {}, make(2)]),
        "duplicate-keys": first + lines([make(1)]).replace("{", '{"%s": "first", ' % key, 1) + lines([make(2)]),
        "duplicate-records": lines([make(0), make(0), make(1), make(1)]),
        "long-line.gz": packed(lines([make(0), make(1, **{key: "x" * (17 << 20)}), make(2)])),
        "deep-nesting": first + '{"a":' * 3000 + "1" + "}" * 3000 + "\n" + lines([make(2)]),
        "trailing-rubbish": text + "-- 3 rows, done in 0.2 s --\n",
        "not-records": first + '17\n"text"\n[1, 2]\nnull\n' + lines([make(2)]),
        "unclosed-quote": first + lines([make(1)]).replace('"}', "}").replace("a.exe\"", "a.exe") + lines([make(2)]),
    })
    ways.update(more or {})
    return ways


def defender_csv():
    rows = [event(0), event(1, InitiatingProcessCommandLine='say "hello, world"\nand more'), event(2)]
    text = table(rows)
    ways = encodings(text, table([event(1, InitiatingProcessCommandLine=rubbish(400)) for _ in range(40)]).split("\n", 1)[1])
    header = text.split("\n", 1)[0] + "\n"
    ways.update({
        "truncated": text[:-30],
        "being-written": text[:-1],
        "header-only": header,
        "missing-fields": table([event(0), {}, dict.fromkeys(event(1)) | {"DeviceName": "ws-02"}, event(2)], list(event(0))),
        "duplicate-keys": table([event(0) | {"more": 1}, event(1)]).replace("more", "RemotePort"),
        "duplicate-records": table([event(0), event(0), event(1)]),
        "long-line.gz": packed(table([event(0), event(1, InitiatingProcessCommandLine="x" * (2 << 20)), event(2)])),
        "trailing-rubbish": text + "(3 rows)\n",
        "ragged": table([event(0)]) + "2026-02-11T08:00:05Z,ws-01\n" + table([event(1) | {"x": 1, "y": 2}]).split("\n", 1)[1] + table([event(2)]).split("\n", 1)[1],
        "unclosed-quote": table([event(0)]) + table([event(1)]).split("\n", 1)[1].replace("a.exe", '"a.exe') + table([event(2)]).split("\n", 1)[1],
        "times": table([event(0, Timestamp=t) for t in (
            "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T08:00:00Z", "10000-01-01T00:00:00Z", "yesterday", "1770796800",
            "2026-02-11T08:00:00+13:00", "2026-02-11 08:00:00", "2026-02-11T24:00:00Z")]),
        "header-again": text + header + table([event(2)]).split("\n", 1)[1],
        "mixed-kinds": table([event(0) | {"Type": "DeviceNetworkEvents"}, event(1) | {"Type": "DeviceProcessEvents"}]),
    })
    return {k: (k + ("" if k.endswith(".gz") else ".csv"), v) for k, v in ways.items()}


def defender_json():
    times = [0, -1, 1770796800, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T08:00:00Z", "yesterday", "2026-02-11T08:00:00+13:00", ""]
    return json_ways(event, more={
        "times": lines([event(0, Timestamp=t) for t in times]),
        "mixed-kinds": lines([event(0, Type="DeviceNetworkEvents"), event(1, Type="DeviceProcessEvents", FileName="b.exe"), {"unrelated": 1}]),
        "wrong-types": lines([event(0, RemotePort="443"), event(1, RemotePort="many"), event(2, RemotePort=1e30), event(0, RemotePort=[443]), event(1, RemotePort={"a": 1}), event(2, DeviceName=["a"])]),
        "array-truncated": json.dumps([event(0), event(1), event(2)], indent=1)[:-60],
        "array-rubbish": json.dumps([event(0), event(1)])[:-1] + ", oops, " + json.dumps(event(2)) + "]",
    })


def streaming():
    make = lambda n, **more: {"time": TIMES[n], "tenantId": "t", "category": "AdvancedHunting-DeviceNetworkEvents", "properties": event(n, **more)}
    ways = json_ways(make)
    ways["missing-fields"] = lines([make(0), {"time": TIMES[1], "category": "AdvancedHunting-DeviceNetworkEvents", "properties": None}, {"category": "AdvancedHunting-DeviceNetworkEvents"},
                                    {"time": TIMES[1], "properties": event(1)}, {"time": TIMES[1], "category": "AdvancedHunting-DeviceNetworkEvents", "properties": {}}])
    ways["duplicate-keys"] = ways["duplicate-keys"].replace('{"InitiatingProcessCommandLine": "first", ', '{"category": "first", ', 1)
    ways["mixed-kinds"] = lines([make(0), make(1) | {"category": "AdvancedHunting-EmailEvents"}, make(2) | {"category": "AdvancedHunting-DeviceProcessEvents"}, make(1) | {"category": "OperationalLogs"}])
    ways["times"] = lines([make(0, Timestamp=t) for t in ("0001-01-01T00:00:00Z", "2026-02-30T08:00:00Z", None)])
    return ways


def log_analytics():
    columns = list(event(0))
    def answer(rows, names=columns, **more):
        return json.dumps({"tables": [{"name": "PrimaryResult", "columns": [{"name": c, "type": "string"} for c in names], "rows": rows}], **more}, ensure_ascii=False, indent=1) + "\n"
    rows = [list(event(n).values()) for n in range(3)]
    text = answer(rows)
    ways = encodings(text, "")
    ways["gz-truncated"] = cut(packed(answer(rows + [list(event(1, InitiatingProcessCommandLine=rubbish(400)).values()) for _ in range(40)])))
    ways.update({
        "truncated": text[:-60],
        "being-written": text[:-6],
        "header-only": answer([]),
        "missing-fields": answer([rows[0], [None] * len(columns), [], rows[1][:3], rows[2] + ["more"]]),
        "duplicate-keys": answer([r + ["second"] for r in rows], columns + ["InitiatingProcessCommandLine"]),
        "duplicate-records": answer([rows[0], rows[0]]),
        "long-line.gz": packed(answer([rows[0], rows[1][:-1] + ["x" * (17 << 20)], rows[2]])),
        "deep-nesting": answer([rows[0]]).replace('"a.exe"', "[" * 400 + "]" * 400),
        "trailing-rubbish": text + "done\n",
        "not-records": answer([rows[0], 17, {"a": 1}, rows[2]]),
        "unclosed-quote": text.replace('a.exe"', "a.exe", 1),
        "times": answer([[t] + rows[0][1:] for t in ("0001-01-01T00:00:00Z", "2026-02-30T08:00:00Z", 17)]),
        "mixed-kinds": json.dumps({"tables": [json.loads(answer(rows[:1]))["tables"][0], {"name": "Stats", "columns": [{"name": "CpuTime"}], "rows": [[1]]}], "error": {"code": "PartialError"}}),
    })
    return ways


def zeek_conn(n, **more):
    return {"ts": UNIX[n], "uid": "C%d" % n, "id.orig_h": "10.0.0.5", "id.orig_p": 50000 + n, "id.resp_h": "203.0.113.7", "id.resp_p": 443, "proto": "tcp", "service": "a.exe",
            "duration": 1.5, "orig_bytes": 100, "resp_bytes": 200, "conn_state": "SF", **more}


def zeek_json():
    ways = json_ways(zeek_conn, key="service")
    ways["times"] = lines([zeek_conn(0, ts=t) for t in (0, -1, 1e18, "2026-02-11T08:00:00.123456Z", 1770796800123, "soon", None, True)])
    ways["mixed-kinds"] = lines([zeek_conn(0) | {"_path": "conn"}, {"_path": "dns", "ts": UNIX[1], "uid": "C1", "id.orig_h": "10.0.0.5", "id.orig_p": 53, "id.resp_h": "10.0.0.1", "id.resp_p": 53, "proto": "udp", "query": "a.example"},
                                 {"_path": "weird", "ts": UNIX[1], "uid": "C1", "name": "x"}, {"ts": UNIX[2], "note": "no path"}])
    return ways


def zeek_tsv():
    names = list(zeek_conn(0))
    head = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2026-02-11-08-00-00\n#fields\t" + "\t".join(names) + "\n#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\n"
    row = lambda n, **more: "\t".join(("%.6f" % v if k == "ts" and isinstance(v, float) else str(v)) for k, v in zeek_conn(n, **more).items()) + "\n"
    text = head + row(0) + row(1) + row(2) + "#close\t2026-02-11-09-00-00\n"
    ways = encodings(text, "".join(row(1, service=rubbish(400)) for _ in range(40)))
    ways.update({
        "truncated": (head + row(0) + row(1) + row(2))[:-20],
        "being-written": head + row(0) + row(1)[:-1],
        "header-only": head + "#close\t2026-02-11-09-00-00\n",
        "missing-fields": head + row(0) + "\t".join("-" for _ in names) + "\n" + row(1, duration="-", orig_bytes="-", resp_bytes="(empty)", service="(empty)", conn_state="-"),
        "duplicate-keys": head.replace("\tconn_state\n", "\tconn_state\tservice\n") + row(0)[:-1] + "\tsecond\n",
        "duplicate-records": head + row(0) + row(0) + row(1),
        "long-line.gz": packed(head + row(0) + row(1, service="x" * (2 << 20)) + row(2)),
        "trailing-rubbish": text + "that is all\n",
        "ragged": head + row(0) + "1770796805.0\tC1\n" + row(1)[:-1] + "\tmore\n\n" + row(2),
        "unclosed-quote": head + row(0) + row(1, service='"a') + row(2),
        "times": head + "".join(row(0, ts=t) for t in ("0", "-1.5", "1e18", "99999999999999", "2026-02-11T08:00:00.123456Z", "soon", "-", "1770796800.123456789")),
        "mixed-kinds": text + "#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\n1770796801.0\tC9\t10.0.0.5\t53000\t10.0.0.1\t53\tudp\ta.example\n",
        "header-again": text + text,
        "no-fields": text.replace("#fields", "#fiel"),
    })
    return {k: (k + ("" if k.endswith(".gz") else ".log"), v) for k, v in ways.items()}


SYSMON = "Microsoft-Windows-Sysmon"


def sysmon(n, **more):
    return {"UtcTime": TIMES[n].replace("T", " ")[:19] + ".000", "ProcessGuid": "{b59756a9-b239-5f17-5307-000000000400}", "ProcessId": "9076", "Image": "C:\\a.exe", "User": "EXAMPLE\\alice",
            "Protocol": "tcp", "Initiated": "true", "SourceIp": "10.0.0.5", "SourcePort": str(50000 + n), "DestinationIp": "203.0.113.7", "DestinationPort": "443", **more}


def windows_json():
    make = lambda n, **more: {"EventTime": "2026-02-11 09:00:0%d" % n, "Hostname": "ws-01", "EventID": 3, "SourceName": SYSMON, "Channel": "c", "RecordNumber": n, **sysmon(n, **more)}
    ways = json_ways(make, key="Image")
    ways["missing-fields"] = lines([make(0), {"EventID": 3, "SourceName": SYSMON, "Channel": "c"}, {"EventID": 3}, {"SourceName": SYSMON}, {}, make(1, Initiated=None, ProcessId=None, User="-"), make(2), make(2), make(2)])
    ways["times"] = lines([make(0, UtcTime=t) for t in ("0001-01-01 00:00:00.000", "2026-02-30 08:00:00.000", "", "-", None, "soon")])
    ways["mixed-kinds"] = lines([make(0), make(1) | {"EventID": 11}, make(1) | {"SourceName": "Other"}, {"message": "another log's line"}, make(2) | {"EventID": "3"}])
    return ways


def windows_csv():
    row = lambda n, **more: {"RecordNumber": n, "TimeCreated": TIMES[n].replace("T", " ").replace("Z", ""), "EventId": 3, "Provider": SYSMON, "Channel": "c", "Computer": "ws-01",
                             "Payload": json.dumps({"EventData": {"Data": [{"@Name": k, "#text": v} for k, v in sysmon(n, **more).items()]}})}
    text = table([row(0), row(1), row(2)])
    ways = encodings(text, table([row(1, Image=rubbish(400)) for _ in range(40)]).split("\n", 1)[1])
    ways.update({
        "truncated": text[:-30],
        "being-written": text[:-1],
        "header-only": text.split("\n", 1)[0] + "\n",
        "missing-fields": table([row(0), {}, row(1) | {"Payload": ""}, row(2)]),
        "duplicate-records": table([row(0), row(0)]),
        "duplicate-keys": table([row(0) | {"again": "second"}]).replace("again", "Computer"),
        "long-line.gz": packed(table([row(0), row(1, Image="x" * (2 << 20)), row(2)])),
        "trailing-rubbish": text + "done\n",
        "unclosed-quote": table([row(0), row(1), row(2)]).replace('""}]}}"\n1,', '""}]}}\n1,', 1),
        "mixed-kinds": table([row(0), row(1) | {"EventId": 11}, row(2) | {"Provider": "Other"}]),
        "times": table([row(0, UtcTime=t) for t in ("0001-01-01 00:00:00.000", "2026-02-30 08:00:00.000", "soon")]),
    })
    return {k: (k + ("" if k.endswith(".gz") else ".csv"), v) for k, v in ways.items()}


def event_xml():
    def one(n, number=3, system="", **more):
        data = "".join('<Data Name="%s">%s</Data>' % (k, str(v).replace("&", "&amp;").replace("<", "&lt;")) for k, v in sysmon(n, **more).items() if v is not None)
        return ('<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="%s"/><EventID>%s</EventID><TimeCreated SystemTime="%s"/>'
                '<EventRecordID>%d</EventRecordID><Computer>ws-01</Computer>%s</System><EventData>%s</EventData></Event>\n') % (SYSMON, number, TIMES[n], n, system, data)
    text = one(0) + one(1) + one(2)
    ways = encodings(text, "".join(one(1, Image=rubbish(400)) for _ in range(40)))
    ways.update({
        "truncated": text[:-40],
        "being-written": "<Events>\n" + text,
        "header-only": '<?xml version="1.0" encoding="utf-8"?>\n<Events>\n</Events>\n',
        "missing-fields": one(0) + one(1, DestinationIp=None) + '<Event><System><Provider Name="%s"/><EventID>3</EventID></System></Event>\n<Event><System/></Event>\n<Event/>\n' % SYSMON + one(2, User=None),
        "duplicate-keys": one(0).replace("<EventData>", '<EventData><Data Name="Image">first</Data>'),
        "duplicate-records": one(0) + one(0),
        "long-line.gz": packed(one(0) + one(1, Image="x" * (17 << 20)) + one(2)),
        "deep-nesting": one(0) + "<Event><System>" + "<a>" * 3000 + "</a>" * 3000 + "</System></Event>\n" + one(2),
        "trailing-rubbish": text + "3 events\n</done>",
        "unclosed-quote": one(0) + one(1).replace('Name="Image"', 'Name="Image') + one(2),
        "times": "".join(one(0, UtcTime=t) for t in ("0001-01-01 00:00:00.000", "2026-02-30 08:00:00.000", "soon", None)),
        "mixed-kinds": one(0) + one(1, number=11) + "<Other/>" + one(2).replace("<EventID>3<", '<EventID Qualifiers="0">3<'),
        "entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n' + one(0) + one(1, system="<X>&b;</X>").replace("&amp;b;", "&b;") + one(2, Image="&lt;C:\\a.exe&gt;"),
    })
    return {k: (k + ("" if k.endswith(".gz") else ".xml"), v) for k, v in ways.items()}


def evtx():
    whole = gzip.decompress(open(os.path.join(HERE, "..", "evtx", "events.evtx.gz"), "rb").read())
    chunk = whole[4096:4096 + 65536]
    ways = {
        "truncated": whole[: 4096 + 512 + 1000],
        "being-written": whole[:4096] + chunk + bytes(65536),
        "header-only": whole[:4096],
        "headless": chunk,
        "duplicate-records": whole[:4096] + chunk + chunk,
        "trailing-rubbish": whole + b"rubbish" * 1000,
        "nul-bytes": whole[: 4096 + 700] + bytes(300) + whole[4096 + 1000:],
        "empty": b"ElfFile\0",
        "gz-truncated": cut(packed(whole)),
    }
    return {k: (k + (".evtx.gz"), v if k == "gz-truncated" else packed(v)) for k, v in ways.items()}


def parquet():
    beside = lambda *path: open(os.path.join(HERE, "..", "..", *path), "rb").read()
    whole = beside("hostile", "files", "good.parquet")
    footer = struct.unpack("<I", whole[-8:-4])[0]
    noise = bytearray(whole)
    noise[20:60] = bytes(40)
    return {
        "truncated": ("truncated.parquet", whole[: len(whole) // 2]),
        "being-written": ("being-written.parquet", whole[: len(whole) - footer - 8]),
        "header-only": ("header-only.parquet", beside("hostile", "files", "no-rows.parquet")),
        "trailing-rubbish": ("trailing-rubbish.parquet", whole + b"rubbish"),
        "nul-bytes": ("nul-bytes.parquet", bytes(noise)),
        "latin1": ("latin1.parquet", beside("hostile", "files", "bytes-for-text.parquet")),
        "missing-fields": ("missing-fields.parquet", beside("hostile", "files", "neighbour-types.parquet")),
        "times": ("times.parquet", beside("formats", "parquet", "far-future.parquet")),
        "empty": ("empty.parquet", b"PAR1"),
    }


def archives():
    text = lines([event(0), event(1)])

    def zipped(members, data=zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", data) as archive:
            for name, content in members:
                info = zipfile.ZipInfo(name, (2026, 2, 11, 8, 0, 0))
                info.compress_type = data
                archive.writestr(info, content)
        return out.getvalue()

    def tarred(members, links=()):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name, content in members:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content.encode() if isinstance(content, str) else content))
            for name, target in links:
                info = tarfile.TarInfo(name)
                info.type, info.linkname = tarfile.SYMTYPE, target
                archive.addfile(info)
        return out.getvalue()

    long = lines([event(1, InitiatingProcessCommandLine=rubbish(400)) for _ in range(40)])
    two = zipped([("a.json", text), ("b.json", long)])
    tar_two = packed(tarred([("a.json", text), ("b.json", long)]))
    corrupt = bytearray(zipped([("a.json", text), ("b.json", text)], zipfile.ZIP_STORED))
    corrupt[corrupt.index(b"RemoteIP")] ^= 0x20
    return {
        "truncated": ("truncated.zip", two[: len(two) // 2]),
        "truncated-tar": ("truncated-tar.tar.gz", cut(tar_two)),
        "empty": ("empty.zip", zipped([])),
        "empty-tar": ("empty-tar.tar.gz", packed(tarred([]))),
        "hostile-names": ("hostile-names.zip", zipped([("../../escaped.json", text), ("/absolute.json", text), ("C:\\escaped.json", text), ("a\0b.json", text), ("con", text)])),
        "hostile-names-tar": ("hostile-names-tar.tar.gz", packed(tarred([("../../escaped.json", text), ("/absolute.json", text)], [("link", "/etc/passwd"), ("up", "..")]))),
        "duplicate-records": ("duplicate-records.zip", zipped([("a.json", text), ("a.json", text)])),
        "mixed-kinds": ("mixed-kinds.zip", zipped([("a.json", text), ("conn.json", lines([zeek_conn(0)])), ("notes.txt", "hello\n"), ("inner.zip", zipped([("a.json", text)])), ("folder/", ""), ("b.json.gz", packed(text))])),
        "trailing-rubbish": ("trailing-rubbish.zip", zipped([("a.json", text)]) + b"rubbish" * 10),
        "trailing-rubbish-tar": ("trailing-rubbish-tar.tar.gz", packed(tarred([("a.json", text)])) + b"rubbish" * 10),
        "checksum": ("checksum.zip", bytes(corrupt)),
        "being-written": ("being-written.zip", zipped([("a.json", lines([event(0), event(1)])[:-30])])),
    }


def main():
    formats = {
        "defender-csv": defender_csv(), "defender-json": defender_json(), "defender-streaming": streaming(), "log-analytics": log_analytics(),
        "zeek-tsv": zeek_tsv(), "zeek-json": zeek_json(), "windows-json": windows_json(), "windows-csv": windows_csv(), "event-xml": event_xml(),
        "evtx": evtx(), "parquet": parquet(), "archives": archives(),
    }
    for name, ways in formats.items():
        os.makedirs(os.path.join(HERE, name), exist_ok=True)
        for way, content in ways.items():
            file, data = content if isinstance(content, tuple) else (way + ("" if way.endswith(".gz") else ".gz" if way == "gz-truncated" else ".json"), content)
            if way == "gz-truncated" and not file.endswith(".gz"):
                file = "gz-truncated.gz"
            path = os.path.join(HERE, name, file)
            with open(path, "wb") as out:
                out.write(data if isinstance(data, bytes) else data.encode())
            if not os.path.exists(path + ".expected.json"):
                with open(path + ".expected.json", "w") as out:
                    out.write("{}\n")


if __name__ == "__main__":
    main()
