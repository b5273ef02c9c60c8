using Tocsin.Functions.Text;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// The distinct texts of a group in the order in which they first came, as make_set() gives them. They lie behind each
/// other in one buffer; only the buffer grows.
/// </summary>
public sealed class TextSet
{
    /// <summary>What make_set() gives where no limit is named.</summary>
    public const int MostValues = 1_048_576;

    /// <summary>Up to so many texts are compared one by one.</summary>
    private const int Few = 8;

    private byte[] _texts = [];
    private int[] _ends = new int[2];

    // Places of texts plus one, by their hash; zero where there is none. A power of two long and never full.
    private int[]? _places;

    /// <summary>The number of texts.</summary>
    public int Count { get; private set; }

    /// <summary>A text, by its place.</summary>
    public ReadOnlySpan<byte> this[int index] => _texts.AsSpan(Start(index), _ends[index] - Start(index));

    /// <summary>Adds a text unless it is there, or the set is full: by number, or by 1 GB of text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (Count >= MostValues || Start(Count) + (long)text.Length > Array.MaxLength / 2)
        {
            return;
        }

        if (_places is null)
        {
            for (int i = 0; i < Count; i++)
            {
                if (text.SequenceEqual(this[i]))
                {
                    return;
                }
            }

            Append(text);
            return;
        }

        ref int place = ref Place(_places, text);
        if (place == 0)
        {
            place = Count + 1;
            Append(text);
        }
    }

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];

    private void Append(ReadOnlySpan<byte> text)
    {
        int start = Start(Count);
        if (start + text.Length > _texts.Length)
        {
            Array.Resize(ref _texts, Math.Max(start + text.Length, Math.Max(16, 2 * _texts.Length)));
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Count);
        }

        text.CopyTo(_texts.AsSpan(start));
        _ends[Count++] = start + text.Length;
        if (Count > Few && (_places is null || 2 * Count > _places.Length))
        {
            Rehash();
        }
    }

    private void Rehash()
    {
        int[] places = new int[4 * (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Count)];
        for (int i = 0; i < Count; i++)
        {
            Place(places, this[i]) = i + 1;
        }

        _places = places;
    }

    /// <summary>Where the text stands, or where it belongs.</summary>
    private ref int Place(int[] places, ReadOnlySpan<byte> text)
    {
        int mask = places.Length - 1;
        int slot = (int)Hashes.XxHash64(text) & mask;
        while (places[slot] != 0 && !text.SequenceEqual(this[places[slot] - 1]))
        {
            slot = (slot + 1) & mask;
        }

        return ref places[slot];
    }
}
