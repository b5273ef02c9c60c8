using System.Buffers;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Dynamic;

/// <summary>Where the properties of a bag stand in its text, for functions that need them in another order. Dispose of it after use.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct PropertyIndex
{
    private readonly ReadOnlySpan<byte> _value;
    private (int Name, int NameLength, int Part, int PartLength)[] _places;

    public PropertyIndex(ReadOnlySpan<byte> value)
    {
        _value = value;
        _places = ArrayPool<(int, int, int, int)>.Shared.Rent(16);
        foreach (DynamicProperties property in DynamicBag.Properties(value))
        {
            if (Count == _places.Length)
            {
                Grow();
            }

            _value.Overlaps(property.EscapedName, out int name);
            int part = 0;
            _ = !property.Value.IsEmpty && _value.Overlaps(property.Value, out part);
            _places[Count++] = (name, property.EscapedName.Length, part, property.Value.Length);
        }
    }

    public int Count { get; private set; }

    public readonly ReadOnlySpan<byte> EscapedName(int index) => _value.Slice(_places[index].Name, _places[index].NameLength);

    public readonly ReadOnlySpan<byte> Value(int index) => _value.Slice(_places[index].Part, _places[index].PartLength);

    /// <summary>Sorts by name, by the heap: in place and never worse than n log n.</summary>
    public readonly void SortByName()
    {
        for (int i = (Count / 2) - 1; i >= 0; i--)
        {
            Sink(i, Count);
        }

        for (int end = Count - 1; end > 0; end--)
        {
            (_places[0], _places[end]) = (_places[end], _places[0]);
            Sink(0, end);
        }
    }

    public readonly void Dispose() => ArrayPool<(int, int, int, int)>.Shared.Return(_places);

    private readonly void Sink(int parent, int end)
    {
        while ((2 * parent) + 1 is var child && child < end)
        {
            child += child + 1 < end && IsLess(child, child + 1) ? 1 : 0;
            if (!IsLess(parent, child))
            {
                return;
            }

            (_places[parent], _places[child]) = (_places[child], _places[parent]);
            parent = child;
        }
    }

    private readonly bool IsLess(int left, int right) => EscapedName(left).SequenceCompareTo(EscapedName(right)) < 0;

    private void Grow()
    {
        (int, int, int, int)[] larger = ArrayPool<(int, int, int, int)>.Shared.Rent(Count * 2);
        _places.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<(int, int, int, int)>.Shared.Return(_places);
        _places = larger;
    }
}
