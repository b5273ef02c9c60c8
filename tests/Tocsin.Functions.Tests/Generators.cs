using FsCheck;
using FsCheck.Fluent;

namespace Tocsin.Functions.Tests;

internal static class Generators
{
    public static Gen<long> Longs(long low, long high) =>
        from upper in Gen.Choose(0, int.MaxValue)
        from middle in Gen.Choose(0, int.MaxValue)
        from lower in Gen.Choose(0, 3)
        let bits = ((UInt128)(uint)upper << 33) | ((UInt128)(uint)middle << 2) | (uint)lower
        select (long)(low + (Int128)(bits % (UInt128)((Int128)high - low + 1)));
}
