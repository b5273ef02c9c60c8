using System.Collections.Immutable;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// How much of a file the database's JSON reader takes at a time. What it takes at a time becomes row groups of the table
/// as it stands where it fills one; less is copied a second time, together with what its neighbours took.
/// </summary>
internal static class ScanBuffers
{
    /// <summary>Rows of a row group (https://duckdb.org/docs/stable/guides/performance/how_to_tune_workloads), and some more, since records differ in length.</summary>
    private const long Rows = 122_880 * 9 / 8;

    /// <summary>Its buffers hold two of the largest objects, and 32 MB at least.</summary>
    private const int ObjectsABuffer = 2;

    /// <summary>The option maximum_object_size: larger than records are, where that pays and there is the memory.</summary>
    public static long MaximumObjectBytes(ImmutableArray<InputFile> files, int recordBytes, TelemetryOptions options)
    {
        var wanted = Rows * recordBytes;
        var largest = files.Where(f => f.Compression == FileCompression.None).Select(f => new FileInfo(f.Path).Length).DefaultIfEmpty().Max();

        // Each thread should have some to read.
        var pays = wanted * options.Threads * 2 <= largest;
        return pays && wanted <= options.BufferBytes ? Math.Max(options.MaximumRecordBytes, wanted / ObjectsABuffer) : options.MaximumRecordBytes;
    }
}
