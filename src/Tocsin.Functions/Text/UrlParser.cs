using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>parse_url</c> and <c>parse_urlquery</c>. Parts are as they stand in the URL, missing ones empty; the path has no slash
/// before it, as the example of parse-url-function.md shows. Without a scheme all is path.
/// </summary>
public static class UrlParser
{
    /// <summary>Writes the bag of <c>parse_url</c>.</summary>
    public static void Parse(ReadOnlySpan<byte> url, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> rest = Before(url, (byte)'#', out ReadOnlySpan<byte> fragment);
        rest = Before(rest, (byte)'?', out ReadOnlySpan<byte> query);
        ReadOnlySpan<byte> scheme = default;
        ReadOnlySpan<byte> authority = default;
        if (rest.IndexOf("://"u8) is var place and >= 0)
        {
            scheme = rest[..place];
            rest = rest[(place + 3)..];
            authority = Before(rest, (byte)'/', out rest);
        }

        ReadOnlySpan<byte> user = default;
        ReadOnlySpan<byte> password = default;
        if (authority.LastIndexOf((byte)'@') is var at and >= 0)
        {
            user = Before(authority[..at], (byte)':', out password);
            authority = authority[(at + 1)..];
        }

        ReadOnlySpan<byte> host = Host(authority, out ReadOnlySpan<byte> port);
        DynamicWriter writer = new(output);
        writer.BeginBag();
        Put("Scheme"u8, scheme, ref writer);
        Put("Host"u8, host, ref writer);
        Put("Port"u8, port, ref writer);
        Put("Path"u8, rest, ref writer);
        Put("Username"u8, user, ref writer);
        Put("Password"u8, password, ref writer);
        writer.WriteName("Query Parameters"u8);
        WriteParameters(query, ref writer);
        Put("Fragment"u8, fragment, ref writer);
        writer.EndBag();
    }

    /// <summary>Writes the bag of <c>parse_urlquery</c>.</summary>
    public static void ParseQuery(ReadOnlySpan<byte> query, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        writer.BeginBag();
        writer.WriteName("Query Parameters"u8);
        WriteParameters(query is [(byte)'?', ..] ? query[1..] : query, ref writer);
        writer.EndBag();
    }

    private static ReadOnlySpan<byte> Host(ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> port)
    {
        // An IPv6 address in brackets has colons of its own.
        int bracket = authority.LastIndexOf((byte)']');
        ReadOnlySpan<byte> end = Before(authority[(bracket + 1)..], (byte)':', out port);
        return authority[..(bracket + 1 + end.Length)];
    }

    private static void WriteParameters(ReadOnlySpan<byte> query, scoped ref DynamicWriter writer)
    {
        writer.BeginBag();
        while (!query.IsEmpty)
        {
            ReadOnlySpan<byte> pair = Before(query, (byte)'&', out query);
            if (!pair.IsEmpty)
            {
                ReadOnlySpan<byte> name = Before(pair, (byte)'=', out ReadOnlySpan<byte> value);
                Put(name, value, ref writer);
            }
        }

        writer.EndBag();
    }

    private static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> text, byte separator, out ReadOnlySpan<byte> rest)
    {
        int place = text.IndexOf(separator);
        rest = place < 0 ? default : text[(place + 1)..];
        return place < 0 ? text : text[..place];
    }

    private static void Put(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, scoped ref DynamicWriter writer)
    {
        writer.WriteName(name);
        writer.WriteString(value);
    }
}
