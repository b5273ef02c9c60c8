using System.Buffers;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Dynamic;

/// <summary>Where the elements of an array stand in its text, for functions that need them out of order. Dispose of it after use.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct ElementIndex
{
    private readonly ReadOnlySpan<byte> _value;
    private (int Start, int Length)[] _places;

    public ElementIndex(ReadOnlySpan<byte> value)
    {
        _value = value;
        _places = ArrayPool<(int, int)>.Shared.Rent(16);
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            if (Count == _places.Length)
            {
                Grow();
            }

            _places[Count++] = element.IsEmpty ? default : (OffsetOf(element), element.Length);
        }
    }

    public int Count { get; private set; }

    /// <summary>An element; an empty span is null.</summary>
    public readonly ReadOnlySpan<byte> this[int index] => _value.Slice(_places[index].Start, _places[index].Length);

    public readonly void Dispose() => ArrayPool<(int, int)>.Shared.Return(_places);

    private readonly int OffsetOf(ReadOnlySpan<byte> element)
    {
        _value.Overlaps(element, out int offset);
        return offset;
    }

    private void Grow()
    {
        (int, int)[] larger = ArrayPool<(int, int)>.Shared.Rent(Count * 2);
        _places.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<(int, int)>.Shared.Return(_places);
        _places = larger;
    }
}
