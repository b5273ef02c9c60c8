namespace Tocsin.Telemetry.Sampling;

internal enum ContentKind
{
    Empty,
    Text,
    Utf16LittleEndian,
    Utf16BigEndian,
    Gzip,
    Zip,
    Tar,
    Zstd,
    Parquet,
    Evtx,
    Binary,
}
