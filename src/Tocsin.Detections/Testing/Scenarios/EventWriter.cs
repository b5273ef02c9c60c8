using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Detections.Values;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>Writes the rows of one cause.</summary>
internal sealed class EventWriter(Scenario scenario, DateTime start, SeededRandom random)
{
    private const int FirstEphemeralPort = 49152;

    public void Write(ScenarioEvents events)
    {
        switch (events)
        {
            case ConnectionEvents connections:
                Write(connections);
                break;
            case ReportEvents reports:
                Write(reports);
                break;
            case ProcessEvents processes:
                Write(processes);
                break;
            case RowEvents rows:
                Write(rows);
                break;
            case NoiseEvents noise:
                NoiseTraffic.Write(noise, this, random);
                break;
            default:
                throw new ArgumentException($"Events of type {events.GetType().Name}.", nameof(events));
        }
    }

    public void Write(ConnectionEvents events)
    {
        var table = scenario.Table(KnownTables.DeviceNetworkEvents);
        foreach (var device in events.Actor.Devices)
        {
            var index = 0;
            foreach (var time in Timeline.Of(events.Timing, start, random))
            {
                var row = Begin(table, time, device, events.Action, events.IsBackground);
                SetInitiator(row, device, events.Actor, index);
                SetRemote(row, InTurn(events.Destinations, index), InTurn(events.Ports, index), InTurn(events.Urls, index), events.Protocol);
                row.Set("LocalIP", LocalAddress(device)).Set("LocalPort", KqlType.Int, FirstEphemeralPort + (index % (ushort.MaxValue - FirstEphemeralPort)));
                if (events.BytesSent is { } sent)
                {
                    row.Set("BytesSent", KqlType.Long, sent);
                }

                if (events.BytesReceived is { } received)
                {
                    row.Set("BytesReceived", KqlType.Long, received);
                }

                SetFields(row, events.Fields);
                index++;
            }
        }
    }

    private void Write(ReportEvents events)
    {
        var table = scenario.Table(KnownTables.DeviceNetworkEvents);
        foreach (var device in events.Actor.Devices)
        {
            var index = 0;
            foreach (var time in Timeline.Of(events.Timing, start, random))
            {
                var given = InTurn(events.Connections, index);
                var connections = (long)Math.Round(random.Around(given, events.Jitter));
                if (connections > 0)
                {
                    var row = Begin(table, time, device, events.Action, events.IsBackground);
                    SetInitiator(row, device, events.Actor, index);
                    SetRemote(row, events.Destination, events.Port, events.Url, events.Protocol);
                    row.Set("AdditionalFields", string.Create(CultureInfo.InvariantCulture, $"{{\"uniqueEventsAggregated\":{connections}}}"));
                    SetFields(row, events.Fields);
                }

                index++;
            }
        }
    }

    private void Write(ProcessEvents events)
    {
        var table = scenario.Table(KnownTables.DeviceProcessEvents);
        foreach (var device in events.Actor.Devices)
        {
            var index = 0;
            foreach (var time in Timeline.Of(events.Timing, start, random))
            {
                var actor = events.Actor;
                var (domain, account) = AccountOf(InTurn(actor.Accounts, index));
                var row = Begin(table, time, device, events.Action, events.IsBackground)
                    .Set("FileName", actor.Process)
                    .Set("FolderPath", PathOf(actor.Folder, actor.Process))
                    .Set("ProcessId", KqlType.Long, ProcessId(device, actor.Process, index + 1))
                    .Set("ProcessCommandLine", InTurn(actor.CommandLines, index))
                    .Set("ProcessCreationTime", KqlType.DateTime, time)
                    .Set("AccountDomain", domain)
                    .Set("AccountName", account)
                    .Set("InitiatingProcessFileName", actor.Parent)
                    .Set("InitiatingProcessId", KqlType.Long, ProcessId(device, actor.Parent, 0))
                    .Set("InitiatingProcessAccountDomain", domain)
                    .Set("InitiatingProcessAccountName", account);
                SetFields(row, events.Fields);
                index++;
            }
        }
    }

    private void Write(RowEvents events)
    {
        var table = scenario.Table(events.Table);
        for (var i = 0; i < events.Count; i++)
        {
            foreach (var fields in events.Rows)
            {
                var row = table.Add(events.IsBackground);
                foreach (var (column, value) in fields)
                {
                    var isMoved = column.Type == KqlType.DateTime && !value.IsNull;
                    row.Set(column.Name, isMoved ? Cell.Integer(KqlType.DateTime, value.IntegerValue + (i * events.Interval.Ticks)) : value);
                }

                CompleteTime(row, fields, i * events.Interval.Ticks);
            }
        }
    }

    /// <summary>Timestamp and TimeGenerated are the same instant: a row that gives one has both.</summary>
    private static void CompleteTime(ScenarioRow row, ImmutableArray<FieldValue> fields, long moved)
    {
        var time = fields.FirstOrDefault(f => f.Column.Name is Scenario.Time);
        var generated = fields.FirstOrDefault(f => f.Column.Name is "TimeGenerated");
        if ((time ?? generated) is { Value.IsNull: false } known && (time is null || generated is null))
        {
            row.Set(time is null ? Scenario.Time : "TimeGenerated", KqlType.DateTime, known.Value.IntegerValue + moved);
        }
    }

    private static ScenarioRow Begin(ScenarioTable table, long time, string device, string action, bool isBackground) =>
        table.Add(isBackground)
            .Set(Scenario.Time, KqlType.DateTime, time)
            .Set("TimeGenerated", KqlType.DateTime, time)
            .Set("DeviceId", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device.ToLowerInvariant())))[..40])
            .Set("DeviceName", device)
            .Set("ActionType", action)
            .Set("ReportId", KqlType.Long, table.Rows.Count);

    private static void SetInitiator(ScenarioRow row, string device, Actor actor, int index)
    {
        var (domain, account) = AccountOf(InTurn(actor.Accounts, index));
        row.Set("InitiatingProcessFileName", actor.Process)
            .Set("InitiatingProcessFolderPath", PathOf(actor.Folder, actor.Process))
            .Set("InitiatingProcessId", KqlType.Long, ProcessId(device, actor.Process, 0))
            .Set("InitiatingProcessCommandLine", InTurn(actor.CommandLines, index))
            .Set("InitiatingProcessParentFileName", actor.Parent)
            .Set("InitiatingProcessAccountDomain", domain)
            .Set("InitiatingProcessAccountName", account);
    }

    private static void SetRemote(ScenarioRow row, string destination, int port, string url, string protocol) =>
        row.Set("RemoteIP", destination).Set("RemotePort", KqlType.Int, port).Set("RemoteUrl", url).Set("Protocol", protocol);

    private static void SetFields(ScenarioRow row, ImmutableArray<FieldValue> fields)
    {
        foreach (var (column, value) in fields)
        {
            row.Set(column.Name, value);
        }
    }

    private static T InTurn<T>(ImmutableArray<T> values, int index) => values[index % values.Length];

    private static (string Domain, string Name) AccountOf(string account)
    {
        var slash = account.IndexOf('\\', StringComparison.Ordinal);
        return slash < 0 ? ("", account) : (account[..slash], account[(slash + 1)..]);
    }

    private static string PathOf(string folder, string process) => folder.Length == 0 ? "" : $@"{folder.TrimEnd('\\')}\{process}";

    private static long ProcessId(string device, string process, int index) =>
        process.Length == 0 ? 0 : 1000 + (4 * ((Hash($"{device}/{process}") + index) % 8000));

    private static string LocalAddress(string device)
    {
        var hash = Hash(device);
        return string.Create(CultureInfo.InvariantCulture, $"10.{hash % 200}.{hash / 200 % 250}.{10 + (hash / 50_000 % 200)}");
    }

    private static int Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text)) is [var a, var b, var c, ..] ? a | (b << 8) | (c << 16) : 0;
}
