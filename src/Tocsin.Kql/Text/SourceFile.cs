using System.Text;

namespace Tocsin.Kql.Text;

/// <summary>Files of text that people write: queries, functions, rules, packages.</summary>
public static class SourceFile
{
    /// <summary>Whether a file holds KQL, by its name.</summary>
    public static bool IsKql(string path) => Path.GetExtension(path).ToUpperInvariant() is ".KQL" or ".KUSTO" or ".CSL";

    /// <summary>
    /// The text of a file in UTF-8, or in UTF-16 where its byte order mark says so, as shells and editors of Windows write it.
    /// </summary>
    /// <exception cref="IOException">
    /// The file cannot be read, or is in another encoding: what it says would be read with other characters than it was written
    /// with. The message has the place.
    /// </exception>
    public static SourceText Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var (encoding, mark) = EncodingOf(bytes);
        try
        {
            return new SourceText(encoding.GetString(bytes, mark, bytes.Length - mark), path);
        }
        catch (DecoderFallbackException e)
        {
            var before = new SourceText(Encoding.GetEncoding(encoding.CodePage).GetString(bytes, mark, Math.Clamp(e.Index, 0, bytes.Length - mark)), path);
            throw new IOException($"{path}:{before.PositionAt(before.Length)}: the text is not {Name(encoding)} (byte 0x{e.BytesUnknown?.FirstOrDefault():X2}); save it as UTF-8", e);
        }
    }

    /// <summary>The encoding and the length of its mark in bytes.</summary>
    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (new UTF8Encoding(false, throwOnInvalidBytes: true), 3),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, false, throwOnInvalidBytes: true), 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, false, throwOnInvalidBytes: true), 2),
        _ => (new UTF8Encoding(false, throwOnInvalidBytes: true), 0),
    };

    private static string Name(Encoding encoding) => encoding is UTF8Encoding ? "UTF-8" : "UTF-16";
}
