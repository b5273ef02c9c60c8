using System.Buffers;
using System.Text;

namespace Tocsin.Telemetry.Evtx;

/// <summary>
/// Writes an event's XML as one flat JSON object: System's elements and attributes under the names that Windows' own
/// tools show, the fields of EventData and UserData by their names below these.
/// </summary>
internal sealed class EventJsonWriter(int maximumBytes) : IEventSink
{
    private const int MaximumDepth = 64;
    private const int SectionDepth = 2;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private readonly ByteBuffer _json = new(maximumBytes);
    private readonly ByteBuffer _text = new(maximumBytes);
    private readonly ByteBuffer _name = new(maximumBytes);
    private readonly string[] _path = new string[MaximumDepth];
    private int _depth;
    private int _items;
    private int _unnamed;
    private bool _hasChildren;

    /// <summary>The object, once the last element has ended.</summary>
    public ReadOnlySpan<byte> Json => _json.Written;

    /// <summary>Whether all that was started has ended.</summary>
    public bool IsWhole => _depth == 0 && _json.Length > 0;

    public void Begin()
    {
        _json.Clear();
        _text.Clear();
        _name.Clear();
        _depth = 0;
        _items = 0;
        _unnamed = 0;
    }

    public void StartElement(string name)
    {
        if (_depth == MaximumDepth)
        {
            throw new EvtxException("elements nested too deeply");
        }

        if (_depth == 0 && (_json.Length > 0 || !name.Equals("Event", StringComparison.Ordinal)))
        {
            throw new EvtxException("not one Event element");
        }

        _path[_depth++] = name;
        _text.Clear();
        _name.Clear();
        _items = 0;
        _hasChildren = false;
        if (_depth == 1)
        {
            _json.Append((byte)'{');
        }
        else if (_depth == SectionDepth && IsData)
        {
            Key(Encoding.UTF8.GetBytes(name));
            _json.Append((byte)'{');
            _unnamed = 0;
        }
    }

    public void Attribute(string name, ReadOnlySpan<byte> value)
    {
        if (_depth < SectionDepth + 1)
        {
            return;
        }

        if (IsSystem)
        {
            Property(SystemName(_path[_depth - 1], name), value);
        }
        else if (name.Equals("Name", StringComparison.Ordinal))
        {
            _name.Clear();
            _name.Append(value);
        }
    }

    public void Text(ReadOnlySpan<byte> text) => _text.Append(text);

    public void NextItem()
    {
        Leaf();
        _text.Clear();
        _items++;
    }

    public void EndElement()
    {
        if (_depth == 0)
        {
            throw new EvtxException("an element ends that was not started");
        }

        if (_depth > SectionDepth && !_hasChildren)
        {
            Leaf();
        }

        if (_depth == 1 || (_depth == SectionDepth && IsData))
        {
            _json.Append((byte)'}');
        }

        _depth--;
        _hasChildren = true;
        _text.Clear();
        _name.Clear();
    }

    /// <summary>A record that could not be decoded, in place of it.</summary>
    public void Rejected(string reason, ulong? recordId)
    {
        Begin();
        _json.Append("{"u8);
        Property("Rejected"u8, Encoding.UTF8.GetBytes(reason));
        if (recordId is { } id)
        {
            Property("EventRecordID"u8, Encoding.UTF8.GetBytes(id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        _json.Append("}"u8);
    }

    private bool IsSystem => _path[1].Equals("System", StringComparison.Ordinal);

    private bool IsData => _path[1] is "EventData" or "UserData";

    private static ReadOnlySpan<byte> SystemName(string element, string attribute) => (element, attribute) switch
    {
        ("Provider", "Name") => "Provider"u8,
        ("Provider", "Guid") => "ProviderGuid"u8,
        ("TimeCreated", _) => "TimeCreated"u8,
        _ => Encoding.UTF8.GetBytes(attribute),
    };

    /// <summary>The text of an element that has no elements in it.</summary>
    private void Leaf()
    {
        var text = _text.Written;
        if (IsSystem)
        {
            if (!text.IsEmpty)
            {
                Property(Encoding.UTF8.GetBytes(_path[_depth - 1]), text);
            }
        }
        else if (IsData && _name.Length > 0 && _items == 0)
        {
            Property(_name.Written, text);
        }
        else if (IsData && !(_items > 0 && text.IsEmpty))
        {
            // Elements without a name of their own are told apart by their number, as Windows' "Data" strings are.
            var name = _path[_depth - 1];
            Property(
                name.Equals("Data", StringComparison.Ordinal)
                    ? Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Data{++_unnamed}"))
                    : Encoding.UTF8.GetBytes(name),
                text);
        }
    }

    private void Property(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Key(name);
        Quoted(value);
    }

    private void Key(ReadOnlySpan<byte> name)
    {
        if (_json.Written[^1] != (byte)'{')
        {
            _json.Append((byte)',');
        }

        Quoted(name);
        _json.Append((byte)':');
    }

    private void Quoted(ReadOnlySpan<byte> text)
    {
        _json.Append((byte)'"');
        while (true)
        {
            var next = text.IndexOfAny(Escaped);
            if (next < 0)
            {
                _json.Append(text);
                break;
            }

            _json.Append(text[..next]);
            Escape(text[next]);
            text = text[(next + 1)..];
        }

        _json.Append((byte)'"');
    }

    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                _json.Append("\\\""u8);
                break;
            case (byte)'\\':
                _json.Append("\\\\"u8);
                break;
            case (byte)'\n':
                _json.Append("\\n"u8);
                break;
            case (byte)'\r':
                _json.Append("\\r"u8);
                break;
            case (byte)'\t':
                _json.Append("\\t"u8);
                break;
            default:
                _json.Append("\\u00"u8);
                _json.Append(Hex(value >> 4));
                _json.Append(Hex(value & 0xF));
                break;
        }
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
