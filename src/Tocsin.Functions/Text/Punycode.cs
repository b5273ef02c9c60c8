using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>punycode_from_string</c>, <c>punycode_to_string</c> and the like for domains: Punycode of RFC 3492,
/// without the rules that IDNA adds. What cannot be decoded gives an empty text.
/// </summary>
public static class Punycode
{
    private const int Base = 36;
    private const int MinThreshold = 1;
    private const int MaxThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialCodePoint = 128;

    /// <summary><c>punycode_from_string</c>: encodes.</summary>
    public static void Encode(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int[] points = ArrayPool<int>.Shared.Rent(Math.Max(text.Length, 1));
        int count = ReadCodePoints(text, points);
        int basic = 0;
        foreach (int point in points.AsSpan(0, count))
        {
            if (point < InitialCodePoint)
            {
                Put((byte)point, output);
                basic++;
            }
        }

        if (basic > 0)
        {
            Put((byte)'-', output);
        }

        EncodeOthers(points.AsSpan(0, count), basic, output);
        ArrayPool<int>.Shared.Return(points);
    }

    /// <summary><c>punycode_to_string</c>: decodes.</summary>
    public static void Decode(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        TryDecode(text, output);
    }

    /// <summary>
    /// <c>punycode_domain_to_string</c>, which encodes, whatever its name says (punycode-domain-to-string-function.md): each
    /// label that is not ASCII becomes xn-- and its Punycode; the full stops of IDNA separate labels and come out as one.
    /// </summary>
    public static void EncodeDomain(ReadOnlySpan<byte> domain, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (true)
        {
            int length = LabelLength(domain, out int separator);
            ReadOnlySpan<byte> label = domain[..length];
            if (Ascii.IsValid(label))
            {
                output.Write(label);
            }
            else
            {
                output.Write("xn--"u8);
                Encode(label, output);
            }

            if (separator == 0)
            {
                return;
            }

            Put((byte)'.', output);
            domain = domain[(length + separator)..];
        }
    }

    /// <summary><c>punycode_domain_from_string</c>: decodes each label of a domain name that begins with xn--; nothing where one cannot be decoded.</summary>
    public static void DecodeDomain(ReadOnlySpan<byte> domain, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (Range range in domain.Split((byte)'.'))
        {
            if (IsEncoded(domain[range]) && !TryDecode(domain[range][4..], output: null))
            {
                return;
            }
        }

        bool first = true;
        foreach (Range range in domain.Split((byte)'.'))
        {
            ReadOnlySpan<byte> label = domain[range];
            if (!first)
            {
                Put((byte)'.', output);
            }

            first = false;
            if (IsEncoded(label))
            {
                TryDecode(label[4..], output);
            }
            else
            {
                output.Write(label);
            }
        }
    }

    private static bool IsEncoded(ReadOnlySpan<byte> label) => label.Length >= 4 && AsciiText.EqualsIgnoreCase(label[..4], "xn--"u8);

    /// <summary>How long the first label is, and the full stop behind it (RFC 3490, 3.1), in bytes; 0 at the end.</summary>
    private static int LabelLength(ReadOnlySpan<byte> domain, out int separator)
    {
        for (int at = 0; at < domain.Length; at++)
        {
            ReadOnlySpan<byte> rest = domain[at..];
            separator = rest[0] == '.' ? 1 : rest.StartsWith("\u3002"u8) || rest.StartsWith("\uFF0E"u8) || rest.StartsWith("\uFF61"u8) ? 3 : 0;
            if (separator > 0)
            {
                return at;
            }
        }

        separator = 0;
        return domain.Length;
    }

    private static void EncodeOthers(ReadOnlySpan<int> points, int basic, IBufferWriter<byte> output)
    {
        int current = InitialCodePoint;
        long delta = 0;
        int bias = InitialBias;
        for (int handled = basic; handled < points.Length; current++, delta++)
        {
            int next = int.MaxValue;
            foreach (int point in points)
            {
                next = point >= current && point < next ? point : next;
            }

            delta += (long)(next - current) * (handled + 1);
            current = next;
            foreach (int point in points)
            {
                delta += point < current ? 1 : 0;
                if (point == current)
                {
                    WriteNumber(delta, bias, output);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, IBufferWriter<byte>? output)
    {
        if (!Ascii.IsValid(text))
        {
            return false;
        }

        int hyphen = text.LastIndexOf((byte)'-');
        int[] points = ArrayPool<int>.Shared.Rent(Math.Max(text.Length, 1));
        int count = Math.Max(hyphen, 0);
        for (int i = 0; i < count; i++)
        {
            points[i] = text[i];
        }

        bool valid = TryInsertOthers(text[(hyphen + 1)..], points, ref count);
        for (int i = 0; valid && output is not null && i < count; i++)
        {
            output.Advance(new Rune(points[i]).EncodeToUtf8(output.GetSpan(4)));
        }

        ArrayPool<int>.Shared.Return(points);
        return valid;
    }

    private static bool TryInsertOthers(ReadOnlySpan<byte> digits, int[] points, ref int count)
    {
        long point = InitialCodePoint;
        long place = 0;
        int bias = InitialBias;
        while (!digits.IsEmpty)
        {
            long start = place;
            long weight = 1;
            for (int k = Base; ; k += Base)
            {
                int digit = digits.IsEmpty ? -1 : Digit(digits[0]);
                if (digit < 0 || weight > int.MaxValue)
                {
                    return false;
                }

                digits = digits[1..];
                place += digit * weight;
                int threshold = Threshold(k, bias);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
            }

            count++;
            bias = Adapt(place - start, count, start == 0);
            point += place / count;
            place %= count;
            if (point > int.MaxValue || !Rune.IsValid((int)point))
            {
                return false;
            }

            points.AsSpan((int)place, count - 1 - (int)place).CopyTo(points.AsSpan((int)place + 1));
            points[place++] = (int)point;
        }

        return true;
    }

    private static void WriteNumber(long number, int bias, IBufferWriter<byte> output)
    {
        for (int k = Base; ; k += Base)
        {
            int threshold = Threshold(k, bias);
            if (number < threshold)
            {
                Put(Letter((int)number), output);
                return;
            }

            Put(Letter((int)(threshold + ((number - threshold) % (Base - threshold)))), output);
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        int k = 0;
        for (; delta > (Base - MinThreshold) * MaxThreshold / 2; k += Base)
        {
            delta /= Base - MinThreshold;
        }

        return (int)(k + ((Base - MinThreshold + 1) * delta / (delta + Skew)));
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, MinThreshold, MaxThreshold);

    private static byte Letter(int digit) => (byte)(digit < 26 ? 'a' + digit : '0' + digit - 26);

    private static int Digit(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 26,
        _ when AsciiText.IsLetter(letter) => (letter | 0x20) - 'a',
        _ => -1,
    };

    private static int ReadCodePoints(ReadOnlySpan<byte> text, int[] points)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            points[count++] = rune.Value;
            text = text[length..];
        }

        return count;
    }

    private static void Put(byte value, IBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
