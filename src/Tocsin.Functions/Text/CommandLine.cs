using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>parse_command_line(text, "windows")</c>: the arguments as Windows' CommandLineToArgvW cuts them
/// (learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw). Null for an empty text.
/// </summary>
public static class CommandLine
{
    /// <summary>Writes the array of arguments; false (null) for an empty text.</summary>
    public static bool ParseWindows(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        byte[] argument = ArrayPool<byte>.Shared.Rent(text.Length);
        DynamicWriter writer = new(output);
        writer.BeginArray();
        int place = Program(text, out ReadOnlySpan<byte> program);
        writer.WriteString(program);
        SkipSpaces(text, ref place);
        while (place < text.Length)
        {
            int length = Argument(text, ref place, argument);
            writer.WriteString(argument.AsSpan(0, length));
            SkipSpaces(text, ref place);
        }

        writer.EndArray();
        ArrayPool<byte>.Shared.Return(argument);
        return true;
    }

    /// <summary>The program is a file name: a backslash is no escape in it, and quotes stand around the whole.</summary>
    private static int Program(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> program)
    {
        if (text[0] == '"')
        {
            int close = text[1..].IndexOf((byte)'"');
            program = close < 0 ? text[1..] : text.Slice(1, close);
            return close < 0 ? text.Length : close + 2;
        }

        int end = text.IndexOfAny((byte)' ', (byte)'\t');
        program = end < 0 ? text : text[..end];
        return program.Length;
    }

    private static int Argument(ReadOnlySpan<byte> text, ref int place, Span<byte> argument)
    {
        int length = 0;
        bool quoted = false;
        while (place < text.Length && (quoted || !IsSpace(text[place])))
        {
            int backslashes = Run(text[place..], (byte)'\\');
            place += backslashes;
            if (place == text.Length || text[place] != '"')
            {
                // Backslashes mean themselves unless a quote follows.
                argument.Slice(length, backslashes).Fill((byte)'\\');
                length += backslashes;
                if (backslashes == 0)
                {
                    argument[length++] = text[place++];
                }

                continue;
            }

            argument.Slice(length, backslashes / 2).Fill((byte)'\\');
            length += backslashes / 2;
            if (backslashes % 2 == 1)
            {
                argument[length++] = (byte)'"';
                place++;
            }
            else
            {
                Quotes(text, ref place, ref quoted, argument, ref length);
            }
        }

        return length;
    }

    /// <summary>Of a run of quotes every third, counted from the one that opened the quoting, is a quote of the argument.</summary>
    private static void Quotes(ReadOnlySpan<byte> text, ref int place, ref bool quoted, Span<byte> argument, ref int length)
    {
        int count = Run(text[place..], (byte)'"');
        place += count;
        int state = quoted ? 1 : 0;
        for (int i = 0; i < count; i++)
        {
            if (++state == 3)
            {
                argument[length++] = (byte)'"';
                state = 0;
            }
        }

        quoted = state == 1;
    }

    private static int Run(ReadOnlySpan<byte> text, byte value) => text.IndexOfAnyExcept(value) is var end and >= 0 ? end : text.Length;

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t';

    private static void SkipSpaces(ReadOnlySpan<byte> text, ref int place)
    {
        while (place < text.Length && IsSpace(text[place]))
        {
            place++;
        }
    }
}
