using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Network;

/// <summary>An IPv4 address with the prefix written behind it (<c>192.168.1.1/24</c>), 32 where there is none.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IPv4Network(uint Address, int Prefix)
{
    private const int LongestAddress = 15;

    /// <summary>The address with the bits behind the prefix cleared.</summary>
    public uint Network => Address & Mask(Prefix);

    /// <summary>Reads four decimal numbers from 0 to 255, and a prefix from 0 to 32 behind a slash; blanks in front do no harm, as measured on Kusto.</summary>
    public static IPv4Network? Parse(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        int length = ReadAddress(text, out uint address);
        if (length == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = text[length..];
        if (rest.IsEmpty)
        {
            return new IPv4Network(address, 32);
        }

        return ReadPrefix(rest, 32) is { } prefix ? new IPv4Network(address, prefix) : null;
    }

    /// <summary>The bits that a prefix keeps.</summary>
    public static uint Mask(int prefix) => prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);

    /// <summary>Reads an address at the beginning of a text; returns its length, or 0 where there is none.</summary>
    internal static int ReadAddress(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        int place = 0;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0 && (place >= text.Length || text[place++] != '.'))
            {
                return 0;
            }

            int digits = ReadPart(text[place..], out uint value);
            if (digits == 0)
            {
                return 0;
            }

            place += digits;
            address = (address << 8) | value;
        }

        return place;
    }

    /// <summary>Reads up to three digits that make a number up to 255 without zeros in front; returns how many, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadPart(ReadOnlySpan<byte> text, out uint value)
    {
        value = text.IsEmpty ? 10 : (uint)(text[0] - '0');
        if (value > 9)
        {
            return 0;
        }

        if (text.Length == 1 || (uint)(text[1] - '0') is not (<= 9 and var second))
        {
            return 1;
        }

        uint two = (value * 10) + second;
        if (value == 0)
        {
            return 0;
        }

        if (text.Length == 2 || (uint)(text[2] - '0') is not (<= 9 and var third))
        {
            value = two;
            return 2;
        }

        value = (two * 10) + third;
        return value > 255 ? 0 : 3;
    }

    /// <summary>Reads /n with n up to the limit, which has to be the whole text.</summary>
    internal static int? ReadPrefix(ReadOnlySpan<byte> text, int limit)
    {
        if (text.Length is < 2 or > 4 || text[0] != '/')
        {
            return null;
        }

        int prefix = 0;
        foreach (byte digit in text[1..])
        {
            if ((uint)(digit - '0') > 9)
            {
                return null;
            }

            prefix = (prefix * 10) + (digit - '0');
        }

        return prefix <= limit ? prefix : null;
    }

    /// <summary>Writes four numbers between dots; returns the length.</summary>
    internal static int Write(uint address, Span<byte> target)
    {
        int length = 0;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            Utf8Formatter.TryFormat((byte)(address >> shift), target[length..], out int digits);
            length += digits;
            if (shift > 0)
            {
                target[length++] = (byte)'.';
            }
        }

        return length;
    }

    internal static void Write(uint address, IBufferWriter<byte> output) => output.Advance(Write(address, output.GetSpan(LongestAddress)));
}
