using System.Security.Cryptography;
using Tocsin.Telemetry.Store;

namespace Tocsin.Engine.Store;

/// <summary>
/// A log that has grown since the store took it: what it was then is still its beginning. Of a log of one record a line
/// the lines that are new are read, behind the header that they need; another file cannot be divided.
/// </summary>
internal static class GrownFile
{
    private const int Part = 1 << 20;

    /// <summary>Whether the earlier content is the beginning of what the file holds now.</summary>
    public static bool HasGrown(string path, StoreSource earlier)
    {
        using var file = Open(path);
        if (file.Length <= earlier.Bytes || earlier.Bytes == 0)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Pass(file, earlier.Bytes, hash.AppendData);
        return Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(earlier.Sha256, StringComparison.Ordinal);
    }

    /// <summary>Writes the header and the new lines; false where the file is of another kind, or a line was half written then.</summary>
    public static bool TryWriteNew(string path, StoreSource earlier, string target)
    {
        using var file = Open(path);
        file.Position = earlier.Bytes - 1;
        if (file.ReadByte() != '\n')
        {
            return false;
        }

        file.Position = 0;
        var head = new byte[(int)Math.Min(earlier.Bytes, Part)];
        file.ReadExactly(head);
        if (HeaderLength(head) is not { } header)
        {
            return false;
        }

        using var output = File.Create(target);
        output.Write(head, 0, header);
        file.Position = earlier.Bytes;
        file.CopyTo(output);
        return true;
    }

    /// <summary>The length of the lines that say what the others mean; null where the content is no text of lines.</summary>
    private static int? HeaderLength(ReadOnlySpan<byte> head)
    {
        if (head.Contains((byte)0) || head[0] is (byte)'[' or (byte)'<' or < (byte)' ' or > 0x7E)
        {
            return null;
        }

        if (head[0] == '{')
        {
            // One object a line; other JSON is a whole.
            var line = head[..(head.IndexOf((byte)'\n') + 1)].TrimEnd("\r\n"u8);
            return line.EndsWith("}"u8) ? 0 : null;
        }

        var end = 0;
        do
        {
            var line = head[end..].IndexOf((byte)'\n');
            if (line < 0)
            {
                return null;
            }

            end += line + 1;
        }
        while (end < head.Length && head[0] == '#' && head[end] == '#');
        return end;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    private static void Pass(FileStream file, long bytes, Action<byte[], int, int> take)
    {
        var buffer = new byte[Part];
        while (bytes > 0)
        {
            var length = file.Read(buffer, 0, (int)Math.Min(bytes, buffer.Length));
            if (length == 0)
            {
                return;
            }

            take(buffer, 0, length);
            bytes -= length;
        }
    }
}
