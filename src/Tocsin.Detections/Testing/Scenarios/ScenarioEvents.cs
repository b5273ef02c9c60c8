using System.Collections.Immutable;
using Tocsin.Detections.Values;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>Events of one cause in a test.</summary>
/// <param name="IsBackground">They are not what the test is about: the funnel does not follow them.</param>
public abstract record ScenarioEvents(bool IsBackground);

/// <summary>When the events of one cause happen.</summary>
/// <param name="At">The first, after the test's start.</param>
public abstract record Timing(TimeSpan At);

/// <summary>A timer: each wait is the interval, longer or shorter by up to a fraction of it.</summary>
/// <param name="Count">How many times it fires, or null to go on for <paramref name="Over"/>.</param>
/// <param name="Jitter">The fraction, from 0 to 1; waits are uniform within it.</param>
/// <param name="Missing">The fraction of times at which nothing happens.</param>
/// <param name="Burst">Events each time it fires, 200 ms apart.</param>
public sealed record TimerTiming(TimeSpan At, TimeSpan Interval, double Jitter, int? Count, TimeSpan? Over, double Missing, int Burst) : Timing(At);

/// <summary>Times without a pattern: a number of events, anywhere in a length of time.</summary>
public sealed record RandomTiming(TimeSpan At, int Count, TimeSpan Over) : Timing(At);

/// <summary>Who acts. Lists of command lines and accounts are taken in turn, event by event.</summary>
/// <param name="Devices">Each does all of it.</param>
public sealed record Actor(
    ImmutableArray<string> Devices,
    string Process,
    string Folder,
    ImmutableArray<string> CommandLines,
    string Parent,
    ImmutableArray<string> Accounts);

/// <summary>Connections of a process: rows of DeviceNetworkEvents. Lists are taken in turn, event by event.</summary>
public sealed record ConnectionEvents(
    Timing Timing,
    Actor Actor,
    ImmutableArray<string> Destinations,
    ImmutableArray<int> Ports,
    ImmutableArray<string> Urls,
    string Protocol,
    string Action,
    long? BytesSent,
    long? BytesReceived,
    ImmutableArray<FieldValue> Fields,
    bool IsBackground) : ScenarioEvents(IsBackground);

/// <summary>Hourly reports of how often a process connected, as Defender writes them: rows of DeviceNetworkEvents.</summary>
/// <param name="Connections">The number in each report, in turn; a report of none is not written.</param>
/// <param name="Jitter">Each number is larger or smaller by up to this fraction.</param>
public sealed record ReportEvents(
    TimerTiming Timing,
    Actor Actor,
    string Destination,
    int Port,
    string Url,
    string Protocol,
    string Action,
    ImmutableArray<int> Connections,
    double Jitter,
    ImmutableArray<FieldValue> Fields,
    bool IsBackground) : ScenarioEvents(IsBackground);

/// <summary>Starts of a process: rows of DeviceProcessEvents.</summary>
public sealed record ProcessEvents(Timing Timing, Actor Actor, string Action, ImmutableArray<FieldValue> Fields, bool IsBackground)
    : ScenarioEvents(IsBackground);

/// <summary>Rows of any table as they stand, repeated with their times moved on.</summary>
public sealed record RowEvents(TableSchema Table, ImmutableArray<ImmutableArray<FieldValue>> Rows, TimeSpan Interval, int Count, bool IsBackground)
    : ScenarioEvents(IsBackground);

/// <summary>Ordinary traffic of other devices: browsers, mail, updates, to named destinations at times without a pattern.</summary>
public sealed record NoiseEvents(TimeSpan At, TimeSpan Over, int Devices, int Connections) : ScenarioEvents(IsBackground: true);

/// <summary>A column's value, of the column's type.</summary>
public sealed record FieldValue(ColumnSchema Column, Cell Value);
