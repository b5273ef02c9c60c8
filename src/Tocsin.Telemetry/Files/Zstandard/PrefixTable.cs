using System.Numerics;

namespace Tocsin.Telemetry.Files.Zstandard;

/// <summary>A table of prefix codes for literals (RFC 8878, 4.2): by the next bits, the byte and how many bits it takes.</summary>
internal sealed class PrefixTable
{
    private const int MostBits = 11;
    private const int MostWeights = 255;
    private const int WeightAccuracy = 6;

    private readonly (byte Value, byte Bits)[] _entries;
    private readonly int _bits;

    private PrefixTable((byte Value, byte Bits)[] entries, int bits)
    {
        _entries = entries;
        _bits = bits;
    }

    /// <summary>Reads the description of a table; returns its length.</summary>
    public static int Read(ReadOnlySpan<byte> data, out PrefixTable table)
    {
        Span<byte> weights = stackalloc byte[MostWeights + 1];
        int first = data.IsEmpty ? throw Damaged() : data[0];
        var length = first < 128 ? first : (first - 127 + 1) / 2;
        if (data.Length < 1 + length)
        {
            throw Damaged();
        }

        var count = first < 128 ? Packed(data.Slice(1, length), weights) : Plain(data.Slice(1, length), first - 127, weights);
        table = Of(weights, count);
        return 1 + length;
    }

    /// <summary>Fills the target with what a stream of bits says; all of it has to be used.</summary>
    public void Decode(ReadOnlySpan<byte> data, Span<byte> target)
    {
        var bits = new BackwardBits(data);
        var entries = _entries;
        for (var i = 0; i < target.Length; i++)
        {
            var (value, length) = entries[(int)bits.Peek(_bits)];
            bits.Skip(length);
            target[i] = value;
        }

        if (bits.Left != 0)
        {
            throw Damaged();
        }
    }

    private static int Plain(ReadOnlySpan<byte> data, int count, Span<byte> weights)
    {
        for (var i = 0; i < count; i++)
        {
            weights[i] = (byte)((i & 1) == 0 ? data[i / 2] >> 4 : data[i / 2] & 15);
        }

        return count;
    }

    /// <summary>Weights from two states in turn, until the bits end.</summary>
    private static int Packed(ReadOnlySpan<byte> data, Span<byte> weights)
    {
        var header = EntropyTable.Read(data, MostBits + 2, WeightAccuracy, out var table);
        var bits = new BackwardBits(data[header..]);
        var state = (int)bits.Read(table.Accuracy);
        var other = (int)bits.Read(table.Accuracy);
        var count = 0;
        while (count < MostWeights - 1)
        {
            weights[count++] = table.Symbol(state);
            state = table.Next(state, ref bits);
            if (bits.Left < 0)
            {
                weights[count++] = table.Symbol(other);
                return count;
            }

            (state, other) = (other, state);
        }

        throw Damaged();
    }

    /// <summary>The last symbol's weight is what the others leave; equal weights have their codes in the order of the symbols.</summary>
    private static PrefixTable Of(Span<byte> weights, int count)
    {
        var sum = 0;
        foreach (var weight in weights[..count])
        {
            sum += weight > MostBits ? throw Damaged() : (1 << weight) >> 1;
        }

        var bits = sum == 0 ? throw Damaged() : BitOperations.Log2((uint)sum) + 1;
        var left = (1 << bits) - sum;
        if (bits > MostBits || !BitOperations.IsPow2(left))
        {
            throw Damaged();
        }

        weights[count++] = (byte)(BitOperations.Log2((uint)left) + 1);
        var entries = new (byte, byte)[1 << bits];
        var place = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            for (var symbol = 0; symbol < count; symbol++)
            {
                if (weights[symbol] == weight)
                {
                    entries.AsSpan(place, 1 << (weight - 1)).Fill(((byte)symbol, (byte)(bits + 1 - weight)));
                    place += 1 << (weight - 1);
                }
            }
        }

        return place == entries.Length ? new PrefixTable(entries, bits) : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The zstd data is damaged: a table of prefix codes is none.");
}
