using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary><c>parse_path</c>: the parts of a Windows or Unix file path (parse-path-function.md).</summary>
public static class PathParser
{
    /// <summary>Writes the bag of parts; missing ones are empty.</summary>
    public static void Parse(ReadOnlySpan<byte> path, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> scheme = default;
        ReadOnlySpan<byte> rest = path;
        if (path.IndexOf("://"u8) is var place and >= 0)
        {
            scheme = path[..place];
            rest = path[(place + 3)..];
        }

        int slash = rest.LastIndexOfAny((byte)'/', (byte)'\\');
        ReadOnlySpan<byte> directory = slash < 0 ? default : rest[..slash];
        ReadOnlySpan<byte> file = rest[(slash + 1)..];
        ReadOnlySpan<byte> stream = default;
        if (file.IndexOf((byte)':') is var colon and >= 0 && !(slash < 0 && colon == 1))
        {
            stream = file[(colon + 1)..];
            file = file[..colon];
        }

        int point = file.LastIndexOf((byte)'.');
        DynamicWriter writer = new(output);
        writer.BeginBag();
        Put("Scheme"u8, scheme, ref writer);
        Put("RootPath"u8, Root(rest), ref writer);
        Put("DirectoryPath"u8, directory, ref writer);
        Put("DirectoryName"u8, directory[(directory.LastIndexOfAny((byte)'/', (byte)'\\') + 1)..], ref writer);
        Put("Filename"u8, file, ref writer);
        Put("Extension"u8, point < 0 ? default : file[(point + 1)..], ref writer);
        Put("AlternateDataStreamName"u8, stream, ref writer);
        writer.EndBag();
    }

    /// <summary>The drive with its colon, also behind the \\?\ of a long path.</summary>
    private static ReadOnlySpan<byte> Root(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> rest = path.StartsWith(@"\\?\"u8) ? path[4..] : path;
        return rest.Length >= 2 && rest[1] == ':' && AsciiText.IsLetter(rest[0]) ? rest[..2] : default;
    }

    private static void Put(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, scoped ref DynamicWriter writer)
    {
        writer.WriteName(name);
        writer.WriteString(value);
    }
}
