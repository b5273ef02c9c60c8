using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tocsin.Telemetry.Store;

/// <summary>One source file that was taken in, by its content.</summary>
public sealed record StoreSource(string Path, string Sha256, long Bytes);

/// <summary>One Parquet file of the store: a table's rows of one day (null for rows without a time), in order of time.</summary>
/// <param name="Path">Below the store's folder, with slashes.</param>
/// <param name="First">Ticks of the earliest row.</param>
/// <param name="Last">Ticks of the latest row.</param>
public sealed record StoreFile(string Table, DateOnly? Day, string Path, long Rows, long? First, long? Last, string Sha256);

/// <summary>What one run of <c>ingest</c> acknowledged. Files that no manifest names do not exist for readers.</summary>
public sealed record StoreManifest(string Id, DateTime Created, IReadOnlyList<StoreSource> Sources, IReadOnlyList<StoreFile> Files);

[JsonSerializable(typeof(StoreManifest))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class StoreJson : JsonSerializerContext;
