using System.Buffers.Binary;
using Tocsin.Functions.Text;

namespace Tocsin.Telemetry.Files.Zstandard;

/// <summary>
/// What zstd data unpacks to (RFC 8878): frames one behind the other, without dictionaries. Of damaged data all whole
/// blocks in front of the damage are given before <see cref="InvalidDataException"/> is thrown. Holds one window, which
/// grows as it fills; other data behind the last frame is left alone.
/// </summary>
internal sealed class ZstandardStream(Stream packed) : UnpackingStream(packed)
{
    public const uint Magic = 0xFD2FB528;

    /// <summary>Frames of other data have the numbers from here to 15 above.</summary>
    private const uint SkippableMagic = 0x184D2A50;

    /// <summary>As the zstd command takes without being told to.</summary>
    private const long MostWindow = 128L << 20;
    private const int Slack = 1 << 20;

    private readonly byte[] _block = new byte[BlockDecoder.MostBytes];
    private byte[] _window = new byte[4 * BlockDecoder.MostBytes];
    private BlockDecoder _decoder = new();
    private XxHash64 _checksum = new();
    private bool _hasChecksum;
    private InvalidDataException? _fault;
    private bool _isInFrame;
    private bool _isAfterFrame;
    private bool _isEnd;
    private long _windowSize;
    private long? _content;
    private long _written;
    private int _start;
    private int _end;

    /// <summary>Whether the bytes begin a frame, of whatever kind.</summary>
    public static bool IsFrame(ReadOnlySpan<byte> head) => head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is var magic
        && (magic == Magic || IsSkippable(magic));

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_isEnd)
        {
            if (_fault is not null)
            {
                throw _fault;
            }

            try
            {
                Advance();
            }
            catch (InvalidDataException e)
            {
                _fault = e;
            }
        }

        var length = Math.Min(buffer.Length, _end - _start);
        _window.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    private static bool IsSkippable(uint magic) => (magic & 0xFFFFFFF0) == SkippableMagic;

    private void Advance()
    {
        if (_isInFrame)
        {
            ReadBlock();
            return;
        }

        Span<byte> number = stackalloc byte[4];
        var read = Source.ReadAtLeast(number, number.Length, throwOnEndOfStream: false);
        if (read == number.Length && BinaryPrimitives.ReadUInt32LittleEndian(number) is var magic && (magic == Magic || IsSkippable(magic)))
        {
            _isAfterFrame = true;
            if (magic == Magic)
            {
                ReadHeader();
            }
            else
            {
                Skip();
            }

            return;
        }

        _isEnd = _isAfterFrame ? true : throw new InvalidDataException("The zstd data does not begin with a frame.");
    }

    private void ReadHeader()
    {
        var descriptor = Number(1);
        var isSingle = (descriptor & 0x20) != 0;
        var window = isSingle ? 0 : (long)Number(1);
        var dictionary = Number((descriptor & 3) switch { 3 => 4, var bytes => (int)bytes });
        if (dictionary != 0)
        {
            throw new InvalidDataException("The zstd data needs a dictionary.");
        }

        if ((descriptor & 8) != 0)
        {
            throw new InvalidDataException("The zstd data is of an unknown kind.");
        }

        var content = (descriptor >> 6) switch { 0 => isSingle ? (long)Number(1) : -1, 1 => (long)Number(2) + 256, 2 => (long)Number(4), _ => (long)Number(8) };
        var windowBase = 1L << (10 + (int)(window >> 3));
        _windowSize = isSingle ? content : windowBase + (windowBase / 8 * (window & 7));
        if (_windowSize is < 0 or > MostWindow)
        {
            throw new InvalidDataException($"The zstd data needs a window of more than {MostWindow >> 20} MB.");
        }

        _content = content < 0 ? null : content;
        _written = 0;
        _checksum = new XxHash64();
        _hasChecksum = (descriptor & 4) != 0;
        _decoder = new BlockDecoder();
        _start = 0;
        _end = 0;
        _isInFrame = true;
    }

    private void ReadBlock()
    {
        var header = Number(3);
        var size = (int)(header >> 3);
        var kind = (header >> 1) & 3;
        if (size > BlockDecoder.MostBytes || kind == 3)
        {
            throw new InvalidDataException("The zstd data is damaged: a block is too long, or of no kind.");
        }

        MakeRoom();
        var room = _window.AsSpan(_end);
        int length;
        switch (kind)
        {
            case 0:
                Fill(room[..size]);
                length = size;
                break;
            case 1:
                room[..size].Fill((byte)Number(1));
                length = size;
                break;
            default:
                Fill(_block.AsSpan(0, size));
                length = _decoder.Decode(_block.AsSpan(0, size), _window, _end, (int)Math.Min(_windowSize, _end));
                break;
        }

        if (_hasChecksum)
        {
            _checksum.Append(room[..length]);
        }

        _end += length;
        _written += length;
        if ((header & 1) != 0)
        {
            EndFrame();
        }
    }

    private void EndFrame()
    {
        _isInFrame = false;
        if ((_content is { } content && content != _written) || (_hasChecksum && Number(4) != (uint)_checksum.Value()))
        {
            throw new InvalidDataException("The zstd data is damaged: its length or its checksum does not fit.");
        }
    }

    /// <summary>Room for a block behind the output, which is read to its end; the window's worth of it stays.</summary>
    private void MakeRoom()
    {
        var most = _windowSize + Math.Max(Slack, Math.Min(_windowSize, 8 * Slack)) + BlockDecoder.MostBytes;
        while (_window.Length - _end < BlockDecoder.MostBytes && _window.Length < most)
        {
            Array.Resize(ref _window, (int)Math.Min(most, _window.Length * 2L));
        }

        if (_window.Length - _end >= BlockDecoder.MostBytes)
        {
            return;
        }

        var kept = (int)Math.Min(_windowSize, _end);
        _window.AsSpan(_end - kept, kept).CopyTo(_window);
        _start = kept;
        _end = kept;
    }

    private void Skip()
    {
        for (var left = (long)Number(4); left > 0;)
        {
            var part = _block.AsSpan(0, (int)Math.Min(left, _block.Length));
            Fill(part);
            left -= part.Length;
        }
    }

    private ulong Number(int bytes)
    {
        Span<byte> number = stackalloc byte[8];
        number.Clear();
        Fill(number[..bytes]);
        return BinaryPrimitives.ReadUInt64LittleEndian(number);
    }

    private void Fill(Span<byte> target)
    {
        if (Source.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw new InvalidDataException("The zstd data ends too early.");
        }
    }
}
