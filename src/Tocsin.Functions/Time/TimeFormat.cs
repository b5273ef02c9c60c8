using System.Buffers;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Time;

/// <summary>
/// A format of <c>format_datetime</c> or <c>format_timespan</c>, read once. Only the specifiers and delimiters that
/// format-datetime-function.md and format-timespan-function.md list exist: Kusto refuses any other, a literal T included.
/// </summary>
public sealed class TimeFormat
{
    private const string Delimiters = " /-:,._[]";

    private readonly Element[] _elements;
    private readonly bool _ofTimespan;

    private TimeFormat(Element[] elements, bool ofTimespan)
    {
        _elements = elements;
        _ofTimespan = ofTimespan;
    }

    /// <summary>Reads a format; where it has something unknown, the result is null and <paramref name="unknown"/> says what.</summary>
    public static TimeFormat? Create(string format, bool ofTimespan, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(format);
        List<Element> elements = [];
        for (int start = 0; start < format.Length;)
        {
            char symbol = format[start];
            int end = start + 1;
            while (end < format.Length && format[end] == symbol && !Delimiters.Contains(symbol))
            {
                end++;
            }

            if (!IsKnown(symbol, end - start, ofTimespan))
            {
                unknown = format[start..end];
                return null;
            }

            elements.Add(new Element(symbol, end - start));
            start = end;
        }

        unknown = null;
        return new TimeFormat([.. elements], ofTimespan);
    }

    /// <summary>Writes a datetime or timespan, whichever the format was made for.</summary>
    public void Write(long ticks, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool negative = _ofTimespan && ticks < 0;
        if (negative)
        {
            Put((byte)'-', output);
        }

        ulong magnitude = negative ? 0 - (ulong)ticks : (ulong)ticks;
        DateTime date = _ofTimespan ? default : new DateTime(ticks);
        foreach (Element element in _elements)
        {
            WriteElement(element, magnitude, date, output);
        }
    }

    private static bool IsKnown(char symbol, int count, bool ofTimespan) => symbol switch
    {
        'f' or 'F' => count <= 7,
        'h' or 'H' or 'm' or 's' => count <= 2,
        'd' => count <= (ofTimespan ? 8 : 2),
        'M' => !ofTimespan && count <= 2,
        'y' => !ofTimespan && count is 1 or 2 or 4,
        't' => !ofTimespan && count == 2,
        _ => Delimiters.Contains(symbol),
    };

    private void WriteElement(Element element, ulong ticks, DateTime date, IBufferWriter<byte> output)
    {
        int hour = (int)(ticks / Ticks.PerHour % 24);
        switch (element.Symbol)
        {
            case 'd':
                Number(_ofTimespan ? ticks / Ticks.PerDay : (ulong)date.Day, element.Count, output);
                break;
            case 'h':
                Number((ulong)(_ofTimespan ? hour : hour % 12 == 0 ? 12 : hour % 12), element.Count, output);
                break;
            case 'H':
                Number((ulong)hour, element.Count, output);
                break;
            case 'm':
                Number(ticks / Ticks.PerMinute % 60, element.Count, output);
                break;
            case 's':
                Number(ticks / Ticks.PerSecond % 60, element.Count, output);
                break;
            case 'M':
                Number((ulong)date.Month, element.Count, output);
                break;
            case 'y':
                Number((ulong)(element.Count == 4 ? date.Year : date.Year % 100), element.Count, output);
                break;
            case 't':
                output.Write(hour < 12 ? "AM"u8 : "PM"u8);
                break;
            case 'f' or 'F':
                Fraction((int)(ticks % Ticks.PerSecond), element, output);
                break;
            default:
                Put((byte)element.Symbol, output);
                break;
        }
    }

    /// <summary>f writes every digit asked for, F none of the zeros at the end.</summary>
    private static void Fraction(int ticks, Element element, IBufferWriter<byte> output)
    {
        Span<byte> digits = stackalloc byte[7];
        TimeText.Digits(digits, ticks);
        ReadOnlySpan<byte> shown = digits[..element.Count];
        output.Write(element.Symbol == 'F' ? shown.TrimEnd((byte)'0') : shown);
    }

    private static void Number(ulong value, int width, IBufferWriter<byte> output)
    {
        Span<byte> digits = stackalloc byte[20];
        int start = digits.Length;
        do
        {
            digits[--start] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value > 0 || digits.Length - start < width);

        output.Write(digits[start..]);
    }

    private static void Put(byte value, IBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Element(char Symbol, int Count);
}
