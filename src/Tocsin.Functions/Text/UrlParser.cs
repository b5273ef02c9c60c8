using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>parse_url</c> and <c>parse_urlquery</c>. Parts are as they stand in the URL, missing ones empty. As measured on Kusto:
/// the path has its slash, which the example of parse-url-function.md leaves out, but a slash alone at the end of the URL is
/// none; a user stands only before a colon; the port is what follows the last colon, in brackets too
/// (https://github.com/microsoft/Kusto-Query-Language/issues/112); a text without a scheme has no parts; of the query only
/// parameters with a name and a value count, in the order of their names, those of one name as an array. A question mark before
/// a query is part of its first name (https://github.com/MicrosoftDocs/dataexplorer-docs/issues/1056).
/// </summary>
public static class UrlParser
{
    private const int Few = 32;

    /// <summary>Writes the bag of <c>parse_url</c>.</summary>
    public static void Parse(ReadOnlySpan<byte> url, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> rest = Before(url, (byte)'#', out ReadOnlySpan<byte> fragment);
        rest = Before(rest, (byte)'?', out ReadOnlySpan<byte> query);
        ReadOnlySpan<byte> scheme = default;
        ReadOnlySpan<byte> authority = default;
        ReadOnlySpan<byte> path = default;
        if (rest.IndexOf("://"u8) is var place and > 0)
        {
            scheme = rest[..place];
            rest = rest[(place + 3)..];
            int slash = rest.IndexOf((byte)'/');
            authority = slash < 0 ? rest : rest[..slash];
            path = slash < 0 ? default : rest[slash..];
            if (path.Length == 1 && url[^1] == '/')
            {
                path = default;
            }
        }
        else
        {
            query = default;
            fragment = default;
        }

        ReadOnlySpan<byte> user = default;
        ReadOnlySpan<byte> password = default;
        if (authority.LastIndexOf((byte)'@') is var at and >= 0 && authority[..at].Contains((byte)':'))
        {
            user = Before(authority[..at], (byte)':', out password);
            authority = authority[(at + 1)..];
        }

        int colon = authority.LastIndexOf((byte)':');
        ReadOnlySpan<byte> host = colon < 0 ? authority : authority[..colon];
        ReadOnlySpan<byte> port = colon < 0 ? default : authority[(colon + 1)..];
        DynamicWriter writer = new(output);
        writer.BeginBag();
        Put("Scheme"u8, scheme, ref writer);
        Put("Host"u8, host, ref writer);
        Put("Port"u8, port, ref writer);
        Put("Path"u8, path, ref writer);
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
        WriteParameters(query, ref writer);
        writer.EndBag();
    }

    private static void WriteParameters(ReadOnlySpan<byte> query, scoped ref DynamicWriter writer)
    {
        writer.BeginBag();
        if (query.Count((byte)'&') < Few)
        {
            ReadOnlySpan<byte> last = default;
            while (NextName(query, last) is var name && !name.IsEmpty)
            {
                WriteValues(query, name, ref writer);
                last = name;
            }
        }
        else
        {
            WriteMany(query, ref writer);
        }

        writer.EndBag();
    }

    private static void WriteMany(ReadOnlySpan<byte> query, scoped ref DynamicWriter writer)
    {
        List<(byte[] Name, byte[] Value)> parameters = [];
        while (TryParameter(ref query, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            parameters.Add((name.ToArray(), value.ToArray()));
        }

        // A stable order keeps the values of one name as they come.
        (byte[] Name, byte[] Value)[] sorted = [.. parameters.Order(Comparer<(byte[] Name, byte[] Value)>.Create((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name)))];
        for (int i = 0, next; i < sorted.Length; i = next)
        {
            next = i + 1;
            while (next < sorted.Length && sorted[next].Name.AsSpan().SequenceEqual(sorted[i].Name))
            {
                next++;
            }

            writer.WriteName(sorted[i].Name);
            WriteOneOrMore(sorted.AsSpan(i..next), ref writer);
        }
    }

    private static void WriteOneOrMore(ReadOnlySpan<(byte[] Name, byte[] Value)> parameters, scoped ref DynamicWriter writer)
    {
        if (parameters.Length > 1)
        {
            writer.BeginArray();
        }

        foreach ((_, byte[] value) in parameters)
        {
            writer.WriteString(value);
        }

        if (parameters.Length > 1)
        {
            writer.EndArray();
        }
    }

    /// <summary>The least name behind the last one; none at the end. Few parameters are looked through again and again, which allocates nothing.</summary>
    private static ReadOnlySpan<byte> NextName(ReadOnlySpan<byte> query, ReadOnlySpan<byte> last)
    {
        ReadOnlySpan<byte> next = default;
        while (TryParameter(ref query, out ReadOnlySpan<byte> name, out _))
        {
            if (name.SequenceCompareTo(last) > 0 && (next.IsEmpty || name.SequenceCompareTo(next) < 0))
            {
                next = name;
            }
        }

        return next;
    }

    private static void WriteValues(ReadOnlySpan<byte> query, ReadOnlySpan<byte> wanted, scoped ref DynamicWriter writer)
    {
        ReadOnlySpan<byte> counted = query;
        int count = 0;
        while (TryParameter(ref counted, out ReadOnlySpan<byte> name, out _))
        {
            count += name.SequenceEqual(wanted) ? 1 : 0;
        }

        writer.WriteName(wanted);
        if (count > 1)
        {
            writer.BeginArray();
        }

        while (TryParameter(ref query, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (name.SequenceEqual(wanted))
            {
                writer.WriteString(value);
            }
        }

        if (count > 1)
        {
            writer.EndArray();
        }
    }

    private static bool TryParameter(scoped ref ReadOnlySpan<byte> query, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!query.IsEmpty)
        {
            name = Before(Before(query, (byte)'&', out query), (byte)'=', out value);
            if (!name.IsEmpty && !value.IsEmpty)
            {
                return true;
            }
        }

        name = default;
        value = default;
        return false;
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
