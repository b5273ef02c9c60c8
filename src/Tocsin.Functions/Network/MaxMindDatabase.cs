using System.Buffers.Binary;

namespace Tocsin.Functions.Network;

/// <summary>
/// A database in MaxMind's DB format, version 2 (https://maxmind.github.io/MaxMind-DB/): a binary tree over the bits of
/// addresses, whose leaves point to records. Whatever the bytes are, reading them ends and stays within them.
/// </summary>
public sealed class MaxMindDatabase
{
    /// <summary>Between the tree and the records.</summary>
    private const int SeparatorLength = 16;

    /// <summary>The metadata stands within so many bytes of the end.</summary>
    private const int MetadataArea = 128 * 1024;

    private const int AddressBits = 128;
    private const int IPv4Bits = 32;

    private readonly byte[] _content;
    private readonly int _nodes;
    private readonly int _nodeLength;
    private readonly int _recordsStart;
    private readonly int _recordsLength;

    // Where addresses of 32 bits begin in a tree of 128; the root in one of 32.
    private readonly long _ipv4Root;
    private readonly bool _isIPv6;

    private MaxMindDatabase(byte[] content, int nodes, int recordSize, bool isIPv6, int recordsEnd, string type)
    {
        _content = content;
        _nodes = nodes;
        _nodeLength = recordSize / 4;
        _recordsStart = (nodes * _nodeLength) + SeparatorLength;
        _recordsLength = recordsEnd - _recordsStart;
        _isIPv6 = isIPv6;
        Type = type;
        _ipv4Root = isIPv6 ? Walk(0, UInt128.Zero, AddressBits - IPv4Bits, AddressBits) : 0;
    }

    /// <summary>What the database says it is, such as GeoLite2-City.</summary>
    public string Type { get; }

    /// <summary>The records, within which pointers count.</summary>
    internal ReadOnlySpan<byte> Records => _content.AsSpan(_recordsStart, _recordsLength);

    /// <summary>Reads a database from its bytes, which must not change afterwards; an error says in plain words what is wrong with them.</summary>
    public static (MaxMindDatabase? Database, string? Error) Read(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ReadOnlySpan<byte> marker = [0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8];
        int areaStart = Math.Max(0, content.Length - MetadataArea);
        int place = content.AsSpan(areaStart).LastIndexOf(marker);
        if (place < 0)
        {
            return (null, "it is no database in MaxMind's DB format (.mmdb)");
        }

        int metadataStart = areaStart + place + marker.Length;
        var metadata = new MaxMindValue(content.AsSpan(metadataStart), 0);
        if (metadata.Member("binary_format_major_version"u8).Number != 2)
        {
            return (null, "its format is not version 2 of MaxMind's DB format");
        }

        long nodes = Whole(metadata.Member("node_count"u8));
        long recordSize = Whole(metadata.Member("record_size"u8));
        long version = Whole(metadata.Member("ip_version"u8));
        long treeLength = nodes * recordSize / 4;
        if (recordSize is not (24 or 28 or 32) || version is not (4 or 6) || nodes < 1 || treeLength + SeparatorLength > areaStart + place)
        {
            return (null, "its metadata does not fit its content");
        }

        string type = System.Text.Encoding.UTF8.GetString(metadata.Member("database_type"u8).Text);
        return (new MaxMindDatabase(content, (int)nodes, (int)recordSize, version == 6, areaStart + place, type), null);
    }

    /// <summary>The record of an address; a missing value where the database has none.</summary>
    /// <param name="address">An IPv6 address, or an IPv4 one in its last 32 bits.</param>
    public MaxMindValue Find(UInt128 address, bool isIPv4)
    {
        if (!isIPv4 && !_isIPv6)
        {
            return default;
        }

        long leaf = isIPv4 ? Walk(_ipv4Root, address, AddressBits, IPv4Bits) : Walk(0, address, AddressBits, AddressBits);
        long offset = leaf - _nodes - SeparatorLength;
        return leaf > _nodes && offset >= 0 && offset < _recordsLength ? new MaxMindValue(Records, (int)offset) : default;
    }

    /// <summary>Follows the bits of an address from <paramref name="node"/>, the first of <paramref name="width"/> bits down to the one before <paramref name="end"/>.</summary>
    private long Walk(long node, UInt128 address, int end, int width)
    {
        for (int bit = AddressBits - width; bit < end && node < _nodes; bit++)
        {
            node = Child((int)node, (int)((address >> (AddressBits - 1 - bit)) & 1));
        }

        return node;
    }

    private long Child(int node, int side)
    {
        ReadOnlySpan<byte> pair = _content.AsSpan(node * _nodeLength, _nodeLength);
        return _nodeLength switch
        {
            6 => side == 0 ? Three(pair) : Three(pair[3..]),
            7 => side == 0 ? ((pair[3] & 0xF0L) << 20) | Three(pair) : ((pair[3] & 0x0FL) << 24) | Three(pair[4..]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(side == 0 ? pair : pair[4..]),
        };
    }

    private static long Three(ReadOnlySpan<byte> bytes) => ((long)bytes[0] << 16) | ((long)bytes[1] << 8) | bytes[2];

    /// <summary>-1 for what is no number of a sensible size.</summary>
    private static long Whole(MaxMindValue value) => value.Number is { } number and >= 0 and <= int.MaxValue / 8.0 ? (long)number : -1;
}
