using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Functions;

/// <summary>Hashes for tables that live as long as a query. They differ between processes, so that no data is made to collide.</summary>
internal static class ValueHash
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;
    private static readonly ulong Other = (ulong)Random.Shared.NextInt64() | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Of(ulong value) => (uint)(Fold(value ^ Seed, Odd) >> 32);

    internal static uint Of(ReadOnlySpan<byte> text)
    {
        ulong hash = Seed ^ (ulong)text.Length;
        while (text.Length > sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(text), Other);
            text = text[sizeof(ulong)..];
        }

        ulong last = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            last = (last << 8) | text[i];
        }

        return (uint)(Fold(Fold(hash ^ last, Other), Odd) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
