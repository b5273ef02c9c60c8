"""What the operators and functions in the reference queries mean, one small function each.

Written from Kusto's documentation (learn.microsoft.com/kusto/query), whose page each function
names. A null is None; a string is never null, a missing one is "". A datetime is an integer:
ticks of 100 ns since 0001-01-01, so that nothing is rounded.
"""

import json
import re
from datetime import datetime, timedelta

TICK = 1
SECOND = 10_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1, 1, 1)
_TIMESTAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,7}))?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def parse_datetime(text):
    """scalar-data-types/datetime: ISO 8601; without a zone it is UTC. Empty means null."""
    if not text:
        return None
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise ValueError(f"not a timestamp: {text!r}")
    whole, fraction, zone = match.groups()
    span = datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S") - _EPOCH
    ticks = (span.days * 86400 + span.seconds) * SECOND
    ticks += int((fraction or "0").ljust(7, "0"))
    if zone and zone != "Z":
        sign = -1 if zone[0] == "-" else 1
        ticks -= sign * (int(zone[1:3]) * HOUR + int(zone[4:6]) * MINUTE)
    return ticks


def format_datetime(ticks):
    """The JSON form of a datetime: seven fractional digits and Z."""
    if ticks is None:
        return None
    moment = _EPOCH + timedelta(seconds=ticks // SECOND)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ticks % SECOND:07d}Z"


def bin_datetime(ticks, size):
    """bin-function: round down to a multiple of the size."""
    return None if ticks is None else ticks // size * size


def datetime_diff(unit, later, earlier):
    """datetime-diff-function: the page's examples count the unit boundaries crossed
    (10.100 s - 00.900 s is 10 seconds; 23:05:01 - 23:00:59 is 5 minutes)."""
    return later // unit - earlier // unit


def divide_long(dividend, divisor):
    """numerical-operators: long by long is long, truncated towards zero."""
    quotient = abs(dividend) // abs(divisor)
    return quotient if (dividend < 0) == (divisor < 0) else -quotient


def between(value, low, high):
    """between-operator: both ends belong to the range; null is in no range."""
    return value is not None and low <= value <= high


def has(text, phrase):
    """datatypes-string-operators, "What is a term?": the phrase stands in the text, any case,
    and neither end of it touches another letter or digit."""
    text, phrase = text.lower(), phrase.lower()
    if not (text.isascii() and phrase.isascii()):
        raise ValueError("the reference data stays within ASCII, where terms are unambiguous")
    at = text.find(phrase)
    while at >= 0:
        before = text[at - 1:at] if at else ""
        after = text[at + len(phrase):at + len(phrase) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(phrase, at + 1)
    return False


def has_any(text, phrases):
    """has-any-operator."""
    return any(has(text, phrase) for phrase in phrases)


def in_any_case(text, items):
    """in-cs-operator (`in~`): equal to one of the items, ignoring case."""
    return text.lower() in {item.lower() for item in items}


def ends_with(text, ending):
    """endswith-operator: ignores case."""
    return text.lower().endswith(ending.lower())


def matches_regex(text, pattern):
    """matches-regex-operator: the pattern is found anywhere in the text; case counts."""
    return re.search(pattern, text, re.ASCII) is not None


def ipv4_is_private(text):
    """ipv4-is-private-function: 10/8, 172.16/12, 192.168/16 and nothing else (its example says
    false of 127.0.0.1); null when the text is not an IPv4 address."""
    match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:/(\d{1,2}))?", text, re.ASCII)
    if match is None:
        return None
    octets = [int(part) for part in match.groups()[:4]]
    prefix = int(match.group(5) or 32)
    if max(octets) > 255 or prefix > 32:
        return None
    return (octets[0] == 10
            or (octets[0] == 172 and 16 <= octets[1] <= 31)
            or (octets[0] == 192 and octets[1] == 168))


def parse_json(text):
    """parse-json-function: text that is no JSON becomes a dynamic string; "" becomes null."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def member(value, name):
    """scalar-data-types/dynamic, "Dynamic object accessors": null when there is no such member."""
    return value.get(name) if isinstance(value, dict) else None


def to_int(value):
    """toint-function, of a dynamic value. A fraction is cut off; a string must hold an integer."""
    if value is None or isinstance(value, (dict, list)):
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return int(value)
    return int(value) if re.fullmatch(r"[+-]?\d+", value.strip(), re.ASCII) else None


def group_by(rows, key):
    """summarize-operator: rows with equal keys; nulls form a group, case counts."""
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def distinct(values):
    """make-set- and dcount-aggregation-function ignore nulls."""
    return sorted({value for value in values if value is not None})
