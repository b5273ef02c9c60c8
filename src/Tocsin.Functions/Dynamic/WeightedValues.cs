using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// What tdigest() keeps: an array of pairs, each a value and its weight, in the values' order. Ranks are nearest ranks, as
/// percentiles-aggregation-function.md defines them.
/// </summary>
public sealed class WeightedValues
{
    private readonly List<(byte[] Value, long Weight)> _items = [];

    public void Add(ReadOnlySpan<byte> value, long weight) => _items.Add((value.ToArray(), weight));

    /// <summary>Adds the pairs of a digest; what is none adds nothing.</summary>
    public void AddDigest(ReadOnlySpan<byte> digest)
    {
        foreach (var pair in DynamicArray.Elements(digest))
        {
            if (TryRead(pair, out var value, out var weight))
            {
                Add(value, weight);
            }
        }
    }

    public void Write(IBufferWriter<byte> output)
    {
        _items.Sort(static (left, right) => DynamicSort.Compare(left.Value, right.Value));
        var writer = new DynamicWriter(output);
        writer.BeginArray();
        for (var i = 0; i < _items.Count;)
        {
            var (value, weight) = _items[i];
            for (i++; i < _items.Count && DynamicSort.Compare(value, _items[i].Value) == 0; i++)
            {
                weight += _items[i].Weight;
            }

            writer.BeginArray();
            writer.WriteValue(value);
            writer.WriteLong(weight);
            writer.EndArray();
        }

        writer.EndArray();
    }

    /// <summary>The value at a percentile of 0 to 100; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Percentile(ReadOnlySpan<byte> digest, double percentile)
    {
        var rank = Rank(Total(digest), percentile);
        ReadOnlySpan<byte> found = default;
        long passed = 0;
        foreach (var pair in DynamicArray.Elements(digest))
        {
            if (TryRead(pair, out var value, out var weight))
            {
                found = value;
                passed += weight;
                if (passed >= rank)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>The weight of all values up to and with one, and of all.</summary>
    public static (long UpTo, long All) RankOf(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> wanted)
    {
        long upTo = 0;
        foreach (var pair in DynamicArray.Elements(digest))
        {
            if (TryRead(pair, out var value, out var weight) && DynamicSort.Compare(value, wanted) <= 0)
            {
                upTo += weight;
            }
        }

        return (upTo, Total(digest));
    }

    /// <summary>The nearest rank, from 1, of a percentile among so many; counted in decimals, as people write percentiles.</summary>
    public static long Rank(long count, double percentile) =>
        Math.Clamp((long)Math.Ceiling((decimal)percentile * count / 100m), 1, Math.Max(count, 1));

    private static long Total(ReadOnlySpan<byte> digest)
    {
        long total = 0;
        foreach (var pair in DynamicArray.Elements(digest))
        {
            total += TryRead(pair, out _, out var weight) ? weight : 0;
        }

        return total;
    }

    private static bool TryRead(ReadOnlySpan<byte> pair, out ReadOnlySpan<byte> value, out long weight)
    {
        value = default;
        weight = 0;
        var index = 0;
        foreach (var part in DynamicArray.Elements(pair))
        {
            if (index++ == 0)
            {
                value = part;
            }
            else
            {
                weight = DynamicConversions.ToLong(part) ?? 0;
            }
        }

        return index == 2 && !value.IsEmpty;
    }
}
