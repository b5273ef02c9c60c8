using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Context;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Loading;

/// <summary>
/// Runs the readings in a session: each file is read once into tables, or left to be queried in place, and every
/// record is accounted for. A file that the database cannot read is tried alone, then as a repaired copy; it never
/// takes others with it.
/// </summary>
public sealed partial class TelemetryLoader
{
    private const int SampledRejections = 40;

    private readonly TelemetrySet _set;
    private readonly ITelemetrySession _session;
    private readonly FileRepair _repair;
    private readonly TextScreen _screen;
    private readonly List<(TableSchema Schema, TableSource Source)> _tables = [];
    private readonly List<SensorTable> _sensors = [];
    private readonly List<RecordAccount> _accounts = [];
    private readonly List<RejectedRecord> _rejections = [];
    private readonly List<SkippedFile> _skipped;
    private readonly List<TelemetryDiagnostic> _diagnostics;
    private readonly HashSet<string> _unpacked = new(StringComparer.Ordinal);
    private int _stages;

    private TelemetryLoader(TelemetrySet set, ITelemetrySession session)
    {
        _set = set;
        _session = session;
        _skipped = [.. set.Skipped];
        _diagnostics = [.. set.Diagnostics];
        _stages = set.Readings.Length;
        _repair = new FileRepair(set.Store, set.Options);
        _screen = new TextScreen(set.Store);
    }

    /// <summary>How many rejected records of one file and reason are named.</summary>
    private int Kept => _set.Options.KeepsRejections ? int.MaxValue : 5;

    public static LoadedTelemetry Load(TelemetrySet set, ITelemetrySession session)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(session);
        var loader = new TelemetryLoader(set, session);
        foreach (var reading in loader.Resolved(set.Readings))
        {
            loader.Load(reading, isRepaired: false);
        }

        loader.Complete();
        loader.ReportRejections();
        loader.ReportEmpty();
        return loader.Result();
    }

    private LoadedTelemetry Result() => new(
        [
            .. _tables.Select(t => t.Source).Concat(WithoutRows()).GroupBy(s => s.Schema.Name, StringComparer.Ordinal).Select(LoadedTable.Of),
        ],
        [.. _accounts],
        [.. _rejections],
        [.. _skipped],
        [.. _diagnostics]);

    private void Load(TelemetryReading reading, bool isRepaired)
    {
        reading = Screened(reading);
        if (reading.Files.IsEmpty)
        {
            return;
        }

        string? error = null;
        var cutOff = CutOff(reading);
        var isStaged = reading.Stage is null || _session.TryCreateTable(reading.StageName, reading.Stage, out error);
        _diagnostics.AddRange(cutOff.GetAwaiter().GetResult().Select(f => TelemetryDescriptors.Truncated.For(f.DisplayPath)));
        if (isStaged
            && _session.TryRead(reading.Accounting, out var rows, out error)
            && (reading.Thorough is null || rows.All(r => Outcome(r[1]) is RecordOutcome.Used or RecordOutcome.Skipped)))
        {
            Accept(reading, rows);
            return;
        }

        Remove(reading);
        if (reading.Thorough is { } thorough)
        {
            Load(thorough(), isRepaired);
            return;
        }

        if (reading.Files.Length > 1)
        {
            foreach (var file in reading.Files)
            {
                Load(reading.Over([file], NextStage()), isRepaired);
            }
        }
        else
        {
            Repair(reading, isRepaired, FirstLine(error));
        }
    }

    /// <summary>The reading over copies without the records that the database would trip over; those are accounted for here.</summary>
    private TelemetryReading Screened(TelemetryReading reading)
    {
        if (reading.Shape is null || reading.Files.All(f => f.IsScreened))
        {
            return reading;
        }

        var files = ImmutableArray.CreateBuilder<InputFile>();
        foreach (var file in reading.Files)
        {
            if (_screen.Screen(file, reading.Shape, _diagnostics, out var rejections) is not { } screened)
            {
                _skipped.Add(new SkippedFile(file.DisplayPath, "too large to unpack"));
                continue;
            }

            files.Add(screened);
            _accounts.AddRange(rejections.Select(r =>
                new RecordAccount(file.DisplayPath, reading.Format, RecordOutcome.Rejected, r.Reason, r.Records)));
            _rejections.AddRange(rejections.SelectMany(r => r.Lines.Take(Kept).Select(l => new RejectedRecord(file.DisplayPath, l, r.Reason, null))));
        }

        return files.Count == 0 ? reading with { Files = [] } : reading.Over(files.ToImmutable(), reading.StageName);
    }

    /// <summary>
    /// The gzip files that end early or are damaged: the database reads what they still hold and says nothing. Found out
    /// while it reads, which it does with one thread a file.
    /// </summary>
    private Task<InputFile[]> CutOff(TelemetryReading reading)
    {
        InputFile[] files = [.. reading.Files.Where(f => f.Compression == FileCompression.Gzip && _unpacked.Add(f.Path))];
        return files.Length == 0 ? Task.FromResult(files) : Task.Run(() => files.Where(f => !SampleReader.IsWhole(f)).ToArray());
    }

    private void Accept(TelemetryReading reading, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        var accounts = rows.Select(r => (File: Index(r[0]), Outcome: Outcome(r[1]), Detail: r[2] as string ?? string.Empty, Records: Number(r[3])))
            .OrderBy(a => a.File).ThenBy(a => a.Outcome).ThenBy(a => a.Detail, StringComparer.Ordinal).ToArray();
        var sectioned = accounts.Where(a => a.Outcome == RecordOutcome.Header).Select(a => reading.Files[a.File]).Distinct().ToImmutableArray();
        if (sectioned.Any(f => f.IsSection))
        {
            throw new InvalidOperationException($"A section of '{sectioned[0].DisplayPath}' has a second header.");
        }

        if (sectioned.Length > 0)
        {
            Remove(reading);
            if (reading.Again is { } again)
            {
                Load(again(), isRepaired: false);
            }
            else
            {
                LoadSections(reading, sectioned);
            }

            return;
        }

        _accounts.AddRange(accounts.Select(a =>
            new RecordAccount(reading.Files[a.File].DisplayPath, reading.Format, a.Outcome, a.Detail, a.Records)));
        if (accounts.Any(a => a.Outcome == RecordOutcome.Rejected))
        {
            CollectRejections(reading);
        }

        Keep(reading, accounts.Where(a => a.Outcome == RecordOutcome.Used).Select(a => a.Detail).ToHashSet(StringComparer.Ordinal));
    }

    private void Keep(TelemetryReading reading, HashSet<string> used)
    {
        Drop(reading.SideTables);
        var isStageNeeded = false;
        foreach (var table in reading.Tables.Where(t => used.Contains(t.Schema.Name)))
        {
            if (table.IsDirectScan || reading.IsStageTable)
            {
                isStageNeeded = true;
                var hasFiles = table.Sensor is not null && table.Rows is SqlSelect { From: SqlTable };
                Add(hasFiles ? table with { Rows = WithFile((SqlSelect)table.Rows) } : table, reading, hasFiles);
                continue;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{reading.StageName}_{reading.Tables.IndexOf(table)}");
            if (!_session.TryCreateTable(name, table.Rows, out var error))
            {
                throw new InvalidOperationException($"Mapping {reading.Format} to {table.Schema.Name} failed: {error}");
            }

            // Several kinds make one table; most files hold some of them only.
            if (reading.Tables.Length > 1 && IsEmpty(name))
            {
                _session.DropTable(name);
                continue;
            }

            var rows = new SqlSelect { Items = [.. table.Schema.Columns.Select(c => new SqlSelectItem(Sql.Tree.Sql.Column(c.Name)))], From = new SqlTable(name) };
            Add(table with { Rows = table.Sensor is null ? rows : WithFile(rows) }, reading, hasFiles: true);
        }

        if (!isStageNeeded && reading.Stage is not null)
        {
            _session.DropTable(reading.StageName);
        }
    }

    private static SqlSelect WithFile(SqlSelect rows) => rows with { Items = rows.Items.Add(new SqlSelectItem(Sql.Tree.Sql.Column(Stage.File))) };

    private bool IsEmpty(string table) =>
        _session.TryRead(new SqlSelect { Items = [new(Sql.Tree.Sql.Integer(1))], From = new SqlTable(table), Limit = Sql.Tree.Sql.BigInt(1) }, out var rows, out _)
        && rows.Count == 0;

    private void Add(TableSource table, TelemetryReading reading, bool hasFiles)
    {
        if (table.Sensor is { } sensor)
        {
            _sensors.Add(new SensorTable(table.Schema, sensor, table.Rows, hasFiles, reading.Format, reading.Files));
        }
        else
        {
            _tables.Add((table.Schema, table));
        }
    }

    /// <summary>What sensors saw, completed by each other where that adds anything.</summary>
    private void Complete()
    {
        var completed = new SensorContext(_session, _sensors, _accounts).Complete();
        _tables.AddRange(completed.Select(c => (c.Schema, new TableSource(c.Schema, c.Rows))));
        if (completed.Count == 0)
        {
            _tables.AddRange(_sensors.Where(s => !KnownTables.IsContext(s.Schema)).Select(s => (s.Schema, new TableSource(s.Schema, Columns(s)))));
        }
    }

    private static SqlQuery Columns(SensorTable table) => table.HasFiles && table.Rows is SqlSelect select
        ? select with { Items = [.. select.Items.Take(table.Schema.Columns.Length)] }
        : table.Rows;

    /// <summary>Files put together from several with different headers are read again, a section at a time.</summary>
    private void LoadSections(TelemetryReading reading, ImmutableArray<InputFile> sectioned)
    {
        var whole = reading.Files.Except(sectioned).ToImmutableArray();
        if (whole.Length > 0)
        {
            Load(reading.Over(whole, NextStage()), isRepaired: false);
        }

        var recogniser = new FileRecogniser(_set.Store, _set.Options, _diagnostics);
        foreach (var file in sectioned)
        {
            var sections = _repair.Sections(file).SelectMany(s => recogniser.Recognise(s, isMember: true)).ToArray();
            foreach (var section in TelemetryCatalog.Group(sections, _stages + 1))
            {
                _stages++;
                Load(section, isRepaired: true);
            }
        }

        _skipped.AddRange(recogniser.Skipped);
    }

    private void Repair(TelemetryReading reading, bool isRepaired, string error)
    {
        if (Repaired(reading, isRepaired, error) is { } repaired)
        {
            Load(repaired, isRepaired: true);
        }
    }

    /// <summary>The reading over a copy of its one file that the database can read; null where there is none.</summary>
    private TelemetryReading? Repaired(TelemetryReading reading, bool isRepaired, string error)
    {
        var file = reading.Files[0];
        var repaired = isRepaired || (reading.Stage is null && reading.Bound is null) || reading.Shape is not null ? null : _repair.Rewrite(file);
        if (repaired is null)
        {
            _diagnostics.Add(TelemetryDescriptors.Unreadable.For(file.DisplayPath, reading.Format, error));
            _skipped.Add(new SkippedFile(file.DisplayPath, error));
            return null;
        }

        _diagnostics.Add(TelemetryDescriptors.Repaired.For(file.DisplayPath, repaired.Damage ?? error));
        if (repaired.LongLines.Length > 0)
        {
            _accounts.Add(new RecordAccount(
                file.DisplayPath, reading.Format, RecordOutcome.Rejected, FileRepair.TooLong, repaired.LongLines.Length));
            _rejections.AddRange(repaired.LongLines.Take(Kept).Select(l => new RejectedRecord(file.DisplayPath, l, FileRepair.TooLong, null)));
        }

        return reading.Over([repaired.File], NextStage());
    }

    private void CollectRejections(TelemetryReading reading)
    {
        if (reading.Rejections is null)
        {
            return;
        }

        var query = new SqlSelect
        {
            Items = [new(new SqlStar())],
            From = new SqlDerived(reading.Rejections, "rejections"),
            Limit = _set.Options.KeepsRejections ? null : Sql.Tree.Sql.BigInt(SampledRejections),
        };
        if (!_session.TryRead(query, out var rows, out var error))
        {
            throw new InvalidOperationException($"Collecting the rejected records of {reading.Format} failed: {error}");
        }

        foreach (var group in rows.GroupBy(r => Index(r[0])))
        {
            var file = reading.Files[group.Key];
            _rejections.AddRange(RejectLocator.Locate(
                file,
                reading.Shape,
                _set.Options.KeepsRejections,
                [.. group.Select(r => new RejectedRecord(file.DisplayPath, r[1] is null ? null : Number(r[1]), r[2] as string ?? string.Empty, r[3] as string))]));
        }
    }

    private void ReportRejections()
    {
        foreach (var file in _accounts.GroupBy(a => a.File, StringComparer.Ordinal))
        {
            var rejected = file.Where(a => a.Outcome == RecordOutcome.Rejected).Sum(a => a.Records);
            if (rejected == 0)
            {
                continue;
            }

            var example = _rejections.Find(r => r.File.Equals(file.Key, StringComparison.Ordinal));
            var place = example?.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $", as on line {line}") : string.Empty;
            var reasons = file.Where(a => a.Outcome == RecordOutcome.Rejected).Select(a => a.Detail).Distinct(StringComparer.Ordinal);
            _diagnostics.Add(TelemetryDescriptors.RecordsRejected.For(
                file.Key, rejected, file.Sum(a => a.Records), string.Join("; ", reasons) + place));
        }
    }

    /// <summary>Files that were read and held nothing but a header: their owner may have expected more.</summary>
    private void ReportEmpty()
    {
        var known = _accounts.Select(a => a.File).Concat(_diagnostics.Select(d => d.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _set.Readings.SelectMany(r => r.Files).Select(f => f.DisplayPath).Where(known.Add))
        {
            _diagnostics.Add(TelemetryDescriptors.NoRecords.For(path));
        }
    }

    private void Remove(TelemetryReading reading)
    {
        if (reading.Stage is not null)
        {
            _session.DropTable(reading.StageName);
        }

        Drop(reading.SideTables);
    }

    private void Drop(ImmutableArray<string> tables)
    {
        foreach (var table in tables)
        {
            _session.DropTable(table);
        }
    }

    private string NextStage() => TelemetryCatalog.StageName(++_stages);

    private static string FirstLine(string? error) => error?.Split('\n')[0].Trim() ?? string.Empty;

    private static RecordOutcome Outcome(object? value) => value switch
    {
        "used" => RecordOutcome.Used,
        "skipped" => RecordOutcome.Skipped,
        "rejected" => RecordOutcome.Rejected,
        "header" => RecordOutcome.Header,
        _ => throw new InvalidOperationException($"'{value}' is no outcome."),
    };

    private static int Index(object? value) => (int)Number(value);

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
