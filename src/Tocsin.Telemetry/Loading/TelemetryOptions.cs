using System.Collections.Immutable;
using Tocsin.Telemetry.Mapping;

namespace Tocsin.Telemetry.Loading;

public sealed record TelemetryOptions
{
    public static readonly TelemetryOptions Default = new();

    /// <summary>Full path → table name, for files whose table is said rather than recognised.</summary>
    public ImmutableDictionary<string, string> Tables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The user's own mappings, which are asked before every format that is known.</summary>
    public ImmutableArray<FileMapping> Mappings { get; init; } = [];

    /// <summary>Full path → the copy that is read in its place, without the lines that its owner would count.</summary>
    public ImmutableDictionary<string, string> Copies { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the path <c>-</c> stands for. It is read once, into the temporary folder.</summary>
    public Func<Stream> StandardInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Where archives are unpacked and text is transcoded; a folder of ours below it is removed at the end.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>Bytes that unpacking and transcoding may write in all.</summary>
    public long MaximumTemporaryBytes { get; init; } = 64L << 30;

    /// <summary>
    /// Unpacked bytes for each packed byte of one member, looked at beyond <see cref="RatioFreeBytes"/>. Event logs
    /// compress to a fiftieth; deflate cannot exceed 1,032.
    /// </summary>
    public int MaximumRatio { get; init; } = 300;

    public long RatioFreeBytes { get; init; } = 64L << 20;

    public int MaximumMembers { get; init; } = 10_000;

    /// <summary>Whether all rejected records are kept with their text, or a few of each file.</summary>
    public bool KeepsRejections { get; init; }

    /// <summary>A longer record may be rejected, and is where it does not fit into a reader's buffer.</summary>
    public int MaximumRecordBytes { get; init; } = 16 << 20;
}
