using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Network;

/// <summary>Ranges of IPv4 addresses, and lists of networks.</summary>
public static class IPv4Ranges
{
    /// <summary>
    /// <c>ipv4_range_to_cidr_list(start, end)</c>: the fewest networks that hold these addresses and no others; false (null)
    /// where one is no address or the end lies before the start. Source: ipv4-range-to-cidr-list-function.md.
    /// </summary>
    public static bool WriteCidrs(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, IBufferWriter<byte> output)
    {
        if (IPv4Network.Parse(start) is not { } first || IPv4Network.Parse(end) is not { } last || first.Address > last.Address)
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        Span<byte> text = stackalloc byte[18];
        for (long address = first.Address; address <= last.Address;)
        {
            int aligned = address == 0 ? 32 : BitOperations.TrailingZeroCount(address);
            int fitting = BitOperations.Log2((ulong)(last.Address - address + 1));
            int bits = Math.Min(aligned, fitting);
            writer.WriteString(text[..Format((uint)address, 32 - bits, text)]);
            address += 1L << bits;
        }

        writer.EndArray();
        return true;
    }

    private static int Format(uint address, int prefix, Span<byte> text)
    {
        int length = IPv4Network.Write(address, text);
        text[length++] = (byte)'/';
        Utf8Formatter.TryFormat(prefix, text[length..], out int last);
        return length + last;
    }
}
