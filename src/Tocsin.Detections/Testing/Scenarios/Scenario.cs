using System.Collections.Immutable;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>The rows that a test's events come to, table by table; the same for the same test, run after run.</summary>
public sealed class Scenario
{
    internal const string Time = "Timestamp";

    private readonly Dictionary<TableSchema, ScenarioTable> _tables = [];

    private Scenario()
    {
    }

    public ImmutableArray<ScenarioTable> Tables =>
        [.. _tables.Values.OrderBy(t => t.Schema.Name, StringComparer.Ordinal)];

    /// <summary>The newest event, or null where there is none with a time.</summary>
    public DateTime? Newest
    {
        get
        {
            var ticks = Tables.SelectMany(t => t.Find(Time) is { } time ? t.Rows.Select(r => r[time].IntegerValue) : []).DefaultIfEmpty().Max();
            return ticks > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;
        }
    }

    public static Scenario Of(DetectionTest test)
    {
        var scenario = new Scenario();
        for (var i = 0; i < test.Events.Length; i++)
        {
            // Each cause has choices of its own, so that another one beside it changes none of them.
            var random = new SeededRandom(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{test.Name}\n{i}"));
            new EventWriter(scenario, test.Start, random).Write(test.Events[i]);
        }

        foreach (var table in scenario._tables.Values)
        {
            table.Sort(Time);
        }

        return scenario;
    }

    internal ScenarioTable Table(TableSchema schema)
    {
        if (!_tables.TryGetValue(schema, out var table))
        {
            table = new ScenarioTable(schema);
            _tables.Add(schema, table);
        }

        return table;
    }
}
