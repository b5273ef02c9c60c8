using System.Text;
using Tocsin.Kql.Text;

namespace Tocsin.Cli.Commands;

/// <summary>Reads KQL from files.</summary>
internal static class QueryFile
{
    /// <summary>A query in another encoding would be read with other characters than it was written with: refused, with the place.</summary>
    /// <exception cref="UsageException">The file is not UTF-8.</exception>
    public static string ReadUtf8(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            return strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            var before = new SourceText(Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length))));
            throw new UsageException($"{file}:{before.PositionAt(before.Length)}: the query is not UTF-8: byte 0x{e.BytesUnknown?.FirstOrDefault():X2}", e);
        }
    }
}
