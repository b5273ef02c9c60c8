using System.IO.Compression;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Files.Zstandard;

namespace Tocsin.Telemetry.Sampling;

internal static class SampleReader
{
    /// <summary>The first bytes of the file as it is stored.</summary>
    public static byte[] Stored(string path, out bool isWhole)
    {
        using var stream = Open(path);
        return Head(stream, out isWhole);
    }

    /// <summary>The first bytes of what a gzip file holds; what a damaged one still gives.</summary>
    public static byte[] Gunzipped(string path, out bool isWhole)
    {
        using var stream = Open(path);
        using var gzip = new GZipStream(stream, CompressionMode.Decompress);
        return Head(gzip, out isWhole);
    }

    /// <summary>The first bytes of what a zstd file holds; what a damaged one still gives.</summary>
    public static byte[] OfZstandard(string path, out bool isWhole)
    {
        using var unpacked = new ZstandardStream(Open(path));
        return Head(unpacked, out isWhole);
    }

    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    public static Stream OpenUnpacked(InputFile file) => file.Compression == FileCompression.Gzip
        ? new GZipStream(Open(file.Path), CompressionMode.Decompress)
        : Open(file.Path);

    /// <summary>The unpacked data as far as there is any, with an end where it is damaged.</summary>
    public static Stream OpenReadable(InputFile file) => file.Compression == FileCompression.Gzip ? new ReadableStream(OpenUnpacked(file)) : Open(file.Path);

    /// <summary>Whether the data of a gzip file is there to its end, with the checksum that it says.</summary>
    public static bool IsWhole(InputFile file)
    {
        var buffer = new byte[1 << 16];
        using var stream = OpenUnpacked(file);
        try
        {
            while (stream.Read(buffer) > 0)
            {
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] Head(Stream stream, out bool isWhole)
    {
        var buffer = new byte[ContentSample.Size];
        var length = 0;
        try
        {
            while (length < buffer.Length)
            {
                var read = stream.Read(buffer, length, buffer.Length - length);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            isWhole = length < buffer.Length;
        }
        catch (InvalidDataException) when (length > 0)
        {
            isWhole = false;
        }

        return buffer[..length];
    }
}
