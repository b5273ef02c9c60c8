using System.Buffers.Binary;

namespace Tocsin.Telemetry.Evtx;

/// <summary>
/// Binary XML of one chunk, token by token to a sink
/// (https://learn.microsoft.com/openspecs/windows_protocols/ms-even6/c73573ae-1c90-43a2-a65f-ad7501155956).
/// Names and templates are read at the offsets that refer to them. Every loop consumes input or is bounded by the work
/// that one record may cause, so a hostile chunk ends in an <see cref="EvtxException"/>.
/// </summary>
internal sealed class BinaryXmlDecoder(int maximumBytes)
{
    private const int MaximumFragments = 16;
    private const int MaximumElements = 256;
    private const int MaximumTokens = 200_000;
    private const int MoreBit = 0x40;

    /// <summary>Next definition's offset, identifier, length of the body.</summary>
    private const int TemplateHeader = 4 + 16 + 4;

    private readonly Dictionary<int, string> _names = [];
    private readonly ByteBuffer _attribute = new(maximumBytes);
    private readonly BinaryXmlValue[][] _values = new BinaryXmlValue[MaximumFragments][];

    private byte[] _chunk = [];
    private int _limit;
    private IEventSink _sink = null!;
    private int _tokens;
    private int _elements;
    private string? _attributeName;
    private bool _isAttributeSet;
    private bool _isStart;

    /// <summary>The chunk that records are decoded from until the next one.</summary>
    public void Open(byte[] chunk, int length)
    {
        _chunk = chunk;
        _limit = length;
        _names.Clear();
    }

    /// <exception cref="EvtxException">It is not sound binary XML.</exception>
    public void Decode(int start, int end, IEventSink sink)
    {
        _sink = sink;
        _tokens = 0;
        _elements = 0;
        _attributeName = null;
        _isStart = false;
        Fragment(start, end, valueCount: 0, depth: 0, hasDependency: true);
    }

    private void Fragment(int position, int end, int valueCount, int depth, bool hasDependency)
    {
        var outer = _elements;
        while (position < end)
        {
            if (++_tokens > MaximumTokens)
            {
                throw new EvtxException("more binary XML than a record can hold");
            }

            var token = Byte(ref position, end);
            switch (token & ~MoreBit)
            {
                case 0x00:
                    End(outer);
                    return;
                case 0x01:
                    StartElement(ref position, end, hasDependency, (token & MoreBit) != 0);
                    break;
                case 0x02:
                    CloseStart();
                    break;
                case 0x03:
                    CloseStart();
                    EndElement(outer);
                    break;
                case 0x04:
                    EndElement(outer);
                    break;
                case 0x05:
                    Value(ref position, end);
                    break;
                case 0x06:
                    FinishAttribute();
                    _attributeName = Name(ref position, end);
                    break;
                case 0x07:
                    Text(new BinaryXmlValue(BinaryXmlType.String, position + 2, String(ref position, end)));
                    break;
                case 0x08:
                    Character(Unsigned16(ref position, end));
                    break;
                case 0x09:
                    Entity(Name(ref position, end));
                    break;
                case 0x0A:
                    Name(ref position, end);
                    break;
                case 0x0B:
                    String(ref position, end);
                    break;
                case 0x0C:
                    Template(ref position, end, depth);
                    break;
                case 0x0D or 0x0E:
                    Substitution(ref position, end, valueCount, depth);
                    break;
                case 0x0F:
                    Skip(ref position, 3, end);
                    break;
                default:
                    throw new EvtxException("unknown binary XML token");
            }
        }

        End(outer);
    }

    private void End(int outer)
    {
        if (_elements != outer || _isStart)
        {
            throw new EvtxException("an element that does not end");
        }
    }

    private void StartElement(ref int position, int end, bool hasDependency, bool hasAttributes)
    {
        if (_isStart || _elements == MaximumElements)
        {
            throw new EvtxException(_isStart ? "an element within a start tag" : "elements nested too deeply");
        }

        // The number that a template's element depends on: https://learn.microsoft.com/openspecs/windows_protocols/ms-even6/
        Skip(ref position, (hasDependency ? 2 : 0) + 4, end);
        var name = Name(ref position, end);
        if (hasAttributes)
        {
            Skip(ref position, 4, end);
        }

        _sink.StartElement(name);
        _elements++;
        _isStart = true;
    }

    private void CloseStart()
    {
        FinishAttribute();
        if (!_isStart)
        {
            throw new EvtxException("the end of a start tag that is not open");
        }

        _isStart = false;
    }

    private void EndElement(int outer)
    {
        if (_isStart || _elements <= outer)
        {
            throw new EvtxException("the end of an element that is not open");
        }

        _elements--;
        _sink.EndElement();
    }

    /// <summary>An attribute whose value is an optional substitution of nothing is not there.</summary>
    private void FinishAttribute()
    {
        if (_attributeName is { } name && _isAttributeSet)
        {
            _sink.Attribute(name, _attribute.Written);
        }

        _attributeName = null;
        _isAttributeSet = false;
        _attribute.Clear();
    }

    private void Value(ref int position, int end)
    {
        var type = (BinaryXmlType)Byte(ref position, end);
        if (type == BinaryXmlType.String)
        {
            var length = String(ref position, end);
            Text(new BinaryXmlValue(type, position - length, length));
            return;
        }

        var size = BinaryXmlValue.FixedSize(type) ?? throw new EvtxException("a literal value of a type without a size");
        Text(new BinaryXmlValue(type, position, size));
        Skip(ref position, size, end);
    }

    private void Text(BinaryXmlValue value)
    {
        var start = _attribute.Length;
        value.Append(_chunk.AsSpan(value.Offset, value.Size), _attribute);
        Written(start);
    }

    private void Character(int code)
    {
        var start = _attribute.Length;
        Span<byte> bytes = stackalloc byte[4];
        var rune = System.Text.Rune.IsValid(code) ? new System.Text.Rune(code) : System.Text.Rune.ReplacementChar;
        _attribute.Append(bytes[..rune.EncodeToUtf8(bytes)]);
        Written(start);
    }

    private void Entity(string name)
    {
        Character(name switch
        {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => throw new EvtxException("unknown entity"),
        });
    }

    /// <summary>What was appended behind <paramref name="start"/> belongs to the attribute that is open, or is the element's text.</summary>
    private void Written(int start)
    {
        if (_isStart)
        {
            _isAttributeSet |= _attributeName is not null;
            return;
        }

        _sink.Text(_attribute.Written[start..]);
        _attribute.Truncate(start);
    }

    private void Substitution(ref int position, int end, int valueCount, int depth)
    {
        var isOptional = _chunk[position - 1] is 0x0E or 0x4E;
        var index = Unsigned16(ref position, end);
        Skip(ref position, 1, end);
        if (index >= valueCount)
        {
            throw new EvtxException("a substitution without a value");
        }

        var value = _values[depth - 1][index];
        if (value.Type == BinaryXmlType.Null || (isOptional && value.Size == 0))
        {
            return;
        }

        if (value.Type == BinaryXmlType.BinaryXml)
        {
            Nested(value, depth);
        }
        else if (value.IsArray)
        {
            Array(value);
        }
        else
        {
            Text(value);
        }
    }

    private void Nested(BinaryXmlValue value, int depth)
    {
        if (_isStart)
        {
            throw new EvtxException("elements within an attribute");
        }

        Guard(depth);
        Fragment(value.Offset, value.Offset + value.Size, valueCount: 0, depth + 1, hasDependency: false);
    }

    private void Array(BinaryXmlValue value)
    {
        var offset = value.Offset;
        var end = offset + value.Size;
        var isFirst = true;
        while (offset < end)
        {
            if (++_tokens > MaximumTokens)
            {
                throw new EvtxException("more binary XML than a record can hold");
            }

            if (!isFirst && !_isStart)
            {
                _sink.NextItem();
            }

            var item = value.Item(_chunk, offset, end, out offset);
            if (!isFirst && _isStart)
            {
                _attribute.Append((byte)' ');
            }

            Text(item);
            isFirst = false;
        }
    }

    private void Template(ref int position, int end, int depth)
    {
        Guard(depth);
        Skip(ref position, 1 + 4, end);
        var definition = Offset(ref position, end);
        if (definition == position)
        {
            Skip(ref position, TemplateHeader, end);
            Skip(ref position, BodyLength(definition), end);
        }

        var length = BodyLength(definition);
        var count = Unsigned32(ref position, end);
        if (count > (end - position) / 4)
        {
            throw new EvtxException("more values than a record can hold");
        }

        var values = Values(ref position, end, count, depth);
        _values[depth] = values;
        Fragment(definition + TemplateHeader, definition + TemplateHeader + length, count, depth + 1, hasDependency: true);
    }

    private int BodyLength(int definition)
    {
        if (definition > _limit - TemplateHeader)
        {
            throw new EvtxException("a template outside of the chunk");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(_chunk.AsSpan(definition + TemplateHeader - 4));
        return length <= _limit - definition - TemplateHeader ? (int)length : throw new EvtxException("a template that goes beyond the chunk");
    }

    private BinaryXmlValue[] Values(ref int position, int end, int count, int depth)
    {
        var values = _values[depth] is { } kept && kept.Length >= count ? kept : new BinaryXmlValue[Math.Max(64, count)];
        var descriptors = position;
        Skip(ref position, count * 4, end);
        for (var i = 0; i < count; i++)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(_chunk.AsSpan(descriptors + (i * 4)));
            values[i] = new BinaryXmlValue((BinaryXmlType)_chunk[descriptors + (i * 4) + 2], position, size);
            Skip(ref position, size, end);
        }

        return values;
    }

    private string Name(ref int position, int end)
    {
        var offset = Offset(ref position, end);
        var isHere = offset == position;
        if (offset > _limit - 8)
        {
            throw new EvtxException("a name outside of the chunk");
        }

        var size = BinaryPrimitives.ReadUInt16LittleEndian(_chunk.AsSpan(offset + 6)) * 2;
        if (size > _limit - offset - 8)
        {
            throw new EvtxException("a name that goes beyond the chunk");
        }

        if (isHere)
        {
            Skip(ref position, 8 + size + 2, end);
        }

        if (!_names.TryGetValue(offset, out var name))
        {
            name = System.Text.Encoding.Unicode.GetString(_chunk, offset + 8, size);
            _names.Add(offset, name);
        }

        return name;
    }

    /// <summary>Moves over a string with its length in front; its size in bytes.</summary>
    private int String(ref int position, int end)
    {
        var size = Unsigned16(ref position, end) * 2;
        Skip(ref position, size, end);
        return size;
    }

    private static void Guard(int depth)
    {
        if (depth >= MaximumFragments - 1)
        {
            throw new EvtxException("templates nested too deeply");
        }
    }

    private byte Byte(ref int position, int end)
    {
        Skip(ref position, 1, end);
        return _chunk[position - 1];
    }

    private int Unsigned16(ref int position, int end)
    {
        Skip(ref position, 2, end);
        return BinaryPrimitives.ReadUInt16LittleEndian(_chunk.AsSpan(position - 2));
    }

    /// <summary>A count: larger ones than any chunk holds are no sound record.</summary>
    private int Unsigned32(ref int position, int end) => Offset(ref position, end);

    private int Offset(ref int position, int end)
    {
        Skip(ref position, 4, end);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(_chunk.AsSpan(position - 4));
        return offset <= _limit ? (int)offset : throw new EvtxException("an offset outside of the chunk");
    }

    private void Skip(ref int position, int count, int end)
    {
        if (count > end - position || end > _limit)
        {
            throw new EvtxException("binary XML that is cut off");
        }

        position += count;
    }
}
