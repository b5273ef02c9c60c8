using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Store;

/// <summary>
/// A folder of Parquet files by table and day. Files and manifests are written under other names and renamed once they
/// are on the disk, the manifest last: whatever happens before that leaves no trace for readers. Nothing that a manifest
/// names is ever changed, so reading needs no lock.
/// </summary>
public sealed class TelemetryStore
{
    internal const string DataFolder = "data";

    private const string ManifestFolder = "manifests";
    private const string LockFile = "ingest.lock";
    private const string Records = "stored";

    private TelemetryStore(string folder, IReadOnlyList<StoreManifest> manifests)
    {
        Folder = folder;
        Manifests = manifests;
    }

    public string Folder { get; }

    /// <summary>What was acknowledged when the store was opened, oldest first.</summary>
    public IReadOnlyList<StoreManifest> Manifests { get; }

    public IEnumerable<StoreFile> Files => Manifests.SelectMany(m => m.Files);

    /// <summary>Whether the folder is a store, or was begun as one.</summary>
    internal static bool IsStore(string folder) => File.Exists(Path.Combine(folder, LockFile));

    /// <exception cref="InvalidDataException">A manifest cannot be read.</exception>
    public static TelemetryStore Open(string folder)
    {
        var manifests = Path.Combine(folder, ManifestFolder);
        var found = Directory.Exists(manifests) ? Directory.EnumerateFiles(manifests, "*.json").Order(StringComparer.Ordinal).Select(StoreManifest.Read) : [];
        return new TelemetryStore(Path.GetFullPath(folder), [.. found.OrderBy(m => m.Created).ThenBy(m => m.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Held while files are added or removed; a process that dies lets go of it.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static IDisposable Lock(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, LockFile);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException("another run of ingest or prune is writing to it; try again when that has ended", e);
        }
    }

    public static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Where a file of the store is to be written; the name becomes its own by <see cref="Keep"/>.</summary>
    public string Begin(string table, DateOnly? day, string id, out string relative)
    {
        relative = $"{DataFolder}/{table}/day={day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "none"}/{id}.parquet";
        var path = Path.Combine(Folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path + ".part";
    }

    /// <summary>Puts a finished file under its name, once it is on the disk.</summary>
    public static void Keep(string unfinished)
    {
        using (var file = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, unfinished[..^".part".Length], overwrite: true);
    }

    /// <summary>
    /// Acknowledges: from here on, readers see what the manifest names. The names of files are on the disk before that of the
    /// manifest, and that before this returns, so that not even power that fails takes back what was acknowledged.
    /// </summary>
    public void Commit(StoreManifest manifest)
    {
        DurableNames.Keep(Folder, manifest.Files.Select(f => Path.GetDirectoryName(Path.Combine(Folder, f.Path))!));
        var folder = Directory.CreateDirectory(Path.Combine(Folder, ManifestFolder)).FullName;
        var path = Path.Combine(folder, manifest.Id + ".json");
        manifest.Write(path + ".part");
        File.Move(path + ".part", path, overwrite: true);
        DurableNames.Keep(Folder, [folder]);
    }

    /// <summary>Files that no manifest names, such as were begun and never acknowledged; full paths.</summary>
    public IEnumerable<string> Leftovers()
    {
        var known = Files.Select(f => Path.GetFullPath(Path.Combine(Folder, f.Path))).ToHashSet(StringComparer.Ordinal);
        return Below(DataFolder, "*").Where(f => !known.Contains(f)).Concat(Below(ManifestFolder, "*.part"));
    }

    /// <summary>A file that a manifest names and that is not there, or null. It was pruned since, or is lost.</summary>
    public StoreFile? Missing() => Files.FirstOrDefault(f => !File.Exists(Path.Combine(Folder, f.Path)));

    private IEnumerable<string> Below(string folder, string pattern) =>
        Path.Combine(Folder, folder) is var path && Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories) : [];

    /// <summary>The tables as queries read them: a condition on time leaves out the files of other days.</summary>
    public ImmutableArray<LoadedTable> Tables() =>
    [
        .. Files.GroupBy(f => f.Table, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Schema: KnownTables.Find(g.Key), Files: g.ToArray()))
            .Where(t => t.Schema is not null)
            .Select(t => new LoadedTable(t.Schema!, [Source(t.Schema!, t.Files)])),
    ];

    private TableSource Source(TableSchema schema, StoreFile[] files)
    {
        var time = Column(Records, "Timestamp");
        return new TableSource(schema, Rows(schema, files), IsDirectScan: true, new NativeTimeColumn("Timestamp", NativeTimeKind.Ticks, Bounded));

        SqlQuery Bounded(long? from, long? to)
        {
            StoreFile[] within = [.. files.Where(f => f.First is null || ((to is null || f.First <= to) && (from is null || f.Last >= from)))];
            return within.Length == 0
                ? Rows(schema, [files[0]]) with { Where = False }
                : NativeTimeBounds.Apply(Rows(schema, within), time, NativeTimeKind.Ticks, from, to);
        }
    }

    private SqlSelect Rows(TableSchema schema, IEnumerable<StoreFile> files) => new()
    {
        Items = [.. schema.Columns.Select(c => new SqlSelectItem(Column(Records, c.Name), c.Name))],
        From = FileScan.Parquet([.. files.Select(f => new InputFile(f.Path, Path.Combine(Folder, f.Path)))], Records),
    };
}
