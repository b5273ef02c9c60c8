using System.Buffers.Binary;

namespace Tocsin.DuckDb;

/// <summary>DuckDB's UUID: the 128 bits with the highest one flipped, so that signed order is the order of the text.</summary>
internal static class StoredUuid
{
    internal static Guid ToGuid(Int128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, unchecked((UInt128)stored) ^ (UInt128.One << 127));
        return new Guid(bytes, bigEndian: true);
    }

    internal static Int128 FromGuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return unchecked((Int128)(BinaryPrimitives.ReadUInt128BigEndian(bytes) ^ (UInt128.One << 127)));
    }
}
