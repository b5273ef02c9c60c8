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
        new WindowsEventReader(),
        new ZeekJsonReader(),
        new FlatJsonReader(),
        new FlatCsvReader(),
    ];
}
