using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// A hash set of elements of two arrays, by their numbers: those of the second array follow those of the first. Elements
/// are the same where type and text are. Dispose of it after use.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct ElementTable
{
    private readonly int[] _slots;
    private readonly int _mask;

    public ElementTable(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 4) * 2);
        _slots = ArrayPool<int>.Shared.Rent(size);
        _slots.AsSpan(0, size).Clear();
        _mask = size - 1;
    }

    /// <summary>False where an equal element is there already.</summary>
    public bool Add(int number, scoped in ElementIndex first, scoped in ElementIndex second)
    {
        ref int slot = ref Find(number, first, second);
        if (slot != 0)
        {
            return false;
        }

        slot = number + 1;
        return true;
    }

    public bool Contains(int number, scoped in ElementIndex first, scoped in ElementIndex second) => Find(number, first, second) != 0;

    public void Dispose() => ArrayPool<int>.Shared.Return(_slots);

    private ref int Find(int number, scoped in ElementIndex first, scoped in ElementIndex second)
    {
        ReadOnlySpan<byte> element = Get(number, first, second);
        HashCode hash = default;
        hash.AddBytes(element);
        int place = hash.ToHashCode() & _mask;
        while (_slots[place] != 0 && !Get(_slots[place] - 1, first, second).SequenceEqual(element))
        {
            place = (place + 1) & _mask;
        }

        return ref _slots[place];
    }

    private static ReadOnlySpan<byte> Get(int number, in ElementIndex first, in ElementIndex second) =>
        number < first.Count ? first[number] : second[number - first.Count];
}
