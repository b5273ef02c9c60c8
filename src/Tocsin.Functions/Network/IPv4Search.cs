using Tocsin.Functions.Text;

namespace Tocsin.Functions.Network;

/// <summary>
/// <c>has_ipv4</c> and <c>has_ipv4_prefix</c>: an address stands in a text where no letter or digit touches it
/// (has-ipv4-function.md).
/// </summary>
public static class IPv4Search
{
    /// <summary><c>has_ipv4(text, address)</c>: false where the second is no address.</summary>
    public static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> address) =>
        IPv4Network.ReadAddress(address, out _) == address.Length && !address.IsEmpty && Terms.IsMatch(text, address, false, true, true);

    /// <summary><c>has_ipv4_prefix(text, prefix)</c>: the prefix is a whole address, or one to three of its numbers each with its point.</summary>
    public static bool HasPrefix(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix)
    {
        if (ReadPrefix(prefix, out _) == 0)
        {
            return false;
        }

        int from = 0;
        while (text[from..].IndexOf(prefix) is var found and >= 0)
        {
            int place = from + found;
            int length = IPv4Network.ReadAddress(text[place..], out _);
            if (length > 0 && !Terms.EndsWithTerm(text[..place]) && !Terms.BeginsWithTerm(text[(place + length)..])
                && (prefix[^1] == '.' || length == prefix.Length))
            {
                return true;
            }

            from = place + 1;
        }

        return false;
    }

    /// <summary>How many numbers a prefix has, with the address that has zeros behind them; 0 where it is no prefix.</summary>
    internal static int ReadPrefix(ReadOnlySpan<byte> prefix, out uint address)
    {
        address = 0;
        if (prefix.IsEmpty || prefix[^1] != '.')
        {
            return !prefix.IsEmpty && IPv4Network.ReadAddress(prefix, out address) == prefix.Length ? 4 : 0;
        }

        // With the numbers that are missing it has to be an address.
        Span<byte> whole = stackalloc byte[16];
        int points = prefix.Count((byte)'.');
        if (prefix.Length > 12 || points > 3)
        {
            return 0;
        }

        prefix.CopyTo(whole);
        int length = prefix.Length;
        for (int i = points; i <= 3; i++)
        {
            whole[length++] = (byte)'0';
            if (i < 3)
            {
                whole[length++] = (byte)'.';
            }
        }

        return IPv4Network.ReadAddress(whole[..length], out address) == length ? points : 0;
    }
}
