"""Writes files/ and files/expected.jsonl, and those queries that no editor would keep intact.

    python3 generate.py

The same bytes on every run. Each entry of FILES is one file and what reading it must come to; see
README.md for the meaning of the fields.
"""

import gzip
import io
import json
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "reference"))

import parquet  # noqa: E402 (it lives beside the reference data)

READ, PARTIAL, UNREADABLE = "read", "partial", "unreadable"
COLUMNS = ["Timestamp", "DeviceName", "ActionType", "RemoteIP", "RemotePort", "InitiatingProcessFileName"]
EPOCH_MS = 1_770_796_800_000      # 2026-02-11T08:00:00Z


def event(number=1, **columns):
    row = {"Timestamp": f"2026-02-11T08:{number:02d}:00.0000000Z", "DeviceName": f"ws-{number:02d}",
           "ActionType": "ConnectionSuccess", "RemoteIP": "203.0.113.10", "RemotePort": 443,
           "InitiatingProcessFileName": "beacon.exe"}
    return row | columns


def line(number=1, **columns):
    return json.dumps(event(number, **columns), ensure_ascii=False)


def lines(*rows):
    return "".join(row + "\n" for row in rows).encode()


def cells(number=1, **columns):
    return ",".join(str(value) for value in event(number, **columns).values())


HEADER = ",".join(COLUMNS)
GOOD = lines(line(1), line(2))
GOOD_CSV = lines(HEADER, cells(1), cells(2))


def noise(length, seed=1):
    """Bytes that look random and never change (a linear congruential generator)."""
    out = bytearray()
    for _ in range(length):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        out.append(seed >> 56)
    return bytes(out)


def gz(data):
    return gzip.compress(data, mtime=0)


def zipped(*entries):
    """A zip of (name, bytes) with a fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name, (2026, 2, 11, 8, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def encrypted_zip():
    """An archive whose entry claims to be encrypted: bit 0 of the flags, in both headers."""
    data = bytearray(zipped(("events.ndjson", GOOD)))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def tar_gz(name, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return gz(out.getvalue())


def nested_bomb():
    """48 MB of blank lines in a zip in a zip in a zip: a few kilobytes."""
    data = zipped(("events.ndjson", b"\n" * 48_000_000))
    for level in ("inner.zip", "outer.zip"):
        data = zipped((level, data))
    return data


ZEEK_FIELDS = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state".split()
ZEEK_TYPES = "time string addr port addr port enum string interval count count string".split()


def zeek(*rows, separator="\t", fields=True):
    head = [f"#separator \\x{ord(separator):02x}", f"#set_separator{separator},", f"#empty_field{separator}(empty)",
            f"#unset_field{separator}-", f"#path{separator}conn"]
    if fields:
        head += [separator.join(["#fields"] + ZEEK_FIELDS), separator.join(["#types"] + ZEEK_TYPES)]
    return lines(*head, *(separator.join(row) for row in rows))


def connection(number):
    return [f"17707968{number:02d}.250000", f"C{number:03d}", "10.0.0.5", "50123", "203.0.113.10", "443", "tcp",
            "ssl", "1.5", "1200", "5600", "SF"]


def table(*replaced, count=3):
    """Parquet columns of `count` good events, some replaced by (name, kind, values)."""
    kinds = dict.fromkeys(COLUMNS, "string") | {"Timestamp": "timestamp_us", "RemotePort": "int32"}
    columns = {name: (name, kinds[name], [event(i + 1)[name] for i in range(count)]) for name in COLUMNS}
    columns["Timestamp"] = ("Timestamp", "timestamp_us", [(EPOCH_MS + i * 60_000) * 1000 for i in range(count)])
    for name, kind, values in replaced:
        columns[name] = (name, kind, values)
    return parquet.write(list(columns.values()))


PARQUET = table()
BAD_FOOTER_LENGTH = PARQUET[:-8] + struct.pack("<I", 2 ** 31) + b"PAR1"

# name, bytes, outcome (or the outcomes that can be defended), used, rejected, what the message names
FILES = [
    # JSON
    ("empty.ndjson", b"", UNREADABLE, None, None, ["empty"]),
    ("blank-lines.ndjson", b"\n \n\r\n", UNREADABLE, None, None, ["empty"]),
    ("truncated.ndjson", lines(line(1), line(2)) + line(3)[:60].encode(), PARTIAL, 2, 1, ["3"]),
    ("truncated-array.json", b"[" + line(1).encode() + b",\n" + line(2).encode() + b",\n" + line(3)[:60].encode(),
     [PARTIAL, UNREADABLE], None, None, [["truncated", "end", "incomplete", "3", "JSON"]]),
    ("bad-line.ndjson", lines(line(1), '{"Timestamp": oops}', line(3)), PARTIAL, 2, 1, ["2"]),
    ("array.ndjson", b"[" + line(1).encode() + b",\n" + line(2).encode() + b"]\n", READ, 2, 0, []),
    ("lines.json", GOOD, READ, 2, 0, []),
    ("indented-array.json", json.dumps([event(1), event(2)], indent=2).encode(), READ, 2, 0, []),
    ("one-object.json", json.dumps(event(1), indent=2).encode(), READ, 1, 0, []),
    ("empty-array.json", b"[]\n", [READ, UNREADABLE], None, None, []),
    ("not-objects.ndjson", lines("1", '"text"', "null", "[1, 2]", line(5)), PARTIAL, 1, 4, ["1"]),
    ("duplicate-keys.ndjson", lines(line(1), line(2)[:-1] + ', "RemotePort": 80}'),
     [READ, PARTIAL, UNREADABLE], None, None, ["RemotePort"]),
    ("deep-nesting.ndjson", lines(line(1), line(2)[:-1] + ', "AdditionalFields": ' + "[" * 10000 + "]" * 10000 + "}"),
     [READ, PARTIAL], None, None, []),
    ("nul-in-string.ndjson", lines(line(1), line(2, DeviceName="ws\0-02").replace("\\u0000", "\0")),
     PARTIAL, 1, 1, ["2"]),
    ("nul-tail.ndjson", GOOD + bytes(4096), PARTIAL, 2, None, [["NUL", "0x00", "U+0000", "zero", "3"]]),
    ("binary-noise.json", noise(2000), UNREADABLE, None, None, [["binary", "JSON", "format", "not"]]),
    ("page.json", b"<!DOCTYPE html>\n<html><body>Sign in to continue</body></html>\n", UNREADABLE, None, None, []),
    ("prose.txt", b"Minutes of the meeting.\nNobody connected to anything.\n", UNREADABLE, None, None, []),
    ("wrong-types.ndjson", lines(line(1), line(2, RemotePort="443"), line(3, RemotePort=443.0),
                                 line(4, RemotePort={"a": 1}), line(5, RemotePort="https"), line(6, RemotePort=443.5)),
     PARTIAL, None, None, ["RemotePort"]),
    ("unknown-columns.ndjson", lines('{"name": "x", "age": 3}', '{"name": "y", "age": 4}'), UNREADABLE, None, None,
     [["column", "table", "schema"]]),
    # clocks
    ("clock-jumps.ndjson", lines(line(1), line(2, Timestamp="9999-12-31T23:59:59.9999999Z"),
                                 line(3, Timestamp="1601-01-01T00:00:00Z"), line(4, Timestamp="0001-01-01T00:00:00Z"),
                                 line(5), line(6)), READ, 6, 0, []),
    ("invalid-timestamps.ndjson", lines(line(1), line(2, Timestamp="yesterday"),
                                        line(3, Timestamp="2026-02-30T00:00:00Z"),
                                        line(4, Timestamp="2026-02-11T25:00:00Z"),
                                        line(5, Timestamp="10000-01-01T00:00:00Z"), line(6)),
     PARTIAL, None, None, ["Timestamp"]),
    # encodings
    ("utf8-bom.ndjson", b"\xef\xbb\xbf" + GOOD, READ, 2, 0, []),
    ("utf8-bom.csv", b"\xef\xbb\xbf" + GOOD_CSV, READ, 2, 0, []),
    ("utf16le.ndjson", b"\xff\xfe" + GOOD.decode().encode("utf-16-le"), [READ, UNREADABLE], None, None,
     [["UTF-16", "encoding"]]),
    ("utf16be.csv", b"\xfe\xff" + GOOD_CSV.decode().encode("utf-16-be"), [READ, UNREADABLE], None, None,
     [["UTF-16", "encoding"]]),
    ("latin1.ndjson", lines(line(1)) + line(2, DeviceName="M\u00fcller").encode("latin-1") + b"\n",
     [PARTIAL, UNREADABLE, READ], None, None, [["UTF-8", "encoding"]]),
    ("latin1.csv", lines(HEADER, cells(1)) + cells(2, DeviceName="M\u00fcller").encode("latin-1") + b"\n",
     [PARTIAL, UNREADABLE, READ], None, None, [["UTF-8", "encoding"]]),
    ("mixed-line-ends.ndjson", line(1).encode() + b"\n" + line(2).encode() + b"\r\n" + line(3).encode(),
     READ, 3, 0, []),
    # CSV
    ("empty.csv", b"", UNREADABLE, None, None, ["empty"]),
    ("header-only.csv", lines(HEADER), READ, 0, 0, []),
    ("no-header.csv", lines(cells(1), cells(2)), UNREADABLE, None, None, [["header", "column"]]),
    ("mixed-line-ends.csv", (HEADER + "\r\n" + cells(1) + "\n" + cells(2) + "\r\n" + cells(3)).encode(),
     READ, 3, 0, []),
    ("duplicate-columns.csv", lines(HEADER + ",RemotePort", cells(1) + ",80", cells(2) + ",80"),
     [READ, PARTIAL, UNREADABLE], None, None, ["RemotePort"]),
    ("ragged.csv", lines(HEADER, cells(1), "2026-02-11T08:02:00Z,ws-02", cells(3) + ",extra,more", cells(4)),
     PARTIAL, 2, 2, ["3"]),
    ("unclosed-quote.csv", lines(HEADER, cells(1), cells(2, DeviceName='"ws-02'), cells(3), cells(4)),
     PARTIAL, None, None, [["quote", "3"]]),
    ("quoted-line-break.csv", lines(HEADER, cells(1, DeviceName='"ws\n01"'), cells(2, DeviceName='"say ""hi"""')),
     READ, 2, 0, []),
    ("semicolons.csv", GOOD_CSV.replace(b",", b";"), READ, 2, 0, []),
    ("nul-in-field.csv", lines(HEADER, cells(1), cells(2, DeviceName="ws\0-02")), [READ, PARTIAL], None, None, []),
    ("wrong-types.csv", lines(HEADER, cells(1), cells(2, RemotePort="https"), cells(3, RemotePort=99999999999),
                              cells(4, RemotePort="")), PARTIAL, None, None, ["RemotePort"]),
    ("invalid-timestamps.csv", lines(HEADER, cells(1), cells(2, Timestamp="yesterday"),
                                     cells(3, Timestamp="2026-02-30T00:00:00Z"), cells(4)),
     PARTIAL, None, None, ["Timestamp"]),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + noise(500, 2), UNREADABLE, None, None, []),
    # compressed
    ("truncated.ndjson.gz", gz(b"".join(lines(line(i % 60)) for i in range(2000)))[:-2000],
     [PARTIAL, UNREADABLE], None, None, [["truncated", "end", "gzip", "compressed", "damaged"]]),
    ("not-gzip.ndjson.gz", GOOD, [READ, UNREADABLE], None, None, []),
    ("two-members.ndjson.gz", gz(GOOD) + gz(lines(line(3))), READ, 3, 0, []),
    ("bad-checksum.ndjson.gz", gz(GOOD)[:-8] + b"\1\2\3\4" + gz(GOOD)[-4:], [PARTIAL, UNREADABLE], None, None, []),
    ("truncated.tar.gz", tar_gz("events.ndjson", noise(3000, 3))[:1500], UNREADABLE, None, None, []),
    ("truncated.zip", zipped(("events.ndjson", GOOD * 20))[:-40], UNREADABLE, None, None,
     [["zip", "archive"]]),
    ("empty.zip", b"PK\5\6" + bytes(18), UNREADABLE, None, None, [["empty", "no file", "nothing"]]),
    ("encrypted.zip", encrypted_zip(), UNREADABLE, None, None, [["encrypted", "password"]]),
    ("parent-path.zip", zipped(("../../escaped.ndjson", GOOD)), [READ, UNREADABLE], None, None, []),
    ("absolute-path.zip", zipped(("/escaped.ndjson", GOOD)), [READ, UNREADABLE], None, None, []),
    ("with-others.zip", zipped(("README.txt", b"Notes.\n"), ("data/events.ndjson", GOOD), ("data/", b"")),
     [READ, PARTIAL], 2, None, []),
    ("nested-bomb.zip", nested_bomb(), UNREADABLE, None, None, []),
    # Zeek
    ("conn-good.log", zeek(connection(1), connection(2)), READ, 2, 0, []),
    ("conn-no-fields.log", zeek(connection(1), connection(2), fields=False), UNREADABLE, None, None, ["#fields"]),
    ("conn-ragged.log", zeek(connection(1), connection(2)[:7], connection(3) + ["more"], connection(4)),
     PARTIAL, 2, 2, []),
    ("conn-commas.log", zeek(connection(1), connection(2), separator=","), READ, 2, 0, []),
    ("conn-bad-values.log", zeek(connection(1), ["never"] + connection(2)[1:], connection(3)), PARTIAL, None, None,
     ["ts"]),
    ("conn-truncated.log", zeek(connection(1), connection(2))[:-50], PARTIAL, 1, 1, []),
    # Parquet
    ("good.parquet", PARQUET, READ, 3, 0, []),
    ("neighbour-types.parquet", table(("RemotePort", "int64", [443, None, 80]), ("BytesSent", "double", [1.0, 2.0, None]),
                                      ("Timestamp", "timestamp_ms", [EPOCH_MS + i for i in range(3)])), READ, 3, 0, []),
    ("text-types.parquet", table(("RemotePort", "string", ["443", "443", None]),
                                 ("Timestamp", "string", [event(i)["Timestamp"] for i in (1, 2, 3)])), READ, 3, 0, []),
    ("bad-text-types.parquet", table(("RemotePort", "string", ["443", "https", "443"])), PARTIAL, None, None,
     ["RemotePort"]),
    ("bytes-for-text.parquet", table(("DeviceName", "bytes", [b"ws-01", b"\xff\xfe", None])), [READ, PARTIAL], None,
     None, []),
    ("no-rows.parquet", table(count=0), READ, 0, 0, []),
    ("truncated.parquet", PARQUET[:len(PARQUET) // 2], UNREADABLE, None, None, [["Parquet", "truncated"]]),
    ("marks-only.parquet", b"PAR1PAR1", UNREADABLE, None, None, ["Parquet"]),
    ("bad-footer-length.parquet", BAD_FOOTER_LENGTH, UNREADABLE, None, None, ["Parquet"]),
    ("noise-footer.parquet", PARQUET[:40] + noise(200, 4) + struct.pack("<I", 200) + b"PAR1", UNREADABLE, None, None,
     ["Parquet"]),
    ("noise-pages.parquet", PARQUET[:4] + noise(100, 5) + PARQUET[104:], [READ, UNREADABLE], None, None, []),
]

# Not kept here: the test makes them. "repeat" is put between "before" and "after" so many times.
MADE = [
    {"file": "long-line.ndjson", "before": line(1) + "\n" + line(2)[:-1] + ', "AdditionalFields": "', "repeat": "x",
     "times": 32_000_000, "after": '"}\n' + line(3) + "\n", "outcome": [READ, PARTIAL], "used": None, "rejected": None,
     "exit": None, "mentions": []},
    {"file": "endless-line.csv", "before": HEADER + "\n" + cells(1) + "\n", "repeat": "x", "times": 32_000_000,
     "after": "", "outcome": [PARTIAL, UNREADABLE], "used": None, "rejected": None, "exit": None, "mentions": []},
    {"file": "wide.csv", "before": HEADER, "repeat": ",c", "times": 100_000, "after": "\n" + cells(1) + "\n",
     "outcome": [READ, PARTIAL, UNREADABLE], "used": None, "rejected": None, "exit": None, "mentions": []},
    {"file": "missing.ndjson", "outcome": UNREADABLE, "used": None, "rejected": None, "exit": 3,
     "mentions": ["missing.ndjson"]},
]

QUERIES = {
    "nul-byte.kql": b"DeviceNetworkEvents\n| where RemotePort == 443 \0\n| count\n",
    "not-utf8.kql": b'DeviceNetworkEvents\n| where DeviceName == "M\xfcller"\n',
    "binary-noise.kql": noise(1000, 6),
    "deep-open-parentheses.kql": b"print x = " + b"(" * 20000 + b"\n",
    "deep-open-functions.kql": b"print x = " + b"not(" * 5000 + b"\n",
    "deep-open-brackets.kql": b"print x = dynamic(" + b"[" * 20000 + b"\n",
    "long-chain-broken.kql": b"print x = " + b"1 == 1 or " * 5000 + b"\n",
}


def expectation(name, outcome, used, rejected, mentions):
    exits = {READ: 0, PARTIAL: 0, UNREADABLE: 3}
    return {"file": name, "outcome": outcome, "used": used, "rejected": rejected,
            "exit": exits[outcome] if isinstance(outcome, str) else None, "mentions": mentions}


def main():
    files = HERE / "files"
    files.mkdir(exist_ok=True)
    rows = []
    for name, data, *expected in FILES:
        (files / name).write_bytes(data)
        rows.append(expectation(name, *expected))
    rows += MADE
    known = {name for name, *_ in FILES} | {"expected.jsonl"}
    stray = [path.name for path in files.iterdir() if path.name not in known]
    if stray:
        sys.exit(f"files/ holds what nothing describes: {', '.join(stray)}")
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (files / "expected.jsonl").write_text(text, encoding="utf-8", newline="\n")
    for name, data in QUERIES.items():
        (HERE / "queries" / name).write_bytes(data)
    with open(HERE / "queries" / "expected.jsonl", encoding="utf-8") as text:
        named = {json.loads(row)["file"] for row in text}
    there = {path.name for path in (HERE / "queries").glob("*.kql")}
    if named != there:
        sys.exit(f"queries/expected.jsonl and the queries differ: {sorted(named ^ there)}")
    largest = max((len(data), name) for name, data, *_ in FILES)
    print(f"{len(FILES)} files, the largest {largest[1]} with {largest[0]} bytes; {len(there)} queries")


if __name__ == "__main__":
    main()
