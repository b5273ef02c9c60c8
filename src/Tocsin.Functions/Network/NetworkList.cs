namespace Tocsin.Functions.Network;

/// <summary>
/// The networks of <c>ipv4_is_in_any_range</c> or <c>ipv6_is_in_any_range</c>, made ready for many addresses: of two networks
/// one holds the other or they lie apart, so what is left are ranges in order.
/// </summary>
public sealed class NetworkList
{
    private readonly Bounds _bounds;
    private readonly UInt128[] _firsts;
    private readonly UInt128[] _lasts;
    private readonly bool _isEmpty;
    private readonly bool _hasFaults;

    private NetworkList(IReadOnlyCollection<byte[]> texts, Bounds bounds)
    {
        _bounds = bounds;
        _isEmpty = texts.Count == 0;
        List<(UInt128 First, UInt128 Last)> ranges = [];
        foreach (byte[] text in texts)
        {
            if (bounds(text) is { } range)
            {
                ranges.Add(range);
            }
            else
            {
                _hasFaults = true;
            }
        }

        // Of networks that begin alike the widest comes first, and what it holds follows.
        ranges.Sort((a, b) => a.First != b.First ? a.First.CompareTo(b.First) : b.Last.CompareTo(a.Last));
        List<(UInt128 First, UInt128 Last)> apart = [];
        foreach ((UInt128 First, UInt128 Last) range in ranges)
        {
            if (apart.Count == 0 || range.First > apart[^1].Last)
            {
                apart.Add(range);
            }
        }

        _firsts = [.. apart.Select(r => r.First)];
        _lasts = [.. apart.Select(r => r.Last)];
    }

    private delegate (UInt128 First, UInt128 Last)? Bounds(ReadOnlySpan<byte> text);

    public static NetworkList OfIPv4(IReadOnlyCollection<byte[]> texts) => new(texts, static text =>
        IPv4Network.Parse(text) is { } network ? (network.Network, network.Network | ~IPv4Network.Mask(network.Prefix)) : null);

    public static NetworkList OfIPv6(IReadOnlyCollection<byte[]> texts) => new(texts, static text =>
        IPv6Network.Parse(text) is { } network ? (network.Network, network.Network | ~IPv6Network.Mask(network.Prefix)) : null);

    /// <summary>True where a network holds the address, or one that is written behind it; null where the address, or a network that had to be asked, is none.</summary>
    public bool? Holds(ReadOnlySpan<byte> text)
    {
        if (_isEmpty)
        {
            return false;
        }

        if (_bounds(text) is not { } asked)
        {
            return null;
        }

        // The first range that does not end before the address.
        int place = Array.BinarySearch(_lasts, asked.First);
        place = place < 0 ? ~place : place;
        return place < _firsts.Length && _firsts[place] <= asked.Last ? true : _hasFaults ? null : false;
    }
}
