using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>
/// One column of a chunk to fill in. Lists are appended in any order of rows; what was taken of
/// <see cref="Elements"/> before an append is stale after it, because the elements may have moved.
/// </summary>
public readonly unsafe ref struct VectorWriter
{
    private readonly nint _vector;
    private readonly byte* _data;

    internal VectorWriter(nint vector, DuckDbType type, int length)
    {
        _vector = vector;
        _data = NativeMethods.VectorGetData(vector);
        Type = type;
        Length = length;
    }

    public DuckDbType Type { get; }

    public int Length { get; }

    /// <summary>The elements of all lists written so far.</summary>
    public VectorWriter Elements => Type switch
    {
        ListType list => new(NativeMethods.ListVectorGetChild(_vector), list.Element, checked((int)NativeMethods.ListVectorGetSize(_vector))),
        MapType map => new(NativeMethods.ListVectorGetChild(_vector), map.Entry, checked((int)NativeMethods.ListVectorGetSize(_vector))),
        ArrayType array => new(NativeMethods.ArrayVectorGetChild(_vector), array.Element, checked(Length * array.Size)),
        _ => throw Miswritten("elements"),
    };

    internal byte* Data => _data;

    internal nint Vector => _vector;

    /// <summary>All rows as stored; see <see cref="VectorReader.Values{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Values<T>()
        where T : unmanaged
    {
        if (sizeof(T) != Type.Width)
        {
            throw Miswritten(typeof(T).Name);
        }

        return new Span<T>(_data, Length);
    }

    /// <summary>Makes the row null; of a struct, all its fields as well.</summary>
    public void SetNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        NativeMethods.VectorEnsureValidityWritable(_vector);
        NativeMethods.VectorGetValidity(_vector)[row >> 6] &= ~(1UL << (row & 63));
        if (Type is StructType type)
        {
            for (int i = 0; i < type.Fields.Length; i++)
            {
                Field(i).SetNull(row);
            }
        }
    }

    /// <summary>Copies text into the vector.</summary>
    /// <exception cref="ArgumentException">The bytes are not UTF-8, which DuckDB must never see in a VARCHAR.</exception>
    public void SetText(int row, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new ArgumentException("The text is not valid UTF-8.", nameof(utf8));
        }

        SetBytes(row, utf8);
    }

    /// <summary>Copies the bytes of a BLOB into the vector; of a VARCHAR, where they are known to be UTF-8.</summary>
    public void SetBytes(int row, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        if (Type.Id is not (DuckDbTypeId.Varchar or DuckDbTypeId.Blob))
        {
            throw Miswritten("bytes");
        }

        if (bytes.Length <= StringSlot.InlineLength)
        {
            StringSlot.SetInline((StringSlot*)_data + row, bytes);
            return;
        }

        fixed (byte* pointer = bytes)
        {
            NativeMethods.UnsafeVectorAssignStringElementLen(_vector, (ulong)row, pointer, (ulong)bytes.Length);
        }
    }

    /// <summary>
    /// Gives the row a list of <paramref name="length"/> elements, which lie in <see cref="Elements"/> from the returned
    /// offset and are still to be written.
    /// </summary>
    public int AppendList(int row, int length)
    {
        int offset = AppendElements(length);
        SetList(row, offset, length);
        return offset;
    }

    /// <summary>Makes room for <paramref name="count"/> more elements of lists and returns the first one's place.</summary>
    internal int AppendElements(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Type.Id is not (DuckDbTypeId.List or DuckDbTypeId.Map))
        {
            throw Miswritten("a list");
        }

        ulong offset = NativeMethods.ListVectorGetSize(_vector);
        ulong size = offset + (ulong)count;
        if (NativeMethods.ListVectorReserve(_vector, size) != DuckDbState.Success || NativeMethods.ListVectorSetSize(_vector, size) != DuckDbState.Success)
        {
            throw new InvalidOperationException($"DuckDB has no room for {size} list elements.");
        }

        return checked((int)offset);
    }

    /// <summary>Gives the row the elements of a place as its list.</summary>
    internal void SetList(int row, int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        ((NativeListEntry*)_data)[row] = new NativeListEntry { Offset = (ulong)offset, Length = (ulong)length };
    }

    /// <summary>A field of a struct.</summary>
    public VectorWriter Field(int index) => Type is StructType row
        ? new VectorWriter(NativeMethods.StructVectorGetChild(_vector, (ulong)index), row.Fields[index].Type, Length)
        : throw Miswritten("fields");

    /// <summary>
    /// Gives the row the value of another row. Strings and lists are shared, not copied, which the vector allows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Repeat(int from, int to)
    {
        switch (Type.Width)
        {
            case 1:
                _data[to] = _data[from];
                break;
            case 4:
                ((int*)_data)[to] = ((int*)_data)[from];
                break;
            case 8:
                ((long*)_data)[to] = ((long*)_data)[from];
                break;
            case 16:
                ((Int128*)_data)[to] = ((Int128*)_data)[from];
                break;
            default:
                throw Miswritten("a repeated value");
        }

        ulong* validity = NativeMethods.VectorGetValidity(_vector);
        if (validity is not null && (validity[from >> 6] & (1UL << (from & 63))) == 0)
        {
            SetNull(to);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private InvalidOperationException Miswritten(string what) => new($"A column of type {Type} cannot be written as {what}.");
}
