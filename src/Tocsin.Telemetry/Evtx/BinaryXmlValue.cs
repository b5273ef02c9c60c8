using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Tocsin.Telemetry.Evtx;

/// <summary>Types of values (MS-EVEN6, 2.2.12); an array has <see cref="BinaryXmlValue.ArrayBit"/> set.</summary>
internal enum BinaryXmlType : byte
{
    Null = 0x00,
    String = 0x01,
    AnsiString = 0x02,
    Int8 = 0x03,
    UInt8 = 0x04,
    Int16 = 0x05,
    UInt16 = 0x06,
    Int32 = 0x07,
    UInt32 = 0x08,
    Int64 = 0x09,
    UInt64 = 0x0A,
    Real32 = 0x0B,
    Real64 = 0x0C,
    Bool = 0x0D,
    Binary = 0x0E,
    Guid = 0x0F,
    Size = 0x10,
    FileTime = 0x11,
    SystemTime = 0x12,
    Sid = 0x13,
    HexInt32 = 0x14,
    HexInt64 = 0x15,
    Handle = 0x20,
    BinaryXml = 0x21,
    EventXml = 0x23,
}

/// <summary>A value's place in the chunk. Its text is what Windows renders.</summary>
internal readonly record struct BinaryXmlValue(BinaryXmlType Type, int Offset, int Size)
{
    public const int ArrayBit = 0x80;

    public bool IsArray => ((int)Type & ArrayBit) != 0;

    public static int? FixedSize(BinaryXmlType type) => type switch
    {
        BinaryXmlType.Int8 or BinaryXmlType.UInt8 => 1,
        BinaryXmlType.Int16 or BinaryXmlType.UInt16 => 2,
        BinaryXmlType.Int32 or BinaryXmlType.UInt32 or BinaryXmlType.HexInt32 or BinaryXmlType.Bool or BinaryXmlType.Real32 => 4,
        BinaryXmlType.Int64 or BinaryXmlType.UInt64 or BinaryXmlType.HexInt64 or BinaryXmlType.Real64 or BinaryXmlType.FileTime => 8,
        BinaryXmlType.Guid or BinaryXmlType.SystemTime => 16,
        _ => null,
    };

    /// <summary>The array's item at the offset, and where the next one begins.</summary>
    public BinaryXmlValue Item(ReadOnlySpan<byte> chunk, int offset, int end, out int next)
    {
        var type = (BinaryXmlType)((int)Type & ~ArrayBit);
        var rest = chunk[offset..end];
        int size;
        switch (type)
        {
            case BinaryXmlType.String:
                var characters = MemoryMarshal.Cast<byte, char>(rest);
                var zero = characters.IndexOf('\0');
                size = (zero < 0 ? characters.Length : zero) * 2;
                next = zero < 0 ? end : offset + size + 2;
                break;
            case BinaryXmlType.AnsiString:
                var byteZero = rest.IndexOf((byte)0);
                size = byteZero < 0 ? rest.Length : byteZero;
                next = byteZero < 0 ? end : offset + size + 1;
                break;
            case BinaryXmlType.Sid:
                size = Math.Min(rest.Length, rest.Length < 2 ? rest.Length : 8 + (rest[1] * 4));
                next = offset + size;
                break;
            default:
                size = Math.Min(rest.Length, FixedSize(type) ?? rest.Length);
                next = offset + size;
                break;
        }

        return new BinaryXmlValue(type, offset, size);
    }

    /// <exception cref="EvtxException">The bytes are no value of the type.</exception>
    public void Append(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (FixedSize(Type) is { } size && bytes.Length != size)
        {
            // Older writers keep a boolean in one byte.
            if (Type != BinaryXmlType.Bool || bytes.Length != 1)
            {
                throw new EvtxException("a value of the wrong size");
            }
        }

        switch (Type)
        {
            case BinaryXmlType.Null:
                break;
            case BinaryXmlType.String or BinaryXmlType.EventXml:
                Utf16(bytes, output);
                break;
            case BinaryXmlType.AnsiString:
                Ansi(bytes, output);
                break;
            case BinaryXmlType.Real32:
                Format(BinaryPrimitives.ReadSingleLittleEndian(bytes), output, 'G');
                break;
            case BinaryXmlType.Real64:
                Format(BinaryPrimitives.ReadDoubleLittleEndian(bytes), output, 'G');
                break;
            case BinaryXmlType.Bool:
                output.Append(bytes.IndexOfAnyExcept((byte)0) < 0 ? "false"u8 : "true"u8);
                break;
            case BinaryXmlType.Binary:
                Hexadecimal(bytes, output);
                break;
            case BinaryXmlType.Guid:
                Identifier(new Guid(bytes), output);
                break;
            case BinaryXmlType.FileTime:
                FileTime(BinaryPrimitives.ReadUInt64LittleEndian(bytes), output);
                break;
            case BinaryXmlType.SystemTime:
                SystemTime(MemoryMarshal.Cast<byte, ushort>(bytes), output);
                break;
            case BinaryXmlType.Sid:
                Sid(bytes, output);
                break;
            case BinaryXmlType.HexInt32 or BinaryXmlType.HexInt64 or BinaryXmlType.Size or BinaryXmlType.Handle:
                output.Append("0x"u8);
                Format(Unsigned(bytes), output, 'x');
                break;
            case BinaryXmlType.Int8 or BinaryXmlType.Int16 or BinaryXmlType.Int32 or BinaryXmlType.Int64:
                Format(Signed(bytes), output, 'D');
                break;
            case BinaryXmlType.UInt8 or BinaryXmlType.UInt16 or BinaryXmlType.UInt32 or BinaryXmlType.UInt64:
                Format(Unsigned(bytes), output, 'D');
                break;
            default:
                throw new EvtxException("a value of unknown type");
        }
    }

    private static void Utf16(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var text = MemoryMarshal.Cast<byte, char>(bytes).TrimEnd('\0');
        output.Advance(Encoding.UTF8.GetBytes(text, output.Room(text.Length * 3)));
    }

    /// <summary>The code page is not kept; Latin-1 loses no byte.</summary>
    private static void Ansi(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        foreach (var value in bytes.TrimEnd((byte)0))
        {
            var room = output.Room(2);
            output.Advance(new Rune(value).EncodeToUtf8(room));
        }
    }

    private static void Format<T>(T value, ByteBuffer output, char format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(output.Room(64), out var written, [format], CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void Hexadecimal(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var room = output.Room(bytes.Length * 2);
        Convert.TryToHexString(bytes, room, out var written);
        output.Advance(written);
    }

    private static void Identifier(Guid value, ByteBuffer output)
    {
        value.TryFormat(output.Room(38), out var written, "B");
        output.Advance(written);
    }

    /// <summary>100 ns since 1601, as Windows writes SystemTime. What lies beyond the year 9999 ("never") is written as its number.</summary>
    private static void FileTime(ulong value, ByteBuffer output)
    {
        const ulong epoch = 504_911_232_000_000_000;
        if (value > (ulong)DateTime.MaxValue.Ticks - epoch)
        {
            Format(value, output, 'D');
            return;
        }

        Utf8Formatter.TryFormat(new DateTime((long)(value + epoch), DateTimeKind.Utc), output.Room(64), out var written, 'O');
        output.Advance(written);
    }

    private static void SystemTime(ReadOnlySpan<ushort> parts, ByteBuffer output)
    {
        // Year, month, day of the week, day, hour, minute, second, millisecond.
        var (year, month, day, hour, minute, second, millisecond) = (parts[0], parts[1], parts[3], parts[4], parts[5], parts[6], parts[7]);
        var isTime = year is > 0 and < 10000 && month is > 0 and < 13 && day > 0 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60 && millisecond < 1000;
        if (!isTime)
        {
            return;
        }

        var time = new DateTime(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
        Utf8Formatter.TryFormat(time, output.Room(64), out var written, 'O');
        output.Advance(written);
    }

    private static void Sid(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        if (bytes.Length < 8 || bytes.Length < 8 + (bytes[1] * 4))
        {
            throw new EvtxException("a security identifier that is cut off");
        }

        output.Append("S-"u8);
        Format((ulong)bytes[0], output, 'D');
        output.Append((byte)'-');
        Format(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), output, 'D');
        for (var i = 0; i < bytes[1]; i++)
        {
            output.Append((byte)'-');
            Format(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(8 + (i * 4))..]), output, 'D');
        }
    }

    private static ulong Unsigned(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => throw new EvtxException("a value of the wrong size"),
    };

    private static long Signed(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => (sbyte)bytes[0],
        2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => throw new EvtxException("a value of the wrong size"),
    };
}
