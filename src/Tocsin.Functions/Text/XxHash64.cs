using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Text;

/// <summary>XXH64 with the seed 0, of data that comes in parts (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md).</summary>
public struct XxHash64
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;
    private const int Stripe = 32;

    private Buffer _rest;
    private ulong _first = unchecked(Prime1 + Prime2);
    private ulong _second = Prime2;
    private ulong _third;
    private ulong _fourth = unchecked(0 - Prime1);
    private int _restLength;
    private ulong _length;

    public XxHash64()
    {
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _length += (ulong)data.Length;
        if (_restLength > 0)
        {
            var taken = Math.Min(data.Length, Stripe - _restLength);
            data[..taken].CopyTo(_rest[_restLength..]);
            _restLength += taken;
            data = data[taken..];
            if (_restLength < Stripe)
            {
                return;
            }

            AppendStripe(_rest);
            _restLength = 0;
        }

        for (; data.Length >= Stripe; data = data[Stripe..])
        {
            AppendStripe(data);
        }

        data.CopyTo(_rest);
        _restLength = data.Length;
    }

    /// <summary>The hash of all that was appended.</summary>
    public readonly ulong Value()
    {
        unchecked
        {
            var hash = _length < Stripe ? Prime5
                : Merge(Merge(Merge(Merge(
                    BitOperations.RotateLeft(_first, 1) + BitOperations.RotateLeft(_second, 7) + BitOperations.RotateLeft(_third, 12) + BitOperations.RotateLeft(_fourth, 18),
                    _first), _second), _third), _fourth);
            hash += _length;
            ReadOnlySpan<byte> rest = _rest[.._restLength];
            for (; rest.Length >= 8; rest = rest[8..])
            {
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * Prime1) + Prime4;
            }

            if (rest.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2) + Prime3;
                rest = rest[4..];
            }

            foreach (var value in rest)
            {
                hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
            }

            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong lane, ulong value) => unchecked(BitOperations.RotateLeft(lane + (value * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked(((hash ^ Round(0, lane)) * Prime1) + Prime4);

    private void AppendStripe(ReadOnlySpan<byte> stripe)
    {
        _first = Round(_first, BinaryPrimitives.ReadUInt64LittleEndian(stripe));
        _second = Round(_second, BinaryPrimitives.ReadUInt64LittleEndian(stripe[8..]));
        _third = Round(_third, BinaryPrimitives.ReadUInt64LittleEndian(stripe[16..]));
        _fourth = Round(_fourth, BinaryPrimitives.ReadUInt64LittleEndian(stripe[24..]));
    }

    [InlineArray(Stripe)]
    private struct Buffer
    {
        private byte _first;
    }
}
