using System.Text;
using System.Text.Unicode;
using System.Xml;

namespace Tocsin.Telemetry.Evtx;

/// <summary>
/// Event XML as wevtutil and Get-WinEvent's ToXml() write it: Event elements, with or without a root and a declaration
/// around them. Each is cut out by its tags and read by itself, so a broken one costs no other.
/// </summary>
internal sealed class EventXml
{
    public const string BadXml = "not valid event XML";
    public const string CutOff = "event XML that is cut off";
    public const string NotUtf8 = "not UTF-8";

    private const int SniffedBytes = 4096;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Fragment,
        CheckCharacters = false,
        CloseInput = true,
    };

    private readonly EventJsonWriter _writer;
    private readonly Stream _output;
    private readonly ByteBuffer _text;
    private InvalidDataException? _damage;

    private EventXml(Stream output, int maximumRecordBytes)
    {
        _output = output;
        _writer = new EventJsonWriter(maximumRecordBytes);
        _text = new ByteBuffer(maximumRecordBytes);
    }

    private static ReadOnlySpan<byte> Start => "<Event"u8;

    private static ReadOnlySpan<byte> End => "</Event>"u8;

    /// <summary>Whether the text begins as XML whose first elements are events.</summary>
    public static bool IsEventXml(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("Record "u8) && text.IndexOf((byte)'\n') is > 0 and < 32 and var end)
        {
            // evtx_dump numbers the events that it prints.
            text = text[(end + 1)..];
        }

        if (!text.StartsWith((byte)'<'))
        {
            return false;
        }

        var head = text[..Math.Min(text.Length, SniffedBytes)];
        return NextEvent(head) is var start && start >= 0 && head[start..].IndexOf("<System"u8) >= 0;
    }

    public static void Read(Stream input, Stream output, int maximumRecordBytes) =>
        new EventXml(output, maximumRecordBytes).Read(input, maximumRecordBytes);

    private void Read(Stream input, int maximumRecordBytes)
    {
        var buffer = new byte[1 << 16];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (buffer.Length >= maximumRecordBytes)
                {
                    // An event without an end: it is given up, and the next is looked for behind its start.
                    Reject(EvtxReader.BadRecord + ": record too long");
                    length = Keep(buffer, length, length - End.Length);
                }
                else
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }

            var isEnd = Fill(input, buffer, ref length);
            var consumed = Events(buffer.AsSpan(0, length), isEnd);
            length = Keep(buffer, length, consumed);
            if (isEnd)
            {
                break;
            }
        }

        // What came before the damage is read; the caller says that there was some.
        if (_damage is not null)
        {
            throw new InvalidDataException(_damage.Message, _damage);
        }
    }

    /// <summary>True at the end of the input. A full buffer is looked through once, however small the reads are.</summary>
    private bool Fill(Stream input, byte[] buffer, ref int length)
    {
        try
        {
            while (length < buffer.Length)
            {
                var read = input.Read(buffer.AsSpan(length));
                if (read == 0)
                {
                    return true;
                }

                length += read;
            }

            return false;
        }
        catch (InvalidDataException e)
        {
            _damage = e;
            return true;
        }
    }

    private static int Keep(byte[] buffer, int length, int consumed)
    {
        buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
        return length - consumed;
    }

    /// <summary>The whole events in the bytes; how many bytes are done with.</summary>
    private int Events(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var position = 0;
        while (true)
        {
            var start = NextEvent(bytes[position..]);
            if (start < 0)
            {
                return isEnd ? bytes.Length : Math.Max(position, bytes.Length - Start.Length - 1);
            }

            start += position;
            var size = bytes[start..].IndexOf(End);

            // The next event's start before this one's end: this one was cut off.
            var limit = size < 0 ? bytes.Length : start + size;
            var next = NextEvent(bytes[(start + Start.Length)..limit]);
            if (next >= 0)
            {
                Reject(CutOff);
                position = start + Start.Length + next;
                continue;
            }

            if (size < 0)
            {
                if (isEnd)
                {
                    Reject(CutOff);
                    return bytes.Length;
                }

                return start;
            }

            Event(bytes.Slice(start, size + End.Length));
            position = start + size + End.Length;
        }
    }

    /// <summary>Where <c>&lt;Event</c> begins, not <c>&lt;Events</c> or <c>&lt;EventData</c>; negative where it does not.</summary>
    private static int NextEvent(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (true)
        {
            var start = bytes[position..].IndexOf(Start);
            if (start < 0)
            {
                return -1;
            }

            position += start;
            if (position + Start.Length == bytes.Length)
            {
                return -1;
            }

            if (bytes[position + Start.Length] is (byte)'>' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                return position;
            }

            position += Start.Length;
        }
    }

    private void Event(ReadOnlySpan<byte> xml)
    {
        if (!Utf8.IsValid(xml))
        {
            Reject(NotUtf8);
            return;
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(xml)), Settings);
            _writer.Begin();
            Copy(reader);
            if (!_writer.IsWhole)
            {
                throw new EvtxException("a record without an event");
            }
        }
        catch (XmlException)
        {
            Reject(BadXml);
            return;
        }
        catch (EvtxException e)
        {
            Reject($"{EvtxReader.BadRecord}: {e.Message}");
            return;
        }

        Write();
    }

    private void Copy(XmlReader reader)
    {
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    _writer.StartElement(reader.LocalName);
                    while (reader.MoveToNextAttribute())
                    {
                        _writer.Attribute(reader.LocalName, Bytes(reader.Value));
                    }

                    if (isEmpty)
                    {
                        _writer.EndElement();
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    _writer.Text(Bytes(reader.Value));
                    break;
                case XmlNodeType.EndElement:
                    _writer.EndElement();
                    break;
            }
        }
    }

    private ReadOnlySpan<byte> Bytes(string text)
    {
        _text.Clear();
        _text.Advance(Encoding.UTF8.GetBytes(text, _text.Room(text.Length * 3)));
        return _text.Written;
    }

    private void Reject(string reason)
    {
        _writer.Rejected(reason, null);
        Write();
    }

    private void Write()
    {
        _output.Write(_writer.Json);
        _output.WriteByte((byte)'\n');
    }
}
