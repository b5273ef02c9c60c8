using System.Buffers;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Network;

/// <summary>
/// An IPv6 address with the prefix written behind it, 128 where there is none. An IPv4 address, also as
/// <c>::192.168.1.1</c>, is the mapped address <c>::ffff:c0a8:101</c>, its prefix counting from bit 96 (parse-ipv6-mask-function.md). A zone (<c>%eth0</c>) is passed over, as measured on Kusto.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IPv6Network(UInt128 Address, int Prefix)
{
    /// <summary>An IPv4 address in IPv6: ::ffff:0:0/96.</summary>
    internal static readonly UInt128 Mapped = new(0, 0xFFFF_0000_0000);

    private const int Groups = 8;

    /// <summary>Whether the address is one of IPv4.</summary>
    public bool IsMapped => Address >> 32 == Mapped >> 32;

    /// <summary>The address with the bits behind the prefix cleared.</summary>
    public UInt128 Network => Address & Mask(Prefix);

    /// <summary>Reads an IPv6 or IPv4 address and its prefix; null where the text is neither.</summary>
    public static IPv6Network? Parse(ReadOnlySpan<byte> text)
    {
        int slash = text.IndexOf((byte)'/');
        ReadOnlySpan<byte> digits = slash < 0 ? text : text[..slash];
        if (ParseAddress(WithoutZone(digits), out bool dotted) is not { } address)
        {
            return null;
        }

        if (slash < 0)
        {
            return new IPv6Network(address, 128);
        }

        // "For IPv4, the prefix length is a number between 0 and 32" (ip-prefix-notation.md).
        int most = digits.Contains((byte)':') ? 128 : 32;
        return IPv4Network.ReadPrefix(text[slash..], most) is { } prefix
            ? new IPv6Network(address, dotted && prefix <= 32 ? prefix + 96 : prefix)
            : null;
    }

    /// <summary>The bits that a prefix keeps.</summary>
    public static UInt128 Mask(int prefix) => prefix == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - prefix);

    /// <summary>Writes eight groups of four hexadecimal digits, as <c>parse_ipv6</c> does.</summary>
    internal static void Write(UInt128 address, IBufferWriter<byte> output)
    {
        Span<byte> text = output.GetSpan((Groups * 5) - 1);
        for (int i = 0; i < Groups; i++)
        {
            ushort group = (ushort)(address >> (16 * (Groups - 1 - i)));
            group.TryFormat(text[(i * 5)..], out _, "x4", provider: null);
            if (i < Groups - 1)
            {
                text[(i * 5) + 4] = (byte)':';
            }
        }

        output.Advance((Groups * 5) - 1);
    }

    private static ReadOnlySpan<byte> WithoutZone(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'%') is var percent and >= 0 ? text[..percent] : text;

    private static UInt128? ParseAddress(ReadOnlySpan<byte> text, out bool dotted)
    {
        dotted = text.Contains((byte)'.');
        if (!text.Contains((byte)':'))
        {
            return IPv4Network.ReadAddress(text, out uint plain) == text.Length && !text.IsEmpty ? Mapped | plain : null;
        }

        Span<ushort> groups = stackalloc ushort[Groups];
        int gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return ReadGroups(text, groups) == Groups ? Join(groups) : null;
        }

        Span<ushort> tail = stackalloc ushort[Groups];
        int before = gap == 0 ? 0 : ReadGroups(text[..gap], groups);
        int after = gap + 2 == text.Length ? 0 : ReadGroups(text[(gap + 2)..], tail);
        if (before < 0 || after < 0 || before + after >= Groups)
        {
            return null;
        }

        groups[before..].Clear();
        tail[..after].CopyTo(groups[(Groups - after)..]);
        UInt128 address = Join(groups);
        return dotted && before == 0 && after == 2 ? Mapped | address : address;
    }

    private static UInt128 Join(ReadOnlySpan<ushort> groups)
    {
        UInt128 address = 0;
        foreach (ushort group in groups)
        {
            address = (address << 16) | group;
        }

        return address;
    }

    /// <summary>Reads groups between colons, the last perhaps as an IPv4 address; returns how many, or -1.</summary>
    private static int ReadGroups(ReadOnlySpan<byte> text, Span<ushort> groups)
    {
        int count = 0;
        foreach (Range range in text.Split((byte)':'))
        {
            ReadOnlySpan<byte> part = text[range];
            if (part.Contains((byte)'.'))
            {
                bool last = range.End.GetOffset(text.Length) == text.Length;
                if (!last || count > Groups - 2 || IPv4Network.ReadAddress(part, out uint address) != part.Length)
                {
                    return -1;
                }

                groups[count++] = (ushort)(address >> 16);
                groups[count++] = (ushort)address;
            }
            else if (count == Groups || part.Length is 0 or > 4
                || !ushort.TryParse(part, System.Globalization.NumberStyles.AllowHexSpecifier, provider: null, out groups[count++]))
            {
                return -1;
            }
        }

        return count;
    }
}
