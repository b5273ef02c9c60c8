using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Network;

/// <summary><c>geo_info_from_ip_address</c> over a database of cities in MaxMind's format (geo-info-from-ip-address-function.md).</summary>
public static class GeoInfo
{
    /// <summary>Writes the place of an address as a property bag; false where the text is no address or the database does not know it.</summary>
    public static bool Write(MaxMindDatabase database, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (text.Contains((byte)'/') || IPv6Network.Parse(text) is not { } network)
        {
            return false;
        }

        MaxMindValue record = database.Find(network.Address, isIPv4: network.IsMapped);
        if (!record.Exists)
        {
            return false;
        }

        var writer = new DynamicWriter(output);
        writer.BeginBag();
        WriteName(ref writer, "country"u8, record.Member("country"u8));
        WriteName(ref writer, "state"u8, record.Member("subdivisions"u8).First());
        WriteName(ref writer, "city"u8, record.Member("city"u8));
        MaxMindValue location = record.Member("location"u8);
        WriteNumber(ref writer, "latitude"u8, location.Member("latitude"u8));
        WriteNumber(ref writer, "longitude"u8, location.Member("longitude"u8));
        writer.EndBag();
        return true;
    }

    /// <summary>What the database does not know is left out.</summary>
    private static void WriteName(ref DynamicWriter writer, ReadOnlySpan<byte> property, MaxMindValue place)
    {
        ReadOnlySpan<byte> name = place.Member("names"u8).Member("en"u8).Text;
        if (!name.IsEmpty && System.Text.Unicode.Utf8.IsValid(name))
        {
            writer.WriteName(property);
            writer.WriteString(name);
        }
    }

    private static void WriteNumber(ref DynamicWriter writer, ReadOnlySpan<byte> property, MaxMindValue value)
    {
        if (value.Number is { } number && double.IsFinite(number))
        {
            writer.WriteName(property);
            writer.WriteReal(number);
        }
    }
}
