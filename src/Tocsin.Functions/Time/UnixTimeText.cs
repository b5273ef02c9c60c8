using System.Buffers.Text;

namespace Tocsin.Functions.Time;

/// <summary>Instants as logs write them: seconds since 1970 in decimals, or a date and time.</summary>
public static class UnixTimeText
{
    private const int FractionDigits = 7;
    private const long LastSecond = 253_402_300_799;

    /// <summary>
    /// Ticks by the digits themselves, since a double could not hold the last of them; digits beyond a tick are dropped.
    /// Other text, and seconds beyond the year 9999, are read as <see cref="DatetimeParser"/> does; whole numbers that it
    /// does not take are milliseconds, as Zeek's <c>JSON::TS_MILLIS</c> writes them.
    /// </summary>
    public static long? Parse(ReadOnlySpan<byte> text)
    {
        int place = 0;
        long seconds = 0;
        while (place < text.Length && (uint)(text[place] - '0') <= 9)
        {
            seconds = (seconds * 10) + (text[place++] - '0');
            if (seconds > LastSecond)
            {
                return DatetimeParser.Parse(text) ?? Milliseconds(text);
            }
        }

        int digits = place;
        long fraction = 0;
        int point = place;
        if (place < text.Length && text[place] == '.')
        {
            for (place++; place < text.Length && (uint)(text[place] - '0') <= 9; place++)
            {
                fraction = place - point <= FractionDigits ? (fraction * 10) + (text[place] - '0') : fraction;
            }
        }

        if (digits == 0 || place < text.Length)
        {
            return DatetimeParser.Parse(text);
        }

        for (int read = Math.Min(FractionDigits, Math.Max(0, place - point - 1)); read < FractionDigits; read++)
        {
            fraction *= 10;
        }

        return Ticks.UnixEpoch + (seconds * Ticks.PerSecond) + fraction;
    }

    private static long? Milliseconds(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out int read) && read == text.Length && value / 1000 <= LastSecond
            ? Ticks.UnixEpoch + (value * (Ticks.PerSecond / 1000))
            : null;
}
