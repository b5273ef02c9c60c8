using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Says whether every record of a delimited file is well formed: as many fields as there are columns, quotes only
/// around whole fields, one kind of line end, none too long, UTF-8. DuckDB reads such files fast and right; of others
/// it drops rows without a word (a record beyond its buffer, lines behind an open quote), miscounts, or takes memory
/// without bound. Works on masks of 64 bytes, at a few gigabytes a second.
/// </summary>
internal sealed class CsvScreen(CsvShape shape, int maximumRecordBytes)
{
    private const int Block = 64;
    private const int ChunkBytes = 1 << 20;

    private readonly bool _isQuoting = shape.Delimiter is not null;
    private readonly Vector512<byte> _delimiter = Vector512.Create((byte)(shape.Delimiter ?? '\0'));

    // Carried from block to block: whether the block begins inside quotes (all bits), and what its predecessor's last
    // byte was (lowest bit).
    private ulong _inside;
    private ulong _afterBoundary = 1;
    private ulong _afterClosing;
    private ulong _afterReturn;

    private int _linesToSkip = shape.Skip;
    private int _fields = 1;
    private long _position;
    private long _recordStart;
    private bool _hasPairedEnds;
    private bool _hasPlainEnds;

    public static bool IsClean(string path, CsvShape shape, int maximumRecordBytes)
    {
        using var stream = Sampling.SampleReader.Open(path);
        return new CsvScreen(shape, maximumRecordBytes).IsClean(stream);
    }

    private bool IsClean(FileStream stream)
    {
        // The bytes of a character that a chunk cuts off are put in front of the next one.
        var buffer = new byte[Block + ChunkBytes];
        var carried = 0;
        while (true)
        {
            var length = stream.ReadAtLeast(buffer.AsSpan(Block), ChunkBytes, throwOnEndOfStream: false);
            var isLast = length < ChunkBytes;
            var characters = buffer.AsSpan(Block - carried, carried + length);
            var cut = isLast ? 0 : CutOff(characters);
            if (!Utf8.IsValid(characters[..^cut]) || !IsChunkClean(buffer.AsSpan(Block, length)))
            {
                return false;
            }

            if (isLast)
            {
                return IsEndClean();
            }

            characters[^cut..].CopyTo(buffer.AsSpan(Block - cut));
            carried = cut;
        }
    }

    /// <summary>How many bytes at the end begin a character without ending it.</summary>
    private static int CutOff(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if (value >= 0xC0)
            {
                var needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return needed > back ? back : 0;
            }

            if (value < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private bool IsChunkClean(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= Block)
        {
            if (!IsBlockClean(Vector512.Create(bytes), Block))
            {
                return false;
            }

            bytes = bytes[Block..];
        }

        if (bytes.IsEmpty)
        {
            return true;
        }

        Span<byte> padded = stackalloc byte[Block];
        padded.Clear();
        bytes.CopyTo(padded);
        return IsBlockClean(Vector512.Create<byte>(padded), bytes.Length);
    }

    private bool IsBlockClean(Vector512<byte> block, int length)
    {
        var valid = length == Block ? ulong.MaxValue : (1UL << length) - 1;
        var quotes = _isQuoting ? Mask(block, (byte)'"') : 0;
        var inside = InsideQuotes(quotes) ^ _inside;
        var returns = Mask(block, (byte)'\r') & ~inside;
        var newLines = Mask(block, (byte)'\n') & ~inside;
        var delimiters = _isQuoting ? Vector512.Equals(block, _delimiter).ExtractMostSignificantBits() & ~inside : 0;
        var ends = delimiters | newLines | returns;
        var closing = quotes & ~inside;

        // A quote opens at the start of a field, or right behind a closing one (an escaped quote); behind a closing
        // one comes the end of the field; a carriage return belongs to a line feed.
        var afterReturn = (returns << 1) | _afterReturn;
        var faults = (quotes & inside & ~((((ends | closing) << 1) | _afterBoundary)))
            | (((closing << 1) | _afterClosing) & ~(ends | quotes))
            | (afterReturn & ~newLines);
        if ((faults & valid) != 0 || !AreEndsUniform(newLines, afterReturn))
        {
            return false;
        }

        var last = length - 1;
        _inside = ((inside >> last) & 1) == 0 ? 0 : ulong.MaxValue;
        _afterBoundary = ((ends | closing) >> last) & 1;
        _afterClosing = (closing >> last) & 1;
        _afterReturn = (returns >> last) & 1;
        return AreRecordsClean(newLines, delimiters, length);
    }

    private static ulong Mask(Vector512<byte> block, byte value) =>
        Vector512.Equals(block, Vector512.Create(value)).ExtractMostSignificantBits();

    /// <summary>Bits from each opening quote up to before its closing one: the parity of quotes so far.</summary>
    private static ulong InsideQuotes(ulong quotes)
    {
        var parity = quotes ^ (quotes << 1);
        parity ^= parity << 2;
        parity ^= parity << 4;
        parity ^= parity << 8;
        parity ^= parity << 16;
        return parity ^ (parity << 32);
    }

    private bool AreEndsUniform(ulong newLines, ulong afterReturn)
    {
        _hasPairedEnds |= (newLines & afterReturn) != 0;
        _hasPlainEnds |= (newLines & ~afterReturn) != 0;
        return !_isQuoting || !(_hasPairedEnds && _hasPlainEnds);
    }

    private bool AreRecordsClean(ulong newLines, ulong delimiters, int length)
    {
        while (newLines != 0)
        {
            var index = BitOperations.TrailingZeroCount(newLines);
            var before = delimiters & ((1UL << index) - 1);
            _fields += BitOperations.PopCount(before);
            if (!IsRecordClean(_position + index))
            {
                return false;
            }

            delimiters &= ~before;
            newLines &= newLines - 1;
        }

        _fields += BitOperations.PopCount(delimiters);
        _position += length;
        return _position - _recordStart <= maximumRecordBytes;
    }

    private bool IsRecordClean(long end)
    {
        var length = end - _recordStart;
        var isCounted = _isQuoting && _linesToSkip == 0 && length > (_hasPairedEnds ? 1 : 0);
        var isClean = length <= maximumRecordBytes && (!isCounted || _fields == shape.Columns);
        _linesToSkip = Math.Max(0, _linesToSkip - 1);
        _fields = 1;
        _recordStart = end + 1;
        return isClean;
    }

    private bool IsEndClean() => _inside == 0 && _afterReturn == 0 && (_position == _recordStart || IsRecordClean(_position));
}
