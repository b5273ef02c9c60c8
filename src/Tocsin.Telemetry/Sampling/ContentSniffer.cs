using Tocsin.Telemetry.Evtx;
using Tocsin.Telemetry.Files.Zstandard;

namespace Tocsin.Telemetry.Sampling;

/// <summary>What the first bytes of a file say it is; its name is never asked.</summary>
internal static class ContentSniffer
{
    private const int TarMagicOffset = 257;

    public static ContentKind Sniff(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return ContentKind.Empty;
        }

        if (Magic(head) is { } kind)
        {
            return kind;
        }

        // A file that was laid out before it was written, or not closed, ends in zeros.
        var text = head.TrimEnd((byte)0);
        return text.IsEmpty ? ContentKind.Binary
            : text.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? ContentKind.Empty
            : text.Contains((byte)0) ? WithZeros(text)
            : ContentKind.Text;
    }

    /// <summary>The UTF-8 byte order mark's length, or 0.</summary>
    public static int Utf8MarkLength(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static ContentKind? Magic(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return ContentKind.Gzip;
        }

        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
        {
            return ContentKind.Zip;
        }

        if (head.StartsWith("PAR1"u8) || head.StartsWith("PARE"u8))
        {
            return ContentKind.Parquet;
        }

        if (EvtxReader.IsEventLog(head))
        {
            return ContentKind.Evtx;
        }

        if (ZstandardStream.IsFrame(head))
        {
            return ContentKind.Zstd;
        }

        if (head.Length > TarMagicOffset + 5 && head[TarMagicOffset..].StartsWith("ustar"u8))
        {
            return ContentKind.Tar;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return ContentKind.Utf16LittleEndian;
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? ContentKind.Utf16BigEndian : null;
    }

    /// <summary>
    /// UTF-16 of mostly Latin text has its zeros at odd (little endian) or even offsets only; a stray NUL in a log is
    /// a bad record, not a binary file.
    /// </summary>
    private static ContentKind WithZeros(ReadOnlySpan<byte> head)
    {
        var even = 0;
        var odd = 0;
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] == 0)
            {
                _ = (i & 1) == 0 ? even++ : odd++;
            }
        }

        var pairs = head.Length / 2;
        if (odd > pairs * 7 / 10 && even <= pairs / 50)
        {
            return ContentKind.Utf16LittleEndian;
        }

        if (even > pairs * 7 / 10 && odd <= pairs / 50)
        {
            return ContentKind.Utf16BigEndian;
        }

        return even + odd > head.Length / 100 + 4 ? ContentKind.Binary : ContentKind.Text;
    }
}
