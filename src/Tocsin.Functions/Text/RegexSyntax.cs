using System.Buffers;

namespace Tocsin.Functions.Text;

/// <summary>
/// Kusto's regular expressions in RE2's words. The grammar is one, but in Kusto <c>\d</c>, <c>\w</c> and <c>\s</c> mean
/// Unicode's digits, word characters and white space, in RE2 those of ASCII (regex.md; recorded answers for full-width
/// digits). <c>\b</c> stays RE2's: between ASCII word characters and others.
/// </summary>
public static class RegexSyntax
{
    private static ReadOnlySpan<byte> WordItems => @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}"u8;

    private static ReadOnlySpan<byte> NotWordItems => @"\p{No}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{S}\p{Z}\p{C}"u8;

    private static ReadOnlySpan<byte> SpaceItems => @"\t-\r\x{85}\p{Z}"u8;

    private static ReadOnlySpan<byte> NotSpaceItems =>
        @"\x{0}-\x{8}\x{E}-\x{1F}!-\x{84}\x{86}-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{10FFFF}"u8;

    /// <summary>Writes a pattern as RE2 reads it. What is no pattern is left for RE2 to refuse.</summary>
    public static void WriteRe2(ReadOnlySpan<byte> pattern, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            byte unit = pattern[i];
            if (unit == '\\' && i + 1 < pattern.Length)
            {
                i++;
                if (pattern[i] == 'Q')
                {
                    int end = pattern[i..].IndexOf(@"\E"u8);
                    int next = end < 0 ? pattern.Length : i + end + 2;
                    output.Write(pattern[(i - 1)..next]);
                    i = next - 1;
                    continue;
                }

                WriteEscape(pattern[i], inClass, output);
                continue;
            }

            if (unit == '[' && !inClass)
            {
                inClass = true;
                int start = i++;
                i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;

                // A bracket that comes first closes nothing.
                i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
                output.Write(pattern[start..i]);
                i--;
                continue;
            }

            if (inClass && unit == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern[i..].IndexOf(":]"u8) is var close and > 0)
            {
                output.Write(pattern.Slice(i, close + 2));
                i += close + 1;
                continue;
            }

            inClass &= unit != ']';
            output.Write([unit]);
        }
    }

    private static void WriteEscape(byte escape, bool inClass, IBufferWriter<byte> output)
    {
        switch (escape)
        {
            case (byte)'d':
                output.Write(@"\p{Nd}"u8);
                break;
            case (byte)'D':
                output.Write(@"\P{Nd}"u8);
                break;
            case (byte)'w':
                WriteClass(WordItems, inClass, output);
                break;
            case (byte)'W':
                WriteClass(NotWordItems, inClass, output);
                break;
            case (byte)'s':
                WriteClass(SpaceItems, inClass, output);
                break;
            case (byte)'S':
                WriteClass(NotSpaceItems, inClass, output);
                break;
            default:
                output.Write([(byte)'\\', escape]);
                break;
        }
    }

    private static void WriteClass(ReadOnlySpan<byte> items, bool inClass, IBufferWriter<byte> output)
    {
        output.Write(inClass ? default : "["u8);
        output.Write(items);
        output.Write(inClass ? default : "]"u8);
    }
}
