using System.Collections.Immutable;
using Tocsin.DuckDb;
using Tocsin.Engine.Results;
using Tocsin.Engine.Sources;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Store;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Engine.Store;

/// <summary>Files → a store: what it has not seen yet is read, completed and kept by table and day.</summary>
internal sealed class StoreIngest(DuckDbSession session, TelemetryOptions options, IProgress<string> progress, CancellationToken cancellation)
{
    public IngestSummary Run(IngestRequest request)
    {
        var mappings = Mappings.Read(request.Mappings);
        try
        {
            using var held = TelemetryStore.Lock(request.Store);
            return Run(request, mappings, TelemetryStore.Open(request.Store));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UnreadableDataException($"The store '{request.Store}' cannot be written: {e.Message}", e);
        }
    }

    private IngestSummary Run(IngestRequest request, ImmutableArray<FileMapping> mappings, TelemetryStore store)
    {
        var missing = request.Paths.FirstOrDefault(p => TelemetryCatalog.Find([p]).Count == 0);
        if (missing is not null)
        {
            throw new UnreadableDataException($"'{missing}' does not exist or matches no file.");
        }

        // What a run that was killed left behind is no part of the store.
        foreach (var leftover in store.Leftovers().ToArray())
        {
            File.Delete(leftover);
        }

        progress.Report("Comparing with the store…");
        var seen = store.Manifests.SelectMany(m => m.Sources).SelectMany(s => (string[])[s.Sha256, s.Identity]).ToHashSet(StringComparer.Ordinal);
        using var copies = new TemporaryFolder(options.TemporaryFolder);
        var input = new SpooledInput(copies);
        var found = TelemetryCatalog.Find(request.Paths).Select(p => Source(p, input)).ToArray();
        StoreSource[] added = [.. found.Where(s => !seen.Contains(s.Sha256) && !seen.Contains(s.Identity)).DistinctBy(s => s.Identity, StringComparer.Ordinal)];
        var grown = new GrownFiles(store, copies);
        added = [.. added.Where(grown.Take)];
        if (added.Length == 0)
        {
            Accounts.Write(LoadedTelemetry.None, request.Accounts);
            return new IngestSummary(0, found.Length - grown.Warnings.Count, [], [], 0, grown.Warnings);
        }

        progress.Report("Reading events…");
        using var set = TelemetryCatalog.Open(added.Select(s => s.Path), options with
        {
            KeepsRejections = request.Rejects is not null,
            Mappings = mappings,
            StandardInput = input.Open,
            Copies = grown.Copies,
        });
        var loaded = TelemetryLoader.Load(set, new TelemetrySession(session, cancellation));
        Accounts.Write(loaded, request.Accounts);
        Rejects.WriteOrFail(loaded, request.Rejects, request.IsStrict);
        RequireUnchanged(added);
        var id = $"{DateTime.UtcNow:yyyyMMdd'T'HHmmssfffffff}-{Guid.NewGuid():N}";
        var files = loaded.Tables.SelectMany(t => Write(store, t, id)).ToArray();

        // What no format or mapping took may be taken another time.
        var leftOut = loaded.Skipped.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        StoreSource[] taken = [.. added.Where(s => !leftOut.Contains(s.Path))];
        var columns = loaded.Tables.ToDictionary(t => t.Schema.Name, IReadOnlyList<string> (t) => [.. t.Schema.Columns.Select(c => c.Name)], StringComparer.Ordinal);
        store.Commit(new StoreManifest(id, DateTime.UtcNow, taken, files) { Columns = columns });
        return new IngestSummary(
            taken.Length,
            found.Length - added.Length - grown.Warnings.Count,
            DataSummaries.Counts(loaded, RecordOutcome.Used),
            DataSummaries.Counts(loaded, RecordOutcome.Skipped),
            loaded.Records(RecordOutcome.Rejected),
            [.. grown.Warnings, .. loaded.Diagnostics.Where(DataSummaries.IsWarning).Select(DataSummaries.InWords)]);
    }

    /// <summary>What is remembered of a file is its content before it was read: that has to be what was read.</summary>
    private static void RequireUnchanged(IEnumerable<StoreSource> sources)
    {
        var changed = sources.FirstOrDefault(s => s.Path is not TelemetryCatalog.StandardInput && new FileInfo(s.Path) is var file && (!file.Exists || file.Length != s.Bytes));
        if (changed is not null)
        {
            throw new UnreadableDataException($"'{changed.Path}' changed while it was read; nothing was added. Ingest it when nothing writes to it, or a copy of it.");
        }
    }

    private static StoreSource Source(string path, SpooledInput input)
    {
        var isInput = path is TelemetryCatalog.StandardInput;
        var file = isInput ? input.Path : Path.GetFullPath(path);
        return new StoreSource(isInput ? path : file, TelemetryStore.HashOf(file), new FileInfo(file).Length, TelemetryStore.HashOfContent(file));
    }

    private List<StoreFile> Write(TelemetryStore store, LoadedTable table, string id)
    {
        var name = table.Schema.Name;
        var rows = new SqlDerived(table.Rows, "events");
        var time = S.Column("Timestamp");
        var day = S.IntegerDivide(time, S.BigInt(TimeSpan.TicksPerDay));
        var perDay = new SqlSelect
        {
            Items = [new(day), new(S.Call("count", new SqlStar())), new(S.Call("min", time)), new(S.Call("max", time))],
            From = rows,
            GroupBy = [day],
            OrderBy = [new SqlOrdering(day, IsDescending: false, NullsFirst: false)],
        };
        List<(long? Day, long Rows, long? First, long? Last)> days;
        using (var result = session.Query(DuckDbWriter.Write(perDay), cancellation))
        {
            days = [.. result.ReadRows().Select(r => ((long?)r[0], (long)r[1]!, (long?)r[2], (long?)r[3]))];
        }

        var files = new List<StoreFile>();
        foreach (var (number, count, first, last) in days)
        {
            cancellation.ThrowIfCancellationRequested();
            DateOnly? date = number is { } days0 ? DateOnly.FromDateTime(new DateTime(days0 * TimeSpan.TicksPerDay, DateTimeKind.Utc)) : null;
            progress.Report($"Writing {name}, {date?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "without a time"}…");
            var unfinished = store.Begin(name, date, id, out var relative);
            var ofDay = new SqlSelect
            {
                Items = [new(new SqlStar())],
                From = rows,
                Where = first is { } start && last is { } end ? S.And(S.GreaterOrEqual(time, S.BigInt(start)), S.LessOrEqual(time, S.BigInt(end))) : S.IsNull(time),
                OrderBy = [new SqlOrdering(time, IsDescending: false, NullsFirst: false)],
            };
            ParquetWriter.Store(session, ofDay, unfinished, cancellation);
            var hash = TelemetryStore.HashOf(unfinished);
            TelemetryStore.Keep(unfinished);
            files.Add(new StoreFile(name, date, relative, count, first, last, hash));
        }

        return files;
    }
}
