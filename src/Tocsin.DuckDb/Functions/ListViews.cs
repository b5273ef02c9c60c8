using System.Runtime.CompilerServices;

namespace Tocsin.DuckDb;

/// <summary>A list of numbers as an argument, read in place.</summary>
public readonly unsafe ref struct ListView<T>
    where T : unmanaged
{
    private readonly ulong* _validity;
    private readonly int _offset;

    internal ListView(VectorReader elements, ListEntry entry)
    {
        Values = elements.Values<T>().Slice(entry.Offset, entry.Length);
        _validity = elements.Validity;
        _offset = entry.Offset;
    }

    /// <summary>The elements; where one is null its value means nothing.</summary>
    public ReadOnlySpan<T> Values { get; }

    public int Length => Values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int index)
    {
        int row = _offset + index;
        return _validity is not null && (_validity[row >> 6] & (1UL << (row & 63))) == 0;
    }
}

/// <summary>A list of strings as an argument, read in place.</summary>
public readonly ref struct TextListView
{
    private readonly VectorReader _elements;
    private readonly int _offset;

    internal TextListView(VectorReader elements, ListEntry entry)
    {
        _elements = elements;
        _offset = entry.Offset;
        Length = entry.Length;
    }

    public int Length { get; }

    /// <summary>The UTF-8 of an element that is not null.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));
            return _elements.Bytes(_offset + index);
        }
    }

    public bool IsNull(int index) => _elements.IsNull(_offset + index);
}
