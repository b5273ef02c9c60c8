using System.Numerics;

namespace Tocsin.Telemetry.Files.Zstandard;

/// <summary>A table of zstd's finite state entropy coder (RFC 8878, 4.1): of each state its symbol and where it leads.</summary>
internal sealed class EntropyTable
{
    private const int LeastAccuracy = 5;

    private readonly State[] _states;

    private EntropyTable(State[] states, int accuracy)
    {
        _states = states;
        Accuracy = accuracy;
    }

    /// <summary>Bits of a state.</summary>
    public int Accuracy { get; }

    /// <summary>A table that gives one symbol and takes no bits.</summary>
    public static EntropyTable Only(byte symbol) => new([new State(symbol, 0, 0)], 0);

    /// <summary>Reads the description of a table; returns its length.</summary>
    public static int Read(ReadOnlySpan<byte> data, int mostSymbols, int mostAccuracy, out EntropyTable table)
    {
        var bits = new ForwardBits(data);
        var accuracy = LeastAccuracy + bits.Read(4);
        if (accuracy > mostAccuracy)
        {
            throw Damaged();
        }

        Span<short> shares = stackalloc short[256];
        var symbols = 0;
        var remaining = 1 << accuracy;
        while (remaining > 0)
        {
            if (symbols >= mostSymbols)
            {
                throw Damaged();
            }

            var share = ReadShare(ref bits, remaining);
            remaining -= Math.Abs(share);
            shares[symbols++] = (short)share;
            if (share == 0)
            {
                symbols += ReadZeros(ref bits, mostSymbols - symbols);
            }
        }

        table = Of(shares[..symbols], accuracy);
        return bits.Bytes;
    }

    /// <param name="shares">Of each symbol how many states it has; -1 for one state of a symbol that is rarer than that.</param>
    /// <param name="accuracy">Bits of a state; the shares fill the table.</param>
    public static EntropyTable Of(ReadOnlySpan<short> shares, int accuracy)
    {
        var size = 1 << accuracy;
        var symbols = Spread(shares, size);
        Span<int> next = stackalloc int[256];
        for (var symbol = 0; symbol < shares.Length; symbol++)
        {
            next[symbol] = Math.Abs((int)shares[symbol]);
        }

        var states = new State[size];
        for (var i = 0; i < size; i++)
        {
            var number = next[symbols[i]]++;
            var bits = accuracy - BitOperations.Log2((uint)number);
            states[i] = new State(symbols[i], (byte)bits, (ushort)((number << bits) - size));
        }

        return new EntropyTable(states, accuracy);
    }

    public byte Symbol(int state) => _states[state].Symbol;

    public int Next(int state, ref BackwardBits bits)
    {
        var from = _states[state];
        return from.Base + (int)bits.Read(from.Bits);
    }

    private static byte[] Spread(ReadOnlySpan<short> shares, int size)
    {
        var symbols = new byte[size];
        var last = size - 1;
        for (var symbol = 0; symbol < shares.Length; symbol++)
        {
            if (shares[symbol] < 0)
            {
                symbols[last--] = (byte)symbol;
            }
        }

        var step = (size >> 1) + (size >> 3) + 3;
        var place = 0;
        for (var symbol = 0; symbol < shares.Length; symbol++)
        {
            for (var i = 0; i < shares[symbol]; i++)
            {
                symbols[place] = (byte)symbol;
                do
                {
                    place = (place + step) & (size - 1);
                }
                while (place > last);
            }
        }

        return symbols;
    }

    /// <summary>A number from -1 up to what remains; small ones take a bit less.</summary>
    private static int ReadShare(ref ForwardBits bits, int remaining)
    {
        var length = BitOperations.Log2((uint)(remaining + 1)) + 1;
        var low = (1 << (length - 1)) - 1;
        var unused = (1 << length) - 2 - remaining;
        var value = bits.Read(length);
        if ((value & low) < unused)
        {
            bits.Unread();
            value &= low;
        }
        else if (value > low)
        {
            value -= unused;
        }

        return value - 1 <= remaining ? value - 1 : throw Damaged();
    }

    private static int ReadZeros(ref ForwardBits bits, int most)
    {
        var zeros = 0;
        int read;
        do
        {
            read = bits.Read(2);
            zeros += read;
        }
        while (read == 3 && zeros <= most);
        return zeros <= most ? zeros : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The zstd data is damaged: a table of symbols is none.");

    private readonly record struct State(byte Symbol, byte Bits, ushort Base);

    /// <summary>Bits from the first to the last.</summary>
    private ref struct ForwardBits(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _place;

        /// <summary>Bytes that were begun.</summary>
        public readonly int Bytes => (_place + 7) / 8;

        public int Read(int count)
        {
            var value = 0;
            for (var i = 0; i < count; i++, _place++)
            {
                value |= _place >> 3 < _bytes.Length ? ((_bytes[_place >> 3] >> (_place & 7)) & 1) << i : throw Damaged();
            }

            return value;
        }

        public void Unread() => _place--;
    }
}
