"""Cases of aggregated-report-beacons: addresses, ill-typed counts, series with and without outliers.

The series have no detectable period (except the one made for it) and their flags hold however a
percentile is interpolated; series.py refuses others.
"""

import json
import math

from kusto import DAY, HOUR, MINUTE, TICK

from .builder import AGGREGATED, NOW

PLAIN = [58, 60, 63, 64, 61, 61, 60, 59, 57, 58, 63, 62]         # average 60.5, no outlier
AVERAGE_45 = [44, 43, 46, 48, 47, 45, 45, 45, 42, 43, 45, 47]
ABOVE_45 = [43, 45, 47, 48, 46, 45, 45, 44, 42, 43, 47, 46]       # 541 / 12
SPIKE_13 = [63, 60, 58, 60, 59, 61, 500, 62, 57, 58, 61, 63, 63]
SPIKE_12 = [61, 63, 63, 60, 59, 500, 60, 58, 58, 61, 63, 57]
NOISE_24 = [60, 60, 51, 51, 54, 50, 57, 62, 56, 55, 55, 52, 61, 59, 59, 58, 57, 61, 53, 52, 50, 53, 58, 54]
UP_AND_DOWN_30 = [57, 59, 63, 63, 61, 62, 58, 60, 62, 63, 60, 5, 61, 62, 58, 300, 400, 63, 61, 60, 61, 63,
                  61, 60, 58, 63, 58, 62, 64, 59]
JITTER = [0, 1, -1, 1, 0, -1, 1, -1, 0, 0, 1, -1, -1, 0, 1]

START = NOW - 2 * DAY - 23 * HOUR + 7 * MINUTE


def add(b):
    counts(b)
    series(b)
    addresses(b)
    action_types(b)
    ill_typed(b)
    window(b)


def report(b, device, at, fields, **columns):
    b.event(device, at, **({"ActionType": "ConnectionSuccessAggregatedReport", "RemotePort": None,
                            "RemoteUrl": None, "InitiatingProcessId": None, "InitiatingProcessAccountName": None,
                            "InitiatingProcessFileName": "agent.exe", "AdditionalFields": fields} | columns))


def hourly(b, device, values, start=START, step=HOUR, **columns):
    """One report every hour; the file holds them out of order, so the query's sort matters."""
    for index, value in enumerate(values):
        report(b, device, start + index * step, json.dumps({"uniqueEventsAggregated": value}), **columns)


def shows(**columns):
    return {AGGREGATED: [columns]}


def counts(b):
    hourly(b, b.case("agg-constant-12", "12 inliers reach min_uniform_count = 4 * (3d / 1d), a real 12.0",
                     shows(inliner_count=12, outlier_count=0, count_of_hours=12, avg_conn_count=60),
                     ["timespan division"]), [60] * 12)
    hourly(b, b.case("agg-constant-11", "11 inliers do not"), [60] * 11)
    hourly(b, b.case("agg-average-45", "an average of exactly 45 is not above 45"), AVERAGE_45)
    hourly(b, b.case("agg-average-above-45", "541 / 12 is; the count is cut to 45",
                     shows(avg_conn_count=45, inliner_count=12)), ABOVE_45)
    hourly(b, b.case("agg-13-spike", "13 hours less one outlier leave 12",
                     shows(inliner_count=12, outlier_count=1, avg_conn_count=94)), SPIKE_13)
    hourly(b, b.case("agg-12-spike", "12 hours less one outlier leave 11"), SPIKE_12)


def series(b):
    hourly(b, b.case("agg-noise-24", "noise without outliers",
                     shows(inliner_count=24, outlier_count=0, avg_conn_count=55)), NOISE_24)
    flags = [-1 if v == 5 else 1 if v >= 300 else 0 for v in UP_AND_DOWN_30]
    hourly(b, b.case("agg-up-and-down-30", "outliers both ways: two above, one below",
                     shows(inliner_count=27, outlier_count=3, anomalies_decomposed=flags)), UP_AND_DOWN_30)
    wave = [round(80 + 30 * math.cos(2 * math.pi * (i % 12) / 12) + (120 if i % 12 == 0 else 0))
            + JITTER[(i * i + 3 * i) % 15] for i in range(71)]
    wave[42] += 60
    hourly(b, b.case("agg-season-12", "a 12-hour wave: its peaks are no outliers, a hump in a trough is one",
                     shows(inliner_count=70, outlier_count=1,
                           anomalies_decomposed=[int(i == 42) for i in range(71)])), wave)
    device = b.case("agg-two-per-hour", "two reports in one hour are two elements; bins repeat",
                    shows(count_of_hours=12, inliner_count=12,
                          FirstConnection="2026-02-08T13:00:00.0000000Z",
                          LastConnection="2026-02-08T18:00:00.0000000Z"), ["make_list after sort"])
    hourly(b, device, [v for v in (58, 60, 63, 61, 57, 62) for _ in range(2)], START, 30 * MINUTE)


def addresses(b):
    private = ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"]
    public = ["9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.169.0.0", "127.0.0.1", "169.254.1.1"]
    no_ipv4 = ["2001:db8::1", "fd00::1", "", "beacon.example.net"]
    for address in private:
        hourly(b, b.case(f"agg-ip-{address}", "private by RFC 1918"), PLAIN, RemoteIP=address)
    for address in public:
        hourly(b, b.case(f"agg-ip-{address}", "not in the three ranges that ipv4_is_private knows",
                         shows(RemoteIP=address, avg_conn_count=60)), PLAIN, RemoteIP=address)
    for address in no_ipv4:
        hourly(b, b.case(f"agg-ip-{address or 'empty'}", "no IPv4 address: ipv4_is_private gives null, never false",
                         None, ["null"]), PLAIN, RemoteIP=address)


def action_types(b):
    hourly(b, b.case("agg-type-lower", "endswith ignores case", shows(inliner_count=12), ["endswith"]),
           PLAIN, ActionType="connectionsuccessaggregatedreport")
    hourly(b, b.case("agg-type-bare", "the ending may be the whole", shows(inliner_count=12), ["endswith"]),
           PLAIN, ActionType="AggregatedReport")
    hourly(b, b.case("agg-type-inside", "the ending must be at the end", None, ["endswith"]),
           PLAIN, ActionType="AggregatedReportConnection")


def ill_typed(b):
    bad = [None, "", "not json", "{}", '{"uniqueEventsAggregated": "many"}', '{"UniqueEventsAggregated": 60}',
           '{"uniqueEventsAggregated": null}', "[60]"]
    device = b.case("agg-counts-missing", "make_list skips the 8 counts that are null, not their hours",
                    shows(count_of_hours=20, inliner_count=12, ConnCounts=PLAIN,
                          LastConnection="2026-02-09T08:00:00.0000000Z"), ["null", "make_list after sort"])
    hourly(b, device, PLAIN)
    for index, fields in enumerate(bad):
        report(b, device, START + (12 + index) * HOUR, fields)
    device = b.case("agg-counts-missing-11", "of 12 hours one has no count: 11 inliers", None, ["null"])
    hourly(b, device, PLAIN[:11])
    report(b, device, START + 11 * HOUR, None)
    device = b.case("agg-counts-none", "no count at all: an empty series has no average", None, ["null"])
    for index in range(12):
        report(b, device, START + index * HOUR, "{}")
    device = b.case("agg-counts-forms", "a string of digits and a fraction convert to int; Sentinel's own object",
                    shows(ConnCounts=PLAIN, inliner_count=12))
    for index, value in enumerate(PLAIN):
        fields = [{"uniqueEventsAggregated": value}, json.dumps({"uniqueEventsAggregated": str(value)}),
                  json.dumps({"uniqueEventsAggregated": value + 0.9}),
                  json.dumps({"x": [1, {"uniqueEventsAggregated": 7}], "uniqueEventsAggregated": value})][index % 4]
        report(b, device, START + index * HOUR, fields)


def window(b):
    device = b.case("agg-window", "an event exactly 3 d old is out, one tick younger is in",
                    shows(count_of_hours=12, FirstConnection="2026-02-08T12:00:00.0000000Z"), ["window edge"])
    hourly(b, device, [99], NOW - 3 * DAY)
    hourly(b, device, PLAIN, NOW - 3 * DAY + TICK)
