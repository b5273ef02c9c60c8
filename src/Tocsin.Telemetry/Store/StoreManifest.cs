using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tocsin.Telemetry.Store;

/// <summary>One source file that was taken in, by its content.</summary>
/// <param name="Content">The checksum of what it holds, where it is packed by gzip or zstd; without it, manifests are as those of stores that had none.</param>
public sealed record StoreSource(
    string Path, string Sha256, long Bytes, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content = null)
{
    /// <summary>The same for a file and for what gzip or zstd made of it.</summary>
    [JsonIgnore]
    public string Identity => Content ?? Sha256;
}

/// <summary>One Parquet file of the store: a table's rows of one day (null for rows without a time), in order of time.</summary>
/// <param name="Path">Below the store's folder, with slashes.</param>
/// <param name="First">Ticks of the earliest row.</param>
/// <param name="Last">Ticks of the latest row.</param>
public sealed record StoreFile(string Table, DateOnly? Day, string Path, long Rows, long? First, long? Last, string Sha256)
{
    /// <summary>Whether the path leads nowhere but below the folder of data.</summary>
    internal bool IsInStore => Path.StartsWith(TelemetryStore.DataFolder + "/", StringComparison.Ordinal)
        && !Path.Split('/', '\\').Any(part => part is "" or "." or "..");
}

/// <summary>What one run of <c>ingest</c> acknowledged. Files that no manifest names do not exist for readers.</summary>
/// <param name="Check">Of all else that the manifest says; null in those of stores that had none.</param>
public sealed record StoreManifest(string Id, DateTime Created, IReadOnlyList<StoreSource> Sources, IReadOnlyList<StoreFile> Files, string? Check = null)
{
    /// <summary>
    /// The columns of the files, by table: the schema may have got others since. Null in manifests of stores that did not say;
    /// theirs are the schema's.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Columns { get; init; }

    /// <exception cref="InvalidDataException">It is no manifest, or was changed.</exception>
    public static StoreManifest Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var manifest = JsonSerializer.Deserialize(file, StoreJson.Default.StoreManifest) ?? throw Damaged(path, "it is empty");
            return manifest.Check is not null && !manifest.Check.Equals(manifest.Sum(), StringComparison.Ordinal) ? throw Damaged(path, "it was changed")
                : manifest.Files.FirstOrDefault(f => !f.IsInStore) is { } outside ? throw Damaged(path, $"it names '{outside.Path}'")
                : manifest;
        }
        catch (JsonException e)
        {
            throw Damaged(path, string.Create(CultureInfo.InvariantCulture, $"its line {e.LineNumber + 1} is not what one says"));
        }
    }

    /// <summary>Writes it with its check, to the disk.</summary>
    public void Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        JsonSerializer.Serialize(file, this with { Check = Sum() }, StoreJson.Default.StoreManifest);
        file.Flush(flushToDisk: true);
    }

    private string Sum() => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(this with { Check = null }, StoreJson.Default.StoreManifest)));

    private static InvalidDataException Damaged(string path, string why) => new(
        $"'{path}' is a damaged manifest: {why}. Put a copy of it back; or remove it, and ingest its run's files again: its rows are then none of the store's.");
}

[JsonSerializable(typeof(StoreManifest))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
internal sealed partial class StoreJson : JsonSerializerContext;
