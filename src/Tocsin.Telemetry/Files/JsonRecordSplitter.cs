using System.Buffers;
using System.Text;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Puts the records of a JSON array, an envelope, or objects over several lines on one line each, as bytes, without
/// parsing more than brackets and strings. A record that is cut off is written as far as it goes and rejected later.
/// </summary>
internal sealed class JsonRecordSplitter
{
    private const byte LineFeed = (byte)'\n';
    private const int LongestStray = 1 << 12;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]\n\r"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\\n\r"u8);

    private readonly Stream _output;
    private readonly byte[]? _key;
    private readonly int _recordDepth;
    private readonly List<byte> _name = [];

    private int _depth;
    private bool _isString;
    private bool _isEscaped;
    private bool _isRecord;
    private bool _isUnderKey;

    /// <summary>What stands between the records of an array where only commas should.</summary>
    private readonly List<byte> _stray = [];

    private JsonRecordSplitter(JsonLayout layout, Stream output)
    {
        _output = output;
        _key = layout.EnvelopeKey is null ? null : Encoding.UTF8.GetBytes(layout.EnvelopeKey);
        _recordDepth = layout.Kind switch
        {
            JsonLayoutKind.Array => layout.EnvelopeDepth,
            JsonLayoutKind.Envelope => layout.EnvelopeDepth + 1,
            JsonLayoutKind.Lines or JsonLayoutKind.Concatenated => 0,
        };
    }

    public static void Split(Stream input, JsonLayout layout, Stream output)
    {
        var splitter = new JsonRecordSplitter(layout, output);
        var buffer = new byte[1 << 16];
        var isStart = true;
        while (input.Read(buffer) is > 0 and var length)
        {
            var skip = isStart ? ContentSniffer.Utf8MarkLength(buffer.AsSpan(0, length)) : 0;
            splitter.Feed(buffer.AsSpan(skip, length - skip));
            isStart = false;
        }

        splitter.EndStray();
        if (splitter._isRecord)
        {
            output.WriteByte(LineFeed);
        }
    }

    /// <summary>Records in pairs have a time or a tag beside them.</summary>
    private bool IsBetween => !_isRecord && _recordDepth > 0 && _depth == _recordDepth && (_key is null ? _recordDepth == 1 : _isUnderKey);

    /// <summary>Text between records is written on a line of its own, where it is rejected.</summary>
    private void EndStray()
    {
        if (_stray.Exists(b => b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or LineFeed or (byte)',')))
        {
            _output.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_stray).Trim(" \t\r\n,"u8));
            _output.WriteByte(LineFeed);
        }

        _stray.Clear();
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_isEscaped)
            {
                Keep(bytes[..1]);
                _isEscaped = false;
                bytes = bytes[1..];
                continue;
            }

            var next = bytes.IndexOfAny(_isString ? InString : Structure);
            if (next < 0)
            {
                Keep(bytes);
                return;
            }

            Keep(bytes[..next]);
            Meet(bytes.Slice(next, 1));
            bytes = bytes[(next + 1)..];
        }
    }

    private void Meet(ReadOnlySpan<byte> mark)
    {
        switch (mark[0])
        {
            case LineFeed or (byte)'\r':
                Keep(" "u8);
                break;
            case (byte)'\\':
                Keep(mark);
                _isEscaped = true;
                break;
            case (byte)'"':
                Quote(mark);
                break;
            case (byte)'{' or (byte)'[':
                Open(mark);
                break;
            default:
                Close(mark);
                break;
        }
    }

    private void Quote(ReadOnlySpan<byte> mark)
    {
        _isString = !_isString;
        if (_isString && !_isRecord)
        {
            _name.Clear();
        }

        if (_isRecord)
        {
            _output.Write(mark);
        }
        else if (IsBetween)
        {
            _stray.AddRange(mark);
        }
    }

    private void Open(ReadOnlySpan<byte> mark)
    {
        if (!_isRecord)
        {
            if (IsBetween)
            {
                EndStray();
            }

            if (_depth == _recordDepth - 1 && _key is not null)
            {
                // The last string at this depth is the key of the value that opens here.
                _isUnderKey = mark[0] == (byte)'[' && _name.ToArray().AsSpan().SequenceEqual(_key);
            }

            _isRecord = mark[0] == (byte)'{' && _depth == _recordDepth && (_key is null || _isUnderKey);
        }

        _depth++;
        if (_isRecord)
        {
            _output.Write(mark);
        }
    }

    private void Close(ReadOnlySpan<byte> mark)
    {
        if (IsBetween)
        {
            EndStray();
        }

        _depth = Math.Max(0, _depth - 1);
        if (_isRecord)
        {
            _output.Write(mark);
            if (_depth == _recordDepth)
            {
                _isRecord = false;
                _output.WriteByte(LineFeed);
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_isRecord)
        {
            _output.Write(bytes);
        }
        else if (IsBetween)
        {
            if (_stray.Count < LongestStray)
            {
                _stray.AddRange(bytes[..Math.Min(bytes.Length, LongestStray)]);
            }
        }
        else if (_isString && _name.Count < 64)
        {
            _name.AddRange(bytes);
        }
    }
}
