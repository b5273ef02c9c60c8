using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Files.Zstandard;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Sampling;
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
    public static bool IsStore(string folder) =>
        File.Exists(Path.Combine(folder, LockFile)) || (Directory.Exists(Path.Combine(folder, ManifestFolder)) && Directory.Exists(Path.Combine(folder, DataFolder)));

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

    /// <summary>Of what a file of gzip or zstd holds; null of others, of damaged ones, and of those that unpack beyond the bound.</summary>
    public static string? HashOfContent(string path)
    {
        using var stored = SampleReader.Open(path);
        var head = new byte[4];
        var isGzip = stored.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[0] == 0x1F && head[1] == 0x8B;
        if (!isGzip && !ZstandardStream.IsFrame(head))
        {
            return null;
        }

        stored.Position = 0;
        using Stream unpacked = isGzip ? new GZipStream(stored, CompressionMode.Decompress) : new ZstandardStream(stored);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var left = TelemetryOptions.Default.RatioFreeBytes + (stored.Length * TelemetryOptions.Default.MaximumRatio);
        try
        {
            while (unpacked.Read(buffer) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                left -= read;
                if (left < 0)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
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
        .. Manifests.SelectMany(m => m.Files.Select(f => (File: f, Columns: m.Columns?.GetValueOrDefault(f.Table))))
            .GroupBy(f => f.File.Table, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Schema: KnownTables.Find(g.Key), Files: g))
            .Where(t => t.Schema is not null)
            .Select(t => new LoadedTable(t.Schema!, [.. Sources(t.Schema!, t.Files)])),
    ];

    /// <summary>Files of the same columns are read together.</summary>
    private IEnumerable<TableSource> Sources(TableSchema schema, IEnumerable<(StoreFile File, IReadOnlyList<string>? Columns)> files) =>
        from file in files
        group file by string.Join('\n', file.Columns ?? []) into alike
        select Source(schema, alike.First().Columns?.ToHashSet(StringComparer.Ordinal), [.. alike.Select(f => f.File)]);

    private TableSource Source(TableSchema schema, HashSet<string>? columns, StoreFile[] files)
    {
        var time = Column(Records, "Timestamp");
        return new TableSource(schema, Rows(schema, columns, files), IsDirectScan: true, new NativeTimeColumn("Timestamp", NativeTimeKind.Ticks, Bounded));

        SqlQuery Bounded(long? from, long? to)
        {
            StoreFile[] within = [.. files.Where(f => f.First is null || ((to is null || f.First <= to) && (from is null || f.Last >= from)))];
            return within.Length == 0
                ? Rows(schema, columns, [files[0]]) with { Where = False }
                : NativeTimeBounds.Apply(Rows(schema, columns, within), time, NativeTimeKind.Ticks, from, to);
        }
    }

    /// <summary>Columns that the schema got after the files were written are empty in them.</summary>
    private SqlSelect Rows(TableSchema schema, HashSet<string>? columns, IEnumerable<StoreFile> files) => new()
    {
        Items = [.. schema.Columns.Select(c => new SqlSelectItem(columns?.Contains(c.Name) != false ? Column(Records, c.Name) : SqlTypes.Default(c.Type), c.Name))],
        From = FileScan.Parquet([.. files.Select(f => new InputFile(f.Path, Path.Combine(Folder, f.Path)))], Records),
    };
}
