using System.Buffers;
using System.Globalization;

namespace Tocsin.Functions.Network;

/// <summary>
/// IP addresses in one spelling each (RFC 5952): IPv6 in lower case, its longest run of zeros left out, mapped IPv4 with
/// dots, no zone. Texts that are no IPv6 address stay as they are.
/// </summary>
public static class IPAddressText
{
    private const int Groups = 8;
    private const int LongestText = 45;

    private static ReadOnlySpan<byte> MappedStart => "::ffff:"u8;

    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!text.Contains((byte)':') || text.Contains((byte)'/') || IPv6Network.Parse(text) is not { } network || IsCompatible(text, network))
        {
            output.Write(text);
            return;
        }

        var target = output.GetSpan(LongestText);
        output.Advance(network.IsMapped
            ? WriteMapped((uint)network.Address, target)
            : WriteGroups(network.Address, target));
    }

    /// <summary>Kusto's functions read the deprecated <c>::1.2.3.4</c> as mapped; it is another address.</summary>
    private static bool IsCompatible(ReadOnlySpan<byte> text, IPv6Network network) =>
        network.IsMapped && text.StartsWith("::"u8) && IPv4Network.ReadAddress(text[2..], out _) > 0;

    private static int WriteMapped(uint address, Span<byte> target)
    {
        MappedStart.CopyTo(target);
        return MappedStart.Length + IPv4Network.Write(address, target[MappedStart.Length..]);
    }

    private static int WriteGroups(UInt128 address, Span<byte> target)
    {
        var (first, count) = LongestZeros(address);
        var length = 0;
        for (var i = 0; i < Groups; i++)
        {
            if (i == first)
            {
                target[length++] = (byte)':';
                if (i + count == Groups)
                {
                    target[length++] = (byte)':';
                }

                i += count - 1;
                continue;
            }

            if (i > 0)
            {
                target[length++] = (byte)':';
            }

            Group(address, i).TryFormat(target[length..], out var written, "x", CultureInfo.InvariantCulture);
            length += written;
        }

        return length;
    }

    /// <summary>The first of the longest runs of two or more groups of zeros; a run from -1 where there is none.</summary>
    private static (int First, int Count) LongestZeros(UInt128 address)
    {
        var longest = (First: -1, Count: 1);
        for (var i = 0; i < Groups; i++)
        {
            var end = i;
            while (end < Groups && Group(address, end) == 0)
            {
                end++;
            }

            longest = end - i > longest.Count ? (i, end - i) : longest;
            i = Math.Max(i, end - 1);
        }

        return longest;
    }

    private static ushort Group(UInt128 address, int index) => (ushort)(address >> (16 * (Groups - 1 - index)));
}
