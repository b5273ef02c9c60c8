using System.Runtime.InteropServices;
using System.Text;

namespace Tocsin.Telemetry.Sampling;

/// <summary>
/// Reads Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md),
/// as far as Parquet's footer needs it. Anything malformed throws <see cref="InvalidDataException"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct ThriftCompactReader(ReadOnlySpan<byte> bytes)
{
    public const int True = 1;
    public const int I64 = 6;
    public const int Binary = 8;
    public const int List = 9;
    public const int Struct = 12;

    private const int Stop = 0;
    private const int False = 2;
    private const int I8 = 3;
    private const int Double = 7;
    private const int Set = 10;
    private const int Map = 11;
    private const int MaximumDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Reads the next field's type and number into the arguments; false at the end of the struct.</summary>
    public bool Field(ref int number, out int type)
    {
        var head = Byte();
        type = head & 0x0F;
        if (type == Stop)
        {
            return false;
        }

        var delta = head >> 4;
        number = delta == 0 ? (int)Integer() : number + delta;
        return true;
    }

    public long Integer()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public string Text() => Encoding.UTF8.GetString(Take(Length()));

    public int ListHead(out int elementType)
    {
        var head = Byte();
        elementType = head & 0x0F;
        var size = head >> 4;
        return size == 15 ? Length() : size;
    }

    public void Skip(int type) => Skip(type, 0);

    private void Skip(int type, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new InvalidDataException("nested too deeply");
        }

        switch (type)
        {
            case True or False:
                break;
            case I8:
                Byte();
                break;
            case Double:
                Take(8);
                break;
            case Binary:
                Take(Length());
                break;
            case List or Set:
                SkipList(depth);
                break;
            case Map:
                SkipMap(depth);
                break;
            case Struct:
                var number = 0;
                while (Field(ref number, out var fieldType))
                {
                    Skip(fieldType, depth + 1);
                }

                break;
            case > I8 and <= I64:
                Varint();
                break;
            default:
                throw new InvalidDataException("an unknown type in the footer");
        }
    }

    private void SkipList(int depth)
    {
        var count = ListHead(out var elementType);
        for (var i = 0; i < count; i++)
        {
            SkipElement(elementType, depth);
        }
    }

    private void SkipMap(int depth)
    {
        var count = Length();
        var types = count == 0 ? 0 : Byte();
        for (var i = 0; i < count; i++)
        {
            SkipElement(types >> 4, depth);
            SkipElement(types & 0x0F, depth);
        }
    }

    /// <summary>Booleans take a byte in collections, none as fields.</summary>
    private void SkipElement(int type, int depth)
    {
        if (type is True or False)
        {
            Byte();
        }
        else
        {
            Skip(type, depth + 1);
        }
    }

    private int Length()
    {
        var value = Varint();
        return value <= (ulong)(_bytes.Length - _position) ? (int)value : throw new InvalidDataException("a length beyond the footer");
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number without end");
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            throw new InvalidDataException("the footer ends early");
        }

        _position += count;
        return _bytes.Slice(_position - count, count);
    }
}
