using System.Buffers;

namespace Tocsin.Functions.Time;

/// <summary>The canonical text of datetimes and timespans, as <c>tostring</c> writes it.</summary>
public static class TimeText
{
    /// <summary>The length of a datetime's text.</summary>
    public const int DatetimeLength = 28;

    /// <summary>The longest text of a timespan: <c>-10675199.02:48:05.4775808</c>.</summary>
    public const int MaxTimespanLength = 26;

    /// <summary>Writes <c>2020-01-01T00:00:00.0000000Z</c>.</summary>
    public static void WriteDatetime(long datetime, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        FormatDatetime(datetime, output.GetSpan(DatetimeLength));
        output.Advance(DatetimeLength);
    }

    /// <summary>Writes <c>[-][d.]hh:mm:ss[.fffffff]</c>; the fraction has seven digits or is absent.</summary>
    public static void WriteTimespan(long timespan, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Advance(FormatTimespan(timespan, output.GetSpan(MaxTimespanLength)));
    }

    /// <summary>Formats a datetime into at least <see cref="DatetimeLength"/> bytes.</summary>
    public static void FormatDatetime(long datetime, Span<byte> target)
    {
        DateTime date = new(datetime);
        Digits(target[..4], date.Year);
        target[4] = (byte)'-';
        Digits(target[5..7], date.Month);
        target[7] = (byte)'-';
        Digits(target[8..10], date.Day);
        target[10] = (byte)'T';
        Clock(target[11..], datetime % Ticks.PerDay);
        target[19] = (byte)'.';
        Digits(target[20..27], (int)(datetime % Ticks.PerSecond));
        target[27] = (byte)'Z';
    }

    /// <summary>Formats a timespan into at least <see cref="MaxTimespanLength"/> bytes and returns the length.</summary>
    public static int FormatTimespan(long timespan, Span<byte> target)
    {
        int length = 0;
        if (timespan < 0)
        {
            target[length++] = (byte)'-';
        }

        ulong magnitude = timespan < 0 ? 0 - (ulong)timespan : (ulong)timespan;
        ulong days = magnitude / Ticks.PerDay;
        if (days > 0)
        {
            days.TryFormat(target[length..], out int digits, provider: null);
            length += digits;
            target[length++] = (byte)'.';
        }

        Clock(target[length..], (long)(magnitude % Ticks.PerDay));
        length += 8;
        int fraction = (int)(magnitude % Ticks.PerSecond);
        if (fraction > 0)
        {
            target[length++] = (byte)'.';
            Digits(target.Slice(length, 7), fraction);
            length += 7;
        }

        return length;
    }

    internal static void Digits(Span<byte> target, int value)
    {
        for (int i = target.Length - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static void Clock(Span<byte> target, long timeOfDay)
    {
        int seconds = (int)(timeOfDay / Ticks.PerSecond);
        Digits(target[..2], seconds / 3600);
        target[2] = (byte)':';
        Digits(target[3..5], seconds / 60 % 60);
        target[5] = (byte)':';
        Digits(target[6..8], seconds % 60);
    }
}
