using System.Buffers.Binary;

namespace Tocsin.Functions.Network;

/// <summary>
/// A value in the records of a <see cref="MaxMindDatabase"/>. What is not there, is of another type or lies outside of the
/// records is missing: it has no members, no text and no number.
/// </summary>
public readonly ref struct MaxMindValue
{
    /// <summary>Values that are passed over in search of one; no record comes near it.</summary>
    private const int MostSkipped = 100_000;

    private readonly ReadOnlySpan<byte> _data;
    private readonly int _position;

    /// <summary>The value at a position of the records.</summary>
    public MaxMindValue(ReadOnlySpan<byte> data, int position)
    {
        _data = data;
        _position = position;
    }

    private enum FieldType
    {
        Extended = 0,
        Pointer = 1,
        String = 2,
        Double = 3,
        Bytes = 4,
        UInt16 = 5,
        UInt32 = 6,
        Map = 7,
        Int32 = 8,
        UInt64 = 9,
        UInt128 = 10,
        Array = 11,
        Bool = 14,
        Float = 15,
        None = -1,
    }

    /// <summary>Whether there is anything.</summary>
    public bool Exists => Target(_position).Type != FieldType.None;

    /// <summary>The bytes of a string; none for any other value.</summary>
    public ReadOnlySpan<byte> Text => Target(_position) is { Type: FieldType.String } text ? Content(text) : [];

    /// <summary>A number of any type, or null.</summary>
    public double? Number
    {
        get
        {
            Field number = Target(_position);
            ReadOnlySpan<byte> content = Content(number);
            return number.Type switch
            {
                FieldType.Double when content.Length == 8 => BinaryPrimitives.ReadDoubleBigEndian(content),
                FieldType.Float when content.Length == 4 => BinaryPrimitives.ReadSingleBigEndian(content),
                FieldType.UInt16 or FieldType.UInt32 or FieldType.UInt64 when content.Length <= 8 => Unsigned(content),
                FieldType.Int32 when content.Length <= 4 => content.Length == 4 ? (int)Unsigned(content) : Unsigned(content),
                _ => null,
            };
        }
    }

    /// <summary>The value under a name of a map.</summary>
    public MaxMindValue Member(ReadOnlySpan<byte> name)
    {
        Field map = Target(_position);
        if (map.Type != FieldType.Map)
        {
            return default;
        }

        int position = map.Start;
        for (int i = 0; i < map.Size; i++)
        {
            Field key = Target(position);
            int value = Skip(position);
            if (key.Type != FieldType.String || value < 0)
            {
                return default;
            }

            if (Content(key).SequenceEqual(name))
            {
                return new MaxMindValue(_data, value);
            }

            position = Skip(value);
            if (position < 0)
            {
                return default;
            }
        }

        return default;
    }

    /// <summary>The first item of an array.</summary>
    public MaxMindValue First() => Target(_position) is { Type: FieldType.Array, Size: > 0 } array ? new MaxMindValue(_data, array.Start) : default;

    private static ulong Unsigned(ReadOnlySpan<byte> content)
    {
        ulong value = 0;
        foreach (byte part in content)
        {
            value = (value << 8) | part;
        }

        return value;
    }

    /// <summary>The field at a position, or the one that a pointer there names; a pointer never names another.</summary>
    private Field Target(int position)
    {
        Field field = Read(position);
        if (field.Type != FieldType.Pointer)
        {
            return field;
        }

        Field target = field.Size < _data.Length ? Read(field.Size) : Field.None;
        return target.Type == FieldType.Pointer ? Field.None : target;
    }

    private ReadOnlySpan<byte> Content(Field field) => field.Type is FieldType.None or FieldType.Map or FieldType.Array ? [] : _data.Slice(field.Start, field.Size);

    /// <summary>The position behind the field at <paramref name="position"/> with all that it holds; -1 where the data ends before.</summary>
    private int Skip(int position)
    {
        long pending = 1;
        for (int skipped = 0; pending > 0; skipped++)
        {
            Field field = Read(position);
            if (field.Type == FieldType.None || skipped > MostSkipped)
            {
                return -1;
            }

            pending += field.Type switch
            {
                FieldType.Map => 2L * field.Size,
                FieldType.Array => field.Size,
                _ => 0,
            };
            pending--;
            position = field.Type is FieldType.Map or FieldType.Array or FieldType.Bool or FieldType.Pointer ? field.Start : field.Start + field.Size;
        }

        return position;
    }

    /// <summary>The field at a position: of a pointer Size is the target; of others Start is the first byte of the content, which lies within the data.</summary>
    private Field Read(int position)
    {
        if ((uint)position >= (uint)_data.Length)
        {
            return Field.None;
        }

        byte control = _data[position++];
        var type = (FieldType)(control >> 5);
        if (type == FieldType.Pointer)
        {
            return ReadPointer(control, position);
        }

        if (type == FieldType.Extended)
        {
            if (position >= _data.Length)
            {
                return Field.None;
            }

            type = (FieldType)(_data[position++] + 7);
        }

        return ReadSize(type, control & 0x1F, position);
    }

    private Field ReadPointer(byte control, int position)
    {
        int length = ((control >> 3) & 3) + 1;
        if (position + length > _data.Length)
        {
            return Field.None;
        }

        ulong high = length == 4 ? 0 : (ulong)(control & 7) << (8 * length);
        ulong target = high + Unsigned(_data.Slice(position, length)) + length switch
        {
            2 => 2048UL,
            3 => 526_336UL,
            _ => 0UL,
        };
        return target < (ulong)_data.Length ? new Field(FieldType.Pointer, position + length, (int)target) : Field.None;
    }

    private Field ReadSize(FieldType type, int size, int position)
    {
        int more = Math.Max(0, size - 28);
        if (position + more > _data.Length)
        {
            return Field.None;
        }

        if (more > 0)
        {
            size = (int)Unsigned(_data.Slice(position, more)) + more switch
            {
                1 => 29,
                2 => 285,
                _ => 65_821,
            };
            position += more;
        }

        bool isKnown = type is FieldType.String or FieldType.Double or FieldType.Bytes or FieldType.UInt16 or FieldType.UInt32 or FieldType.Int32
            or FieldType.UInt64 or FieldType.UInt128 or FieldType.Float;
        bool isContainer = type is FieldType.Map or FieldType.Array or FieldType.Bool;
        return (isKnown && size <= _data.Length - position) || isContainer ? new Field(type, position, size) : Field.None;
    }

    private readonly record struct Field(FieldType Type, int Start, int Size)
    {
        public static readonly Field None = new(FieldType.None, 0, 0);
    }
}
