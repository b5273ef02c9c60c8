using Tocsin.Functions.Text;

namespace Tocsin.Functions.Time;

/// <summary>
/// <c>todatetime(string)</c>: the forms of scalar-data-types/datetime.md (ISO 8601, RFC 822, RFC 850, sortable), dates
/// written month first (01/31/2020, 01-31-2020, 01.31.2020, Jan 31, 2020) and 20200131, as measured on Kusto. A text without
/// a time zone is UTC; anything else is null.
/// </summary>
public static class DatetimeParser
{
    /// <summary>The instant in ticks, or null where the text is no datetime.</summary>
    public static long? Parse(ReadOnlySpan<byte> text)
    {
        TimeCursor cursor = new(text);
        return StartsWithYear(cursor) ? YearFirst(ref cursor)
            : StartsWithMonthNumber(cursor) ? MonthFirst(ref cursor)
            : StartsWithMonthName(cursor) ? MonthNameFirst(ref cursor)
            : IsEightDigits(text) ? Unseparated(ref cursor)
            : DayFirst(ref cursor);
    }

    private static bool StartsWithYear(TimeCursor cursor)
    {
        if (!cursor.TryNumber(4, 4, out _))
        {
            return false;
        }

        cursor.SkipSpaces();
        return cursor.Current is (byte)'-' or (byte)'/';
    }

    /// <summary>There may be spaces around it, as the page of sliding_window_counts() writes 2017 - 08 - 01.</summary>
    private static bool TrySeparator(ref TimeCursor cursor, byte separator)
    {
        cursor.SkipSpaces();
        bool found = cursor.TryByte(separator);
        cursor.SkipSpaces();
        return found;
    }

    private static bool StartsWithMonthNumber(TimeCursor cursor) =>
        cursor.TryNumber(1, 2, out _)
        && cursor.Current is (byte)'/' or (byte)'-' or (byte)'.'
        && (uint)(cursor.Peek(1) - '0') <= 9;

    private static bool StartsWithMonthName(TimeCursor cursor) => AsciiText.IsLetter(cursor.Current) && TimeNames.Month(cursor.Word()) is not null;

    private static bool IsEightDigits(ReadOnlySpan<byte> text) => text.Length == 8 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>Nov 8, 2014.</summary>
    private static long? MonthNameFirst(ref TimeCursor cursor)
    {
        int month = TimeNames.Month(cursor.Word())!.Value;
        return cursor.SkipSpaces() && cursor.TryNumber(1, 2, out int day) && cursor.TryByte((byte)',') && cursor.SkipSpaces()
            && cursor.TryNumber(4, 4, out int year) && cursor.AtEnd
            ? Combine(year, month, day, 0, 0)
            : null;
    }

    /// <summary>20141108.</summary>
    private static long? Unseparated(ref TimeCursor cursor)
    {
        cursor.TryNumber(8, 8, out int date);
        return Combine(date / 10000, date / 100 % 100, date % 100, 0, 0);
    }

    /// <summary>2014-11-08, 2014-11-08 15:55, 2014-11-08T15:55:55.123456Z, 2014-11-08 15:05:25 GMT.</summary>
    private static long? YearFirst(ref TimeCursor cursor)
    {
        cursor.TryNumber(4, 4, out int year);
        cursor.SkipSpaces();
        byte separator = cursor.Current;
        if (!TrySeparator(ref cursor, separator) || !cursor.TryNumber(1, 2, out int month)
            || !TrySeparator(ref cursor, separator) || !cursor.TryNumber(1, 2, out int day))
        {
            return null;
        }

        if (cursor.Current is (byte)'T' or (byte)'t')
        {
            cursor.Advance(1);
        }
        else if (!cursor.SkipSpaces())
        {
            return cursor.AtEnd ? Combine(year, month, day, 0, 0) : null;
        }

        return WithTime(ref cursor, year, month, day, twelveHours: false);
    }

    /// <summary>11/08/2014, 11/8/2014 15:05:02, 11/08/2014 3:05:02 PM.</summary>
    private static long? MonthFirst(ref TimeCursor cursor)
    {
        cursor.TryNumber(1, 2, out int month);
        byte separator = cursor.Current;
        cursor.Advance(1);
        if (!cursor.TryNumber(1, 2, out int day) || !cursor.TryByte(separator) || !cursor.TryNumber(4, 4, out int year))
        {
            return null;
        }

        return cursor.AtEnd ? Combine(year, month, day, 0, 0)
            : cursor.SkipSpaces() ? WithTime(ref cursor, year, month, day, twelveHours: true)
            : null;
    }

    /// <summary>Sat, 8 Nov 14 15:05:02 GMT; Saturday, 08-Nov-14 15:05.</summary>
    private static long? DayFirst(ref TimeCursor cursor)
    {
        if (AsciiText.IsLetter(cursor.Current))
        {
            if (TimeNames.Weekday(cursor.Word()) is null || !cursor.TryByte((byte)','))
            {
                return null;
            }

            cursor.SkipSpaces();
        }

        if (!cursor.TryNumber(1, 2, out int day) || !SkipDateSeparator(ref cursor, out bool dashed)
            || TimeNames.Month(cursor.Word()) is not { } month || !SkipDateSeparator(ref cursor, out bool dashedAgain) || dashed != dashedAgain
            || !TryYear(ref cursor, out int year))
        {
            return null;
        }

        return cursor.AtEnd ? Combine(year, month, day, 0, 0)
            : cursor.SkipSpaces() ? WithTime(ref cursor, year, month, day, twelveHours: false)
            : null;
    }

    private static bool SkipDateSeparator(ref TimeCursor cursor, out bool dashed)
    {
        dashed = cursor.TryByte((byte)'-');
        return dashed || cursor.SkipSpaces();
    }

    /// <summary>Two digits from 69 on mean the twentieth century.</summary>
    private static bool TryYear(ref TimeCursor cursor, out int year)
    {
        TimeCursor start = cursor;
        if (cursor.TryNumber(4, 4, out year))
        {
            return true;
        }

        cursor = start;
        if (!cursor.TryNumber(2, 2, out year))
        {
            return false;
        }

        year += year >= 69 ? 1900 : 2000;
        return true;
    }

    private static long? WithTime(ref TimeCursor cursor, int year, int month, int day, bool twelveHours)
    {
        if (!cursor.TryNumber(1, 2, out int hour) || !cursor.TryByte((byte)':') || !cursor.TryNumber(2, 2, out int minute))
        {
            return null;
        }

        int second = 0;
        int fraction = 0;
        if (cursor.TryByte((byte)':')
            && (!cursor.TryNumber(1, 2, out second) || (cursor.TryByte((byte)'.') && !cursor.TryFraction(allowFiner: true, out fraction))))
        {
            return null;
        }

        if (!TryHalfDay(ref cursor, twelveHours, ref hour) || !TryZone(ref cursor, out int offset) || !cursor.AtEnd
            || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        long time = (hour * Ticks.PerHour) + (minute * Ticks.PerMinute) + (second * Ticks.PerSecond) + fraction;
        return Combine(year, month, day, time, offset);
    }

    private static bool TryHalfDay(ref TimeCursor cursor, bool allowed, ref int hour)
    {
        TimeCursor start = cursor;
        cursor.SkipSpaces();
        ReadOnlySpan<byte> word = cursor.Word();
        bool afternoon = AsciiText.EqualsIgnoreCase(word, "pm"u8);
        if (!allowed || (!afternoon && !AsciiText.EqualsIgnoreCase(word, "am"u8)))
        {
            cursor = start;
            return true;
        }

        bool valid = hour is >= 1 and <= 12;
        hour = (hour % 12) + (afternoon ? 12 : 0);
        return valid;
    }

    /// <summary>Z, +02:00, +0200, +02, or a zone by its name in RFC 822; nothing means UTC. Offsets are in minutes.</summary>
    private static bool TryZone(ref TimeCursor cursor, out int offset)
    {
        offset = 0;
        cursor.SkipSpaces();
        if (cursor.AtEnd)
        {
            return true;
        }

        if (AsciiText.IsLetter(cursor.Current))
        {
            int? zone = TimeNames.Zone(cursor.Word());
            offset = zone.GetValueOrDefault();
            return zone is not null;
        }

        bool west = cursor.Current == '-';
        if (!west && cursor.Current != '+')
        {
            return false;
        }

        cursor.Advance(1);
        if (!TryTwoDigits(ref cursor, out int hours))
        {
            return false;
        }

        int minutes = 0;
        if ((cursor.TryByte((byte)':') || !cursor.AtEnd) && !TryTwoDigits(ref cursor, out minutes))
        {
            return false;
        }

        offset = ((hours * 60) + minutes) * (west ? -1 : 1);
        return hours <= 23 && minutes <= 59;
    }

    private static bool TryTwoDigits(ref TimeCursor cursor, out int value)
    {
        int tens = cursor.Current - '0';
        int ones = cursor.Peek(1) - '0';
        value = (tens * 10) + ones;
        cursor.Advance(2);
        return (uint)tens <= 9 && (uint)ones <= 9;
    }

    private static long? Combine(int year, int month, int day, long time, int offset)
    {
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        return Ticks.ToDatetime(new DateTime(year, month, day).Ticks + time - (offset * Ticks.PerMinute));
    }
}
