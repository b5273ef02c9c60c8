"""A small writer of Parquet files: flat tables, one row group, plain encoding, gzip.

Written from the format's description (github.com/apache/parquet-format) so that the corpus needs
no library and can hold files that a library would not write. A column is (name, kind, values);
None is a null.
"""

import struct
import zlib

# kind: physical type, converted type (None: none), how a value is packed
KINDS = {
    "bool": (0, None, None),
    "int32": (1, None, "<i"),
    "int64": (2, None, "<q"),
    "double": (5, None, "<d"),
    "string": (6, 0, None),
    "bytes": (6, None, None),
    "timestamp_ms": (2, 9, "<q"),
    "timestamp_us": (2, 10, "<q"),
    "timestamp_ns": (2, None, "<q"),     # has a logical type only
}

PLAIN, RLE, GZIP = 0, 3, 2


# --- Thrift's compact protocol ----------------------------------------------------------------

def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])


def zigzag(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def encode(value):
    """(compact type, bytes) of an int (sent as i64), bool, str, list or {field: value} struct."""
    if isinstance(value, bool):
        return (1 if value else 2), b""
    if isinstance(value, int):
        return 6, zigzag(value)
    if isinstance(value, I32):
        return 5, zigzag(value.value)
    if isinstance(value, str):
        raw = value.encode()
        return 8, varint(len(raw)) + raw
    if isinstance(value, list):
        items = [encode(item) for item in value]
        kind = items[0][0] if items else 12
        head = bytes([len(items) << 4 | kind]) if len(items) < 15 else bytes([0xF0 | kind]) + varint(len(items))
        return 9, head + b"".join(raw for _, raw in items)
    return 12, struct_bytes(value)


def struct_bytes(fields):
    out, last = b"", 0
    for number, value in sorted(fields.items()):
        if value is None:
            continue
        kind, raw = encode(value)
        out += bytes([number - last << 4 | kind]) + raw       # every field here is within 15 of the last
        last = number
    return out + b"\0"


class I32:
    def __init__(self, value):
        self.value = value


# --- Parquet ---------------------------------------------------------------------------------

def pack(kind, values):
    if kind == "bool":
        bits = bytearray((len(values) + 7) // 8)
        for index, value in enumerate(values):
            bits[index // 8] |= bool(value) << index % 8
        return bytes(bits)
    if KINDS[kind][0] == 6:
        raws = [value.encode() if isinstance(value, str) else value for value in values]
        return b"".join(struct.pack("<I", len(raw)) + raw for raw in raws)
    return b"".join(struct.pack(KINDS[kind][2], value) for value in values)


def levels(values):
    """Definition levels as runs: 1 where there is a value, 0 where there is a null."""
    out, start = b"", 0
    for index in range(1, len(values) + 1):
        if index == len(values) or (values[index] is None) != (values[start] is None):
            out += varint(index - start << 1) + bytes([values[start] is not None])
            start = index
    return struct.pack("<I", len(out)) + out


def schema_element(name, kind):
    physical, converted, _ = KINDS[kind]
    logical = {8: {1: False, 2: {3: {}}}} if kind == "timestamp_ns" else None      # no zone: UTC
    return {1: I32(physical), 3: I32(1), 4: name, 6: None if converted is None else I32(converted), 10: logical}


def write(columns):
    """The bytes of a file with these columns."""
    out = b"PAR1"
    count = len(columns[0][2])
    chunks = []
    for name, kind, values in columns:
        page = levels(values) + pack(kind, [value for value in values if value is not None])
        deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = deflate.compress(page) + deflate.flush()
        header = struct_bytes({1: I32(0), 2: I32(len(page)), 3: I32(len(packed)), 5: {
            1: I32(count), 2: I32(PLAIN), 3: I32(RLE), 4: I32(RLE)}})
        chunks.append({2: len(out), 3: {
            1: I32(KINDS[kind][0]), 2: [I32(PLAIN), I32(RLE)], 3: [name], 4: I32(GZIP), 5: count,
            6: len(header) + len(page), 7: len(header) + len(packed), 9: len(out)}})
        out += header + packed
    footer = struct_bytes({
        1: I32(1),
        2: [{4: "schema", 5: I32(len(columns))}] + [schema_element(name, kind) for name, kind, _ in columns],
        3: count,
        4: [{1: chunks, 2: sum(chunk[3][6] for chunk in chunks), 3: count}],
        6: "tocsin test corpus"})
    return out + footer + struct.pack("<I", len(footer)) + b"PAR1"
