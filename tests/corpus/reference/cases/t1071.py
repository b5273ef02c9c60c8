"""Cases of t1071-beaconing: count, average gap in whole seconds, ports, groups, window."""

from kusto import DAY, HOUR, SECOND, TICK

from .builder import BEACONING, NOW

COUNT = 11          # the least count that passes
PORTS = [80, 443, 53, 21, 25, 110, 143, 8080, 8443, 1883, 5222]


def add(b):
    counts(b)
    gaps(b)
    filters(b)
    groups(b)
    window(b)


def counts(b):
    b.burst(b.case("t1071-count-10", "10 connections are not more than 10"), 10, 600 * SECOND)
    b.burst(b.case("t1071-count-11", "11 connections are",
                   {BEACONING: [{"ConnectionCount": 11, "AvgTimeBetween": 60, "BeaconScore": "high"}]}),
            11, 660 * SECOND)
    b.burst(b.case("t1071-count-20", "sorts before the smaller counts",
                   {BEACONING: [{"ConnectionCount": 20, "AvgTimeBetween": 20, "BeaconScore": "medium"}]}),
            20, 400 * SECOND)


def gaps(b):
    """The gap is (seconds from first to last) / count, cut to a whole number."""
    edges = [  # span in seconds, gap, score; None: the row is filtered out
        (0, 0, None), (10, 0, None), (11, 1, "medium"), (21, 1, "medium"),
        (604, 54, "medium"), (605, 55, "high"), (725, 65, "high"), (726, 66, "medium"),
        (3244, 294, "medium"), (3245, 295, "high"), (3365, 305, "high"), (3366, 306, "medium"),
        (9844, 894, "medium"), (9845, 895, "high"), (9965, 905, "high"), (9966, 906, "medium"),
        (39600, 3600, "medium"), (39610, 3600, "medium"), (39611, 3601, None),
    ]
    for span, gap, score in edges:
        shows = {BEACONING: [{"AvgTimeBetween": gap, "BeaconScore": score, "ConnectionCount": COUNT}]}
        b.burst(b.case(f"t1071-span-{span}", f"{span} s / {COUNT} is {gap}, integer division",
                       shows if score else None, ["integer division"]),
                COUNT, span * SECOND)
    device = b.case("t1071-second-boundary", "10.0000001 s that cross 11 second boundaries count as 11",
                    {BEACONING: [{"AvgTimeBetween": 1}]}, ["datetime_diff boundaries", "integer division"])
    b.burst(device, COUNT, 10 * SECOND + TICK, NOW - 20 * HOUR - TICK)
    device = b.case("t1071-second-no-boundary", "10.9999999 s that cross only 10 boundaries count as 10, so 0",
                    None, ["datetime_diff boundaries", "integer division"])
    b.burst(device, COUNT, 11 * SECOND - TICK)


def filters(b):
    b.burst(b.case("t1071-ports-all", "every listed port; eleven addresses",
                   {BEACONING: [{"UniqueRemoteIPs": 11, "Ports": sorted(PORTS), "ConnectionCount": 11}]}),
            11, 660 * SECOND, RemotePort=PORTS, RemoteIP=[f"203.0.113.{i}" for i in range(1, 12)])
    b.burst(b.case("t1071-port-unlisted", "one of 11 connections goes to an unlisted port"),
            11, 660 * SECOND, RemotePort=[80] * 10 + [8081])
    b.burst(b.case("t1071-port-null", "one of 11 connections has no port: null is in no list", None, ["null"]),
            11, 660 * SECOND, RemotePort=[80] * 10 + [None])
    b.burst(b.case("t1071-ip-type", "== compares case: Private, public, Loopback do not count"),
            22, 660 * SECOND, RemoteIPType=["Public", "Private", "public", "Loopback"])
    b.burst(b.case("t1071-action-type", "only ConnectionSuccess, in this case"),
            22, 660 * SECOND, ActionType=["ConnectionSuccess", "connectionsuccess", "ConnectionFailed"])


def groups(b):
    device = b.case("t1071-two-pids", "one row for each process id, though the id is not shown",
                    {BEACONING: [{"AvgTimeBetween": 60}, {"AvgTimeBetween": 300}]})
    b.burst(device, 11, 660 * SECOND, InitiatingProcessId=1)
    b.burst(device, 11, 3300 * SECOND, InitiatingProcessId=2)
    b.burst(b.case("t1071-pid-split", "6 + 5 connections of two process ids"),
            11, 660 * SECOND, InitiatingProcessId=[1, 2])
    b.burst(b.case("t1071-pid-null", "a null process id is a group too",
                   {BEACONING: [{"ConnectionCount": 11}]}, ["null"]),
            11, 660 * SECOND, InitiatingProcessId=None)
    b.burst(b.case("t1071-name-missing", "a missing name is an empty string and a group",
                   {BEACONING: [{"InitiatingProcessFileName": ""}]}, ["empty strings"]),
            11, 660 * SECOND, InitiatingProcessFileName=None)
    b.burst(b.case("t1071-case", "device names in two cases are two groups of 6 and 5"), 6, 300 * SECOND)
    b.burst(b.case("T1071-CASE", "the other five"), 5, 300 * SECOND)


def window(b):
    edge = NOW - DAY
    device = b.case("t1071-window", "an event exactly 24 h old is out (>), one tick younger is in",
                    {BEACONING: [{"ConnectionCount": 11, "FirstSeen": "2026-02-10T12:00:00.0000001Z",
                                  "AvgTimeBetween": 59}]}, ["window edge"])
    b.event(device, edge)
    b.burst(device, 11, 659 * SECOND, edge + TICK)
    device = b.case("t1071-window-10", "ten young enough and one exactly 24 h old", None, ["window edge"])
    b.event(device, edge)
    b.burst(device, 10, 600 * SECOND, edge + TICK)
    b.burst(b.case("t1071-future", "events after now belong to the window, which has no upper end",
                   {BEACONING: [{"ConnectionCount": 11, "LastSeen": "2026-02-11T12:05:30.0000000Z"}]},
                   ["window edge"]),
            11, 660 * SECOND, NOW - 330 * SECOND)
