using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>
/// One column of a chunk, read in place. Spans that it returns point into DuckDB's memory:
/// they end with the chunk (or, in a function of ours, with the call).
/// </summary>
public readonly unsafe ref struct VectorReader
{
    private readonly nint _vector;
    private readonly byte* _data;
    private readonly ulong* _validity;

    internal VectorReader(nint vector, DuckDbType type, int length)
    {
        _vector = vector;
        _data = NativeMethods.VectorGetData(vector);
        _validity = NativeMethods.VectorGetValidity(vector);
        Type = type;
        Length = length;
    }

    public DuckDbType Type { get; }

    public int Length { get; }

    /// <summary>The elements of all lists of this column, one after another; <see cref="Entry"/> says which are whose.</summary>
    /// <exception cref="InvalidOperationException">The column holds no lists, arrays or maps.</exception>
    public VectorReader Elements => Type switch
    {
        ListType list => new(NativeMethods.ListVectorGetChild(_vector), list.Element, checked((int)NativeMethods.ListVectorGetSize(_vector))),
        MapType map => new(NativeMethods.ListVectorGetChild(_vector), map.Entry, checked((int)NativeMethods.ListVectorGetSize(_vector))),
        ArrayType array => new(NativeMethods.ArrayVectorGetChild(_vector), array.Element, checked(Length * array.Size)),
        _ => throw Misread("elements"),
    };

    internal byte* Data => _data;

    internal ulong* Validity => _validity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        return _validity is not null && (_validity[row >> 6] & (1UL << (row & 63))) == 0;
    }

    /// <summary>All rows as stored; at null rows the value means nothing. <typeparamref name="T"/> must have the stored size.</summary>
    /// <remarks>
    /// Stored are: dates as int days, times and timestamps as long in the type's unit, decimals as short, int, long or
    /// Int128 by precision, enums as byte, ushort or uint, UUIDs as Int128 (use <see cref="Uuid"/>).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (sizeof(T) != Type.Width)
        {
            throw Misread(typeof(T).Name);
        }

        return new ReadOnlySpan<T>(_data, Length);
    }

    /// <summary>The bytes of a VARCHAR (UTF-8), BLOB, BIT, BIGNUM or GEOMETRY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        if (Type.Id is not (DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Bit or DuckDbTypeId.BigNum or DuckDbTypeId.Geometry))
        {
            throw Misread("bytes");
        }

        return StringSlot.Text((StringSlot*)_data + row);
    }

    public string Text(int row) => Encoding.UTF8.GetString(Bytes(row));

    public Guid Uuid(int row) => StoredUuid.ToGuid(Values<Int128>()[row]);

    public DuckDbDecimal Decimal(int row) => new(
        Type.Width switch
        {
            2 => Values<short>()[row],
            4 => Values<int>()[row],
            8 => Values<long>()[row],
            _ => Values<Int128>()[row],
        },
        ((DecimalType)Type).Scale);

    /// <summary>The label of an enum.</summary>
    public string Label(int row) => ((EnumType)Type).Labels[Type.Width switch
    {
        1 => Values<byte>()[row],
        2 => Values<ushort>()[row],
        _ => checked((int)Values<uint>()[row]),
    }];

    /// <summary>Where the list of this row lies in <see cref="Elements"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ListEntry Entry(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        if (Type is ArrayType array)
        {
            return new ListEntry(row * array.Size, array.Size);
        }

        if (Type.Id is not (DuckDbTypeId.List or DuckDbTypeId.Map))
        {
            throw Misread("lists");
        }

        NativeListEntry entry = ((NativeListEntry*)_data)[row];
        return new ListEntry((int)entry.Offset, (int)entry.Length);
    }

    /// <summary>A field of a struct, or a member of a union (whose values count only where the tag names it).</summary>
    public VectorReader Field(int index) => Type switch
    {
        StructType row => new(NativeMethods.StructVectorGetChild(_vector, (ulong)index), row.Fields[index].Type, Length),
        UnionType union => new(NativeMethods.StructVectorGetChild(_vector, (ulong)index + 1), union.Members[index].Type, Length),
        _ => throw Misread("fields"),
    };

    /// <summary>Which member a union holds.</summary>
    public int Tag(int row) => Type is UnionType
        ? new VectorReader(NativeMethods.StructVectorGetChild(_vector, 0), DuckDbType.Of(DuckDbTypeId.UTinyInt), Length).Values<byte>()[row]
        : throw Misread("a tag");

    /// <summary>
    /// The value as an object: numbers, string, byte[], Guid, <see cref="DuckDbDecimal"/>, <see cref="DuckDbInterval"/>,
    /// <see cref="BigInteger"/>, <c>object?[]</c> for lists, arrays and maps, <c>KeyValuePair&lt;string, object?&gt;[]</c> for
    /// structs, dates and times as stored; null for null. For tests and small output, not for many rows.
    /// </summary>
    public object? Value(int row) => IsNull(row) ? null : Type.Id switch
    {
        DuckDbTypeId.Boolean => Values<bool>()[row],
        DuckDbTypeId.TinyInt => Values<sbyte>()[row],
        DuckDbTypeId.UTinyInt => Values<byte>()[row],
        DuckDbTypeId.SmallInt => Values<short>()[row],
        DuckDbTypeId.USmallInt => Values<ushort>()[row],
        DuckDbTypeId.Integer or DuckDbTypeId.Date => Values<int>()[row],
        DuckDbTypeId.UInteger => Values<uint>()[row],
        DuckDbTypeId.UBigInt or DuckDbTypeId.TimeWithTimeZone => Values<ulong>()[row],
        DuckDbTypeId.Float => Values<float>()[row],
        DuckDbTypeId.Double => Values<double>()[row],
        DuckDbTypeId.HugeInt => Values<Int128>()[row],
        DuckDbTypeId.UHugeInt => Values<UInt128>()[row],
        DuckDbTypeId.Uuid => Uuid(row),
        DuckDbTypeId.Interval => Values<DuckDbInterval>()[row],
        DuckDbTypeId.Decimal => Decimal(row),
        DuckDbTypeId.Enum => Label(row),
        DuckDbTypeId.Varchar => Text(row),
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => Bytes(row).ToArray(),
        DuckDbTypeId.Bit => BitText(Bytes(row)),
        DuckDbTypeId.BigNum => BigNumber(Bytes(row)),
        DuckDbTypeId.List or DuckDbTypeId.Array or DuckDbTypeId.Map => List(row),
        DuckDbTypeId.Struct => Struct(row),
        DuckDbTypeId.Union => Field(Tag(row)).Value(row),
        DuckDbTypeId.BigInt or DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampSeconds or DuckDbTypeId.TimestampMilliseconds
            or DuckDbTypeId.TimestampNanoseconds or DuckDbTypeId.TimestampWithTimeZone or DuckDbTypeId.Time
            or DuckDbTypeId.TimeNanoseconds => Values<long>()[row],
        _ => throw Misread("a value"),
    };

    private static string BitText(ReadOnlySpan<byte> stored)
    {
        // The first byte counts the padding bits at the head of the second.
        var bits = new StringBuilder((stored.Length - 1) * 8);
        foreach (byte octet in stored[1..])
        {
            bits.Append(CultureInfo.InvariantCulture, $"{octet:b8}");
        }

        return bits.ToString(stored[0], bits.Length - stored[0]);
    }

    private static BigInteger BigNumber(ReadOnlySpan<byte> stored)
    {
        // Three bytes of header, whose first bit is set for positive numbers, then the magnitude, big-endian;
        // a negative number has every bit inverted.
        bool isNegative = (stored[0] & 0x80) == 0;
        byte[] magnitude = stored[3..].ToArray();
        if (isNegative)
        {
            for (int i = 0; i < magnitude.Length; i++)
            {
                magnitude[i] = (byte)~magnitude[i];
            }
        }

        var value = new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
        return isNegative ? -value : value;
    }

    private object?[] List(int row)
    {
        (int offset, int length) = Entry(row);
        VectorReader elements = Elements;
        object?[] values = new object?[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = elements.Value(offset + i);
        }

        return values;
    }

    private KeyValuePair<string, object?>[] Struct(int row)
    {
        var fields = ((StructType)Type).Fields;
        var values = new KeyValuePair<string, object?>[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            values[i] = new(fields[i].Name, Field(i).Value(row));
        }

        return values;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private InvalidOperationException Misread(string what) => new($"A column of type {Type} cannot be read as {what}.");
}
