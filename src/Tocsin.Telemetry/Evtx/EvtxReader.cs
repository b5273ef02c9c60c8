using System.Buffers.Binary;

namespace Tocsin.Telemetry.Evtx;

/// <summary>What was found wrong with an event log, beside records that are rejected.</summary>
internal sealed record EvtxCondition(bool IsDirty, int DamagedChunks, long Records, long Unreadable);

/// <summary>
/// Reads a Windows event log chunk by chunk and writes each record as a JSON object a line; a record that cannot be
/// decoded becomes an object that says why. Counts in headers are not trusted: a log that was not closed, or was copied
/// while it was written, has more chunks and records than its headers say.
/// </summary>
internal sealed class EvtxReader
{
    public const int ChunkSize = 1 << 16;
    public const string LostRecord = "a record that its chunk counts is not there";
    public const string BadRecord = "a damaged record";

    /// <summary>
    /// No sound record comes near: a chunk's 64 KB hold at most half as many characters, and JSON writes one as six
    /// bytes at most. Templates that repeat values, or contain each other, could unfold without end.
    /// </summary>
    private const int MaximumRecordBytes = 8 * ChunkSize;
    private const long MaximumChunkBytes = 256 * ChunkSize;

    private const int FileHeaderSize = 4096;
    private const int ChunkHeaderSize = 512;
    private const int RecordHeaderSize = 24;

    /// <summary>Header, one token, the size again.</summary>
    private const int SmallestRecord = RecordHeaderSize + 1 + 4;
    private const uint DirtyFlag = 1;

    private readonly BinaryXmlDecoder _decoder;
    private readonly EventJsonWriter _writer;
    private readonly Stream _output;
    private readonly byte[] _chunk = new byte[ChunkSize];
    private long _records;
    private long _unreadable;
    private int _damaged;
    private long _chunkBytes;

    private EvtxReader(Stream output)
    {
        _output = output;
        _decoder = new BinaryXmlDecoder(MaximumRecordBytes);
        _writer = new EventJsonWriter(MaximumRecordBytes);
    }

    private static ReadOnlySpan<byte> ChunkMark => "ElfChnk\0"u8;

    private static ReadOnlySpan<byte> RecordMark => "**\0\0"u8;

    /// <summary>Whether the bytes begin an event log, or one whose file header is lost.</summary>
    public static bool IsEventLog(ReadOnlySpan<byte> head) =>
        head.StartsWith("ElfFile\0"u8) || head.StartsWith(ChunkMark)
        || (head.Length >= FileHeaderSize + ChunkMark.Length && head[FileHeaderSize..].StartsWith(ChunkMark));

    public static EvtxCondition Read(Stream input, Stream output)
    {
        var reader = new EvtxReader(output);
        var isDirty = reader.ReadChunks(input);
        return new EvtxCondition(isDirty, reader._damaged, reader._records, reader._unreadable);
    }

    private bool ReadChunks(Stream input)
    {
        var isDirty = false;
        var length = Fill(input, 0);
        if (!_chunk.AsSpan(0, length).StartsWith(ChunkMark) && length > 0)
        {
            isDirty = length >= 124 && (BinaryPrimitives.ReadUInt32LittleEndian(_chunk.AsSpan(120)) & DirtyFlag) != 0;
            length = Shift(input, Math.Min(FileHeaderSize, length), length);
        }

        while (length > 0)
        {
            if (_chunk.AsSpan(0, length).StartsWith(ChunkMark) || NextMark(length) is not { } next)
            {
                Chunk(length);
                length = Fill(input, 0);
            }
            else
            {
                // Chunks lie at multiples of 64 KB unless bytes were lost or added before them.
                _damaged++;
                length = Shift(input, next, length);
            }
        }

        return isDirty;
    }

    private int? NextMark(int length)
    {
        var next = _chunk.AsSpan(0, length).IndexOf(ChunkMark);
        return next < 0 ? null : next;
    }

    private int Fill(Stream input, int kept)
    {
        var length = kept;
        try
        {
            while (length < ChunkSize && input.Read(_chunk.AsSpan(length)) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (InvalidDataException)
        {
            // Compressed data that ends before its end: what was read so far stands.
            _damaged++;
        }

        return length;
    }

    private int Shift(Stream input, int start, int length)
    {
        _chunk.AsSpan(start, length - start).CopyTo(_chunk);
        return Fill(input, length - start);
    }

    private void Chunk(int length)
    {
        var chunk = _chunk.AsSpan(0, length);
        if (chunk.IndexOfAnyExcept((byte)0) < 0)
        {
            return;
        }

        var header = ChunkHeader.Read(chunk);
        _decoder.Open(_chunk, length);
        _chunkBytes = 0;
        var found = Records(length, header, out var isDamaged);
        if (header is not null && found < header.RecordCount)
        {
            isDamaged = true;
            for (var i = found; i < header.RecordCount; i++)
            {
                Reject(LostRecord, null);
            }
        }

        if (isDamaged || header is not { HasSoundRecords: true })
        {
            _damaged++;
        }
    }

    /// <summary>Records in order, over damage in between; the number that the header counts of them.</summary>
    private int Records(int length, ChunkHeader? header, out bool isDamaged)
    {
        isDamaged = false;
        var counted = 0;
        var position = ChunkHeaderSize;
        var end = header?.FreeSpace ?? length;
        ulong? last = null;
        while (position <= length - SmallestRecord)
        {
            var size = RecordSize(position, length);
            if (size > 0)
            {
                var id = BinaryPrimitives.ReadUInt64LittleEndian(_chunk.AsSpan(position + 8));

                // Behind the end lie remains of older records, and those that a writer has not yet counted.
                if (position >= end && id != last + 1)
                {
                    break;
                }

                counted += header is not null && id >= header.FirstId && id <= header.LastId ? 1 : 0;
                Record(position, size, id);
                last = id;
                position += size;
                continue;
            }

            if (position >= end)
            {
                break;
            }

            isDamaged = true;
            var next = _chunk.AsSpan(position + 1, length - position - 1).IndexOf(RecordMark);
            if (next < 0)
            {
                break;
            }

            position += next + 1;
        }

        return counted;
    }

    /// <summary>The size of the record at the position, or 0 where none is. Its second copy may be lost, if another record follows.</summary>
    private int RecordSize(int position, int length)
    {
        var rest = _chunk.AsSpan(position, length - position);
        if (!rest.StartsWith(RecordMark))
        {
            return 0;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        if (size < SmallestRecord || size > (uint)rest.Length)
        {
            return 0;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(rest[((int)size - 4)..]) == size || rest[(int)size..].StartsWith(RecordMark) ? (int)size : 0;
    }

    private void Record(int position, int size, ulong id)
    {
        try
        {
            _writer.Begin();
            _decoder.Decode(position + RecordHeaderSize, position + size - 4, _writer);
            if (!_writer.IsWhole)
            {
                throw new EvtxException("a record without an event");
            }

            if (_chunkBytes > MaximumChunkBytes)
            {
                throw new EvtxException("a chunk that unfolds without end");
            }
        }
        catch (EvtxException e)
        {
            Reject($"{BadRecord}: {e.Message}", id);
            return;
        }

        _records++;
        Write();
    }

    private void Reject(string reason, ulong? id)
    {
        _unreadable++;
        _writer.Rejected(reason, id);
        Write();
    }

    private void Write()
    {
        _chunkBytes += _writer.Json.Length;
        _output.Write(_writer.Json);
        _output.WriteByte((byte)'\n');
    }

    private sealed record ChunkHeader(ulong FirstId, ulong LastId, int FreeSpace, bool HasSoundRecords)
    {
        /// <summary>How many records 64 KB can hold.</summary>
        private const ulong MostRecords = ChunkSize / SmallestRecord;

        public int RecordCount => LastId >= FirstId && LastId - FirstId < MostRecords ? (int)(LastId - FirstId + 1) : 0;

        /// <summary>Null where it is cut off or fails its own checksum: then nothing that it says is believed.</summary>
        public static ChunkHeader? Read(ReadOnlySpan<byte> chunk)
        {
            if (chunk.Length < ChunkHeaderSize || !chunk.StartsWith(ChunkMark))
            {
                return null;
            }

            var checksum = Crc32.Of(chunk[128..512], Crc32.Of(chunk[..120]));
            if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(chunk[124..]))
            {
                return null;
            }

            var free = BinaryPrimitives.ReadUInt32LittleEndian(chunk[48..]);
            if (free is < ChunkHeaderSize or > ChunkSize)
            {
                return null;
            }

            var isSound = free <= chunk.Length && Crc32.Of(chunk[ChunkHeaderSize..(int)free]) == BinaryPrimitives.ReadUInt32LittleEndian(chunk[52..]);
            return new ChunkHeader(
                BinaryPrimitives.ReadUInt64LittleEndian(chunk[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(chunk[32..]),
                (int)Math.Min(free, (uint)chunk.Length),
                isSound);
        }
    }
}
