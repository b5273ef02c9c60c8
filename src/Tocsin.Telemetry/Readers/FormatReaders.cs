using System.Collections.Immutable;

namespace Tocsin.Telemetry.Readers;

internal static class FormatReaders
{
    /// <summary>In the order in which they are asked: what the user says, what is told apart by a mark before what is told apart by columns.</summary>
    public static readonly ImmutableArray<IFormatReader> All =
    [
        new MappedFileReader(),
        new ParquetReader(),
        new ZeekTsvReader(),
        new DefenderStreamingReader(),
        new DetectionListReader(),
        new WindowsEventReader(),
        new ZeekJsonReader(),
        new FlatJsonReader(),
        new FlatCsvReader(),
    ];

    /// <summary>Those that are asked for a file that the user binds to a table of their own.</summary>
    public static readonly ImmutableArray<IFormatReader> OfOwnTables = [.. All.Where(r => r is ParquetReader or FlatJsonReader or FlatCsvReader)];

    /// <summary>Those that are asked for a file that the user binds to a table which only files of its own columns fill.</summary>
    public static readonly ImmutableArray<IFormatReader> OfTables = [.. All.Where(r => r is MappedFileReader or ParquetReader or FlatJsonReader or FlatCsvReader)];
}
