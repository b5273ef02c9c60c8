using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Loading;

/// <content>Files that are bound to tables: all of a table are looked through before one is read, since they make its columns together.</content>
public sealed partial class TelemetryLoader
{
    private readonly List<TableSchema> _bound = [];

    private IEnumerable<TelemetryReading> Resolved(ImmutableArray<TelemetryReading> readings)
    {
        var looked = new List<(TelemetryReading Reading, FoundColumns Found)>();
        foreach (var reading in readings.Where(r => r.Bound is not null))
        {
            Look(reading, isRepaired: false, looked);
        }

        var resolved = readings.Where(r => r.Bound is null).ToList();
        foreach (var table in looked.GroupBy(l => l.Reading.Bound!.Table, StringComparer.Ordinal))
        {
            var schema = Schema(table.Key, table.First().Reading.Bound!.Known, table.Select(l => l.Found));
            if (schema.Columns.IsEmpty)
            {
                Skip(table.SelectMany(l => l.Reading.Files).Select(f => f.DisplayPath), "it has no columns");
                continue;
            }

            _bound.Add(schema);
            resolved.AddRange(table.Select(l => l.Reading.Bound!.Read(schema, l.Found, l.Reading.Files, l.Reading.StageName)));
        }

        return resolved;
    }

    private void Look(TelemetryReading reading, bool isRepaired, List<(TelemetryReading, FoundColumns)> looked)
    {
        reading = Screened(reading);
        if (reading.Files.IsEmpty)
        {
            return;
        }

        if (reading.Bound!.TryLook(_session, reading.Files, NextStage(), out var found, out var error))
        {
            Report(reading, found);
            if (found.Refusal is null)
            {
                looked.Add((reading, found));
            }
        }
        else if (reading.Files.Length > 1)
        {
            foreach (var file in reading.Files)
            {
                Look(reading.Over([file], NextStage()), isRepaired, looked);
            }
        }
        else if (Repaired(reading, isRepaired, FirstLine(error)) is { } repaired)
        {
            Look(repaired, isRepaired: true, looked);
        }
    }

    private void Report(TelemetryReading reading, FoundColumns found)
    {
        var paths = reading.Files.Select(f => f.DisplayPath).ToArray();
        if (found.Refusal is { } refusal)
        {
            Skip(paths, refusal);
        }

        if (found.Refusal is null && reading.Bound!.Known is { } known && FlatTables.Misfit(known, found.Names) is var (descriptor, lacking))
        {
            _diagnostics.Add(descriptor.For(string.Join("', '", paths), known.Name, lacking));
        }

        _diagnostics.AddRange(found.Duplicates.Select(d => TelemetryDescriptors.DuplicateColumn.For(string.Join("', '", paths), d)));
        if (found.LeftOut is [var first, ..])
        {
            _diagnostics.Add(TelemetryDescriptors.ColumnsLeftOut.For(
                string.Join("', '", paths), found.LeftOut.Length, first.Length > 40 ? first[..40] + "…" : first));
        }
    }

    private void Skip(IEnumerable<string> paths, string reason)
    {
        foreach (var path in paths)
        {
            _diagnostics.Add(TelemetryDescriptors.NotTelemetry.For(path, reason));
            _skipped.Add(new SkippedFile(path, reason));
        }
    }

    /// <summary>The columns that are published, and those that any of the files has besides, each of the type that takes all its values.</summary>
    private static TableSchema Schema(string table, TableSchema? known, IEnumerable<FoundColumns> found)
    {
        ColumnSchema[] further =
        [
            .. found.SelectMany(f => f.Columns).GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase)
                .Select(g => new FoundColumn(g.First().Name, g.Aggregate(ValueKinds.None, (all, c) => all | c.Kinds)))
                .Select(c => new ColumnSchema(c.Name, c.Type)),
        ];

        // What the user says is a row of the table is one without a time too.
        return (known ?? new TableSchema(table, [])).With(further, hasOwnTime: false);
    }

    /// <summary>Tables whose files hold no rows have their columns nevertheless.</summary>
    private IEnumerable<TableSource> WithoutRows() =>
        from schema in _bound
        where !_tables.Exists(t => t.Schema.Name.Equals(schema.Name, StringComparison.Ordinal))
        select new TableSource(schema, new SqlSelect
        {
            Items = [.. schema.Columns.Select(c => new SqlSelectItem(SqlTypes.Default(c.Type), c.Name))],
            Where = Sql.Tree.Sql.False,
        });
}
