using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Tocsin.Functions.Network;

namespace Tocsin.Detections.Analysis;

/// <summary>
/// The blocks of addresses that a test holds for, found by asking it about addresses all over IPv4 (every /16) and
/// IPv6 (every /16, and the loopback): what a pattern means does not follow from how it is spelled.
/// </summary>
internal static class AddressBlocks
{
    private const int Slots = 65536;

    private static readonly ConcurrentDictionary<string, ImmutableArray<string>> OfPatterns = new(StringComparer.Ordinal);

    /// <summary>What <c>ipv4_is_private()</c> answers true for.</summary>
    public static ImmutableArray<string> Private { get; } = Find(a => IPv4Functions.IsPrivate(Encoding.ASCII.GetBytes(a)) == true, withIPv6: false);

    private static readonly Lazy<ImmutableArray<string>> NotPublicBlocks =
        new(() => Find(a => !IPAddressType.Name(Encoding.ASCII.GetBytes(a)).SequenceEqual("Public"u8), withIPv6: true));

    /// <summary>What RemoteIPType calls anything but Public.</summary>
    public static ImmutableArray<string> NotPublic => NotPublicBlocks.Value;

    /// <summary>The blocks whose addresses a regular expression matches; empty for one that is not about addresses.</summary>
    public static ImmutableArray<string> Matching(string pattern) => OfPatterns.GetOrAdd(pattern, static p =>
    {
        if (!p.Any(char.IsAsciiDigit) || !(p.Contains(@"\.", StringComparison.Ordinal) || p.Contains("[.]", StringComparison.Ordinal)))
        {
            return [];
        }

        try
        {
            var regex = new Regex(p, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            return Find(regex.IsMatch, withIPv6: true);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            return [];
        }
    });

    private static ImmutableArray<string> Find(Func<string, bool> holds, bool withIPv6)
    {
        var v4 = Covered(i => holds($"{i >> 8}.{i & 255}.0.1") && holds($"{i >> 8}.{i & 255}.137.254"));

        // A test that holds for most of the Internet is about something else than internal addresses.
        if (v4.Count(c => c) > Slots / 2)
        {
            return [];
        }

        var blocks = ImmutableArray.CreateBuilder<string>();
        blocks.AddRange(Merged(v4).Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Start >> 8}.{b.Start & 255}.0.0/{b.Prefix}")));
        if (withIPv6)
        {
            if (holds("::1"))
            {
                blocks.Add("::1/128");
            }

            var v6 = Covered(i => i > 0 && holds($"{i:x}::1") && holds($"{i:x}:2:3:4:5:6:7:8"));
            blocks.AddRange(Merged(v6).Select(b => $"{IPAddress.Parse($"{b.Start:x}::")}/{b.Prefix}"));
        }

        return blocks.ToImmutable();
    }

    private static bool[] Covered(Func<int, bool> holds)
    {
        var covered = new bool[Slots];
        for (var i = 0; i < Slots; i++)
        {
            covered[i] = holds(i);
        }

        return covered;
    }

    /// <summary>The fewest aligned blocks that cover the same.</summary>
    private static IEnumerable<(int Start, int Prefix)> Merged(bool[] covered)
    {
        for (var start = 0; start < Slots;)
        {
            if (!covered[start])
            {
                start++;
                continue;
            }

            var size = 1;
            while (start % (size * 2) == 0 && start + (size * 2) <= Slots && !covered.AsSpan(start + size, size).Contains(false))
            {
                size *= 2;
            }

            yield return (start, 16 - int.Log2(size));
            start += size;
        }
    }
}
