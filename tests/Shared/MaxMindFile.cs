using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Tocsin.Testing;

/// <summary>Makes small databases in MaxMind's DB format, version 2: a network and its record at a time.</summary>
internal sealed class MaxMindFile(int recordSize = 28)
{
    private const int Nothing = -1;

    private readonly List<int[]> _nodes = [[Nothing, Nothing]];
    private readonly List<byte[]> _records = [];

    /// <summary>Adds a network such as 10.1.0.0/16 or 2001:db8::/32; IPv4 ones lie below ::/96. No network holds another.</summary>
    public MaxMindFile Add(string network, object record)
    {
        var (address, length) = network.Split('/') is [var text, var prefix] ? (IPAddress.Parse(text), int.Parse(prefix, System.Globalization.CultureInfo.InvariantCulture)) : throw new ArgumentException($"{network} is no network.", nameof(network));
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4)
        {
            (bytes, length) = ([.. new byte[12], .. bytes], length + 96);
        }

        var node = 0;
        for (var bit = 0; bit < length - 1; bit++)
        {
            ref var child = ref _nodes[node][Bit(bytes, bit)];
            if (child == Nothing)
            {
                child = _nodes.Count;
                _nodes.Add([Nothing, Nothing]);
            }

            node = _nodes[node][Bit(bytes, bit)];
        }

        _nodes[node][Bit(bytes, length - 1)] = -2 - _records.Count;
        _records.Add(Encode(record));
        return this;
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToArray(int ipVersion = 6, string type = "Test-City")
    {
        var offsets = _records.Select((_, i) => _records.Take(i).Sum(r => r.Length)).ToArray();
        var tree = _nodes.SelectMany(n => Pair(Value(n[0]), Value(n[1])));
        var metadata = Encode(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["database_type"] = type,
            ["ip_version"] = (ushort)ipVersion,
            ["node_count"] = (uint)_nodes.Count,
            ["record_size"] = (ushort)recordSize,
        });
        return [.. tree, .. new byte[16], .. _records.SelectMany(r => r), 0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8, .. metadata];

        uint Value(int child) => child switch
        {
            Nothing => (uint)_nodes.Count,
            < 0 => (uint)(_nodes.Count + 16 + offsets[-2 - child]),
            _ => (uint)child,
        };
    }

    /// <summary>A record as databases of cities have it.</summary>
    public static Dictionary<string, object> City(string? country, string? state, string? city, double latitude, double longitude)
    {
        var record = new Dictionary<string, object>(StringComparer.Ordinal) { ["location"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["accuracy_radius"] = (ushort)20, ["latitude"] = latitude, ["longitude"] = longitude } };
        if (city is not null)
        {
            record["city"] = Named(city);
        }

        if (country is not null)
        {
            record["country"] = Named(country);
        }

        if (state is not null)
        {
            record["subdivisions"] = new object[] { Named(state), Named("a part of it") };
        }

        return record;
    }

    private static Dictionary<string, object> Named(string name) => new(StringComparer.Ordinal)
    {
        ["geoname_id"] = 2077456u,
        ["names"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["de"] = "anders", ["en"] = name },
    };

    private static int Bit(byte[] bytes, int bit) => (bytes[bit / 8] >> (7 - (bit % 8))) & 1;

    private byte[] Pair(uint left, uint right) => recordSize switch
    {
        24 => [(byte)(left >> 16), (byte)(left >> 8), (byte)left, (byte)(right >> 16), (byte)(right >> 8), (byte)right],
        28 => [(byte)(left >> 16), (byte)(left >> 8), (byte)left, (byte)(((left >> 24) << 4) | (right >> 24)), (byte)(right >> 16), (byte)(right >> 8), (byte)right],
        _ => [.. BigEndian(left), .. BigEndian(right)],
    };

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Encode(object value)
    {
        switch (value)
        {
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                return [.. Control(2, utf8.Length), .. utf8];
            case double real:
                var bytes = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(bytes, real);
                return [.. Control(3, 8), .. bytes];
            case ushort small:
                return [.. Control(5, 2), (byte)(small >> 8), (byte)small];
            case uint number:
                return [.. Control(6, 4), .. BigEndian(number)];
            case bool truth:
                return Control(14, truth ? 1 : 0);
            case object[] items:
                return [.. Control(11, items.Length), .. items.SelectMany(Encode)];
            case Dictionary<string, object> map:
                return [.. Control(7, map.Count), .. map.SelectMany(p => Encode(p.Key).Concat(Encode(p.Value)))];
            default:
                throw new ArgumentException($"{value.GetType()} has no encoding here.", nameof(value));
        }
    }

    private static byte[] Control(int type, int size)
    {
        var (low, more) = size switch
        {
            < 29 => (size, Array.Empty<byte>()),
            < 285 => (29, [(byte)(size - 29)]),
            _ => (30, new[] { (byte)((size - 285) >> 8), (byte)(size - 285) }),
        };
        return type < 8 ? [(byte)((type << 5) | low), .. more] : [(byte)low, (byte)(type - 7), .. more];
    }
}
