using Tocsin.Functions.Text;

namespace Tocsin.Functions.Network;

/// <summary>The addresses of <c>has_any_ipv4</c>, or the prefixes of <c>has_any_ipv4_prefix</c>, looked for in one walk over a text.</summary>
public sealed class IPv4SearchList
{
    private const int Parts = 4;

    /// <summary>What is wanted of an address' first numbers, by how many they are.</summary>
    private readonly HashSet<uint>?[] _wanted = new HashSet<uint>?[Parts + 1];

    private IPv4SearchList()
    {
    }

    /// <summary>Whole addresses; texts that are none are in no text.</summary>
    public static IPv4SearchList OfAddresses(IEnumerable<byte[]> texts)
    {
        IPv4SearchList list = new();
        foreach (byte[] text in texts)
        {
            if (text.Length > 0 && IPv4Network.ReadAddress(text, out uint address) == text.Length)
            {
                list.Add(address, Parts);
            }
        }

        return list;
    }

    /// <summary>Whole addresses, and one to three numbers each with its point.</summary>
    public static IPv4SearchList OfPrefixes(IEnumerable<byte[]> texts)
    {
        IPv4SearchList list = new();
        foreach (byte[] text in texts)
        {
            if (IPv4Search.ReadPrefix(text, out uint address) is > 0 and var parts)
            {
                list.Add(address, parts);
            }
        }

        return list;
    }

    /// <summary>Whether the text has one of them where no letter or digit touches the address.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        int from = 0;
        while (text[from..].IndexOf((byte)'.') is var found and >= 0)
        {
            int point = from + found;
            int start = point;
            while (start > 0 && char.IsAsciiDigit((char)text[start - 1]))
            {
                start--;
            }

            int length = IPv4Network.ReadAddress(text[start..], out uint address);
            if (length > 0 && IsWanted(address) && !Terms.EndsWithTerm(text[..start]) && !Terms.BeginsWithTerm(text[(start + length)..]))
            {
                return true;
            }

            from = point + 1;
        }

        return false;
    }

    private void Add(uint address, int parts) => (_wanted[parts] ??= []).Add(First(address, parts));

    private bool IsWanted(uint address)
    {
        for (int parts = 1; parts <= Parts; parts++)
        {
            if (_wanted[parts] is { } wanted && wanted.Contains(First(address, parts)))
            {
                return true;
            }
        }

        return false;
    }

    private static uint First(uint address, int parts) => address >> (8 * (Parts - parts));
}
