using System.Text;

namespace Tocsin.Telemetry.Tests;

/// <summary>Bytes as a bad disk, a bad writer or an attacker would leave them; the same for the same seed.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"", "\"\"", "'", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ";", "\t", "\n", "\r", "\r\n", "\n\n", "#", "#fields\tts\tuid\n", "-", "(empty)", "null",
            "\0", "\0\0\0\0\0\0\0\0", "\uFEFF", "\uFFFD", "é", "😀", "99999999999999999999", "-1", "1e400", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "NaN", "true", "<Event>", "</Event>",
            "<![CDATA[", "&#0;", "&lt;", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "{\"a\":1}", "=", "|", "::ffff:10.0.0.1", "\u001F\u001E",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xFF, 0xFE],
    ];

    public static byte[] Of(byte[] source, byte[] other, Random random)
    {
        var bytes = source.ToList();
        for (var i = 1 + random.Next(random.Next(2) == 0 ? 2 : 12); i > 0 && bytes.Count > 0; i--)
        {
            Change(bytes, other, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[] other, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(bytes.Count - at, random.Next(4) == 0 ? random.Next(1, 2000) : random.Next(1, 12));
        switch (random.Next(11))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2 or 3:
                bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 5:
                bytes.RemoveRange(at, length);
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 7:
                bytes.InsertRange(at, Enumerable.Repeat((byte)"0x{[ \n\0A"[random.Next(8)], random.Next(1, 3000)));
                break;
            case 8:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, length)).ToArray());
                break;
            case 9:
                bytes.RemoveRange(at, random.Next(6) == 0 ? bytes.Count - at : Math.Min(1, bytes.Count - at));
                break;
            default:
                RepeatLine(bytes, at);
                break;
        }
    }

    private static void RepeatLine(List<byte> bytes, int at)
    {
        var start = bytes.LastIndexOf((byte)'\n', at) + 1;
        var end = bytes.IndexOf((byte)'\n', at);
        if (end > start)
        {
            bytes.InsertRange(start, bytes.GetRange(start, end - start + 1));
        }
    }
}
