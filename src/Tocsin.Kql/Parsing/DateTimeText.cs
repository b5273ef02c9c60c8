using System.Globalization;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Datetimes as text (https://learn.microsoft.com/kusto/query/scalar-data-types/datetime#supported-formats):
/// ISO 8601 and its sortable relatives, RFC 822 and RFC 850; also <c>2024</c>, <c>2024-01</c> and month-first dates
/// such as <c>01-31-2024</c>. Text without a zone is UTC. Values are ticks of 100 ns since 0001-01-01.
/// </summary>
public static class DateTimeText
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Reads any of the forms; false for other text and for days that do not exist.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        var cursor = new TextCursor(text.Trim());
        var hasDayName = TryReadDayName(ref cursor, out var dayOfWeek);
        if ((!hasDayName && cursor.IsAtEnd) || !TryReadDate(ref cursor, out var date) || (hasDayName && date.DayOfWeek != dayOfWeek))
        {
            return false;
        }

        ticks = date.Ticks;
        if (cursor.IsAtEnd)
        {
            return true;
        }

        if ((!cursor.TryTake('T') && !cursor.TrySkipSpaces()) || !TryReadTime(ref cursor, out var time) || !TryReadZone(ref cursor, out var offset) || !cursor.IsAtEnd)
        {
            return false;
        }

        ticks += time - offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary>
    /// What a literal takes besides: year, month and day with commas (https://learn.microsoft.com/kusto/query/startofweek-function),
    /// also without the day, or in eight digits, as measured on Kusto.
    /// </summary>
    public static bool TryParseParts(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Trim() is { Length: 8 } digits && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            return TryParseParts($"{digits[..4]},{digits[4..6]},{digits[6..]}", out ticks);
        }

        Span<int> parts = [0, 0, 1];
        var count = 0;
        foreach (var range in text.Split(','))
        {
            if (count == parts.Length || !int.TryParse(text[range].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out parts[count++]))
            {
                return false;
            }
        }

        if (count < 2 || parts[0] is < 1 or > 9999 || parts[1] is < 1 or > 12 || parts[2] < 1 || parts[2] > DateTime.DaysInMonth(parts[0], parts[1]))
        {
            return false;
        }

        ticks = new DateTime(parts[0], parts[1], parts[2]).Ticks;
        return true;
    }

    /// <summary><c>Sat, </c> or <c>Saturday, </c>.</summary>
    private static bool TryReadDayName(ref TextCursor cursor, out DayOfWeek day)
    {
        day = default;
        var start = cursor;
        var name = cursor.TakeLetters();
        if (name.Length >= 3 && cursor.TryTake(','))
        {
            foreach (var candidate in Enum.GetValues<DayOfWeek>())
            {
                var full = candidate.ToString();
                if (name.Equals(full, StringComparison.OrdinalIgnoreCase) || name.Equals(full.AsSpan(0, 3), StringComparison.OrdinalIgnoreCase))
                {
                    day = candidate;
                    cursor.TrySkipSpaces();
                    return true;
                }
            }
        }

        cursor = start;
        return false;
    }

    private static bool TryReadDate(ref TextCursor cursor, out DateTime date)
    {
        date = default;
        var first = cursor.TakeDigits();
        return first.Length switch
        {
            4 => TryReadYearFirst(ref cursor, Number(first), out date),
            1 or 2 => TryReadDayOrMonthFirst(ref cursor, Number(first), out date),
            _ => false,
        };
    }

    /// <summary><c>2024-01-31</c>, <c>2024/1/31</c>, <c>2024 - 01 - 31</c>, <c>2024-01</c>, <c>2024</c>.</summary>
    private static bool TryReadYearFirst(ref TextCursor cursor, int year, out DateTime date)
    {
        int month = 1, day = 1;
        var separator = TryTakeSpaced(ref cursor, '-') ? '-' : TryTakeSpaced(ref cursor, '/') ? '/' : '\0';
        if (separator != '\0'
            && (!TryReadNumber(ref cursor, 2, out month) || (TryTakeSpaced(ref cursor, separator) && !TryReadNumber(ref cursor, 2, out day))))
        {
            date = default;
            return false;
        }

        return TryMakeDate(year, month, day, out date);
    }

    /// <summary>There may be spaces around it, as the page of sliding_window_counts() writes 2017 - 08 - 01.</summary>
    private static bool TryTakeSpaced(ref TextCursor cursor, char separator)
    {
        var start = cursor;
        cursor.TrySkipSpaces();
        if (!cursor.TryTake(separator))
        {
            cursor = start;
            return false;
        }

        cursor.TrySkipSpaces();
        return true;
    }

    /// <summary><c>8 Nov 14</c>, <c>08-Nov-2014</c>, and month first in <c>01-31-2024</c> and <c>1/31/2024</c>.</summary>
    private static bool TryReadDayOrMonthFirst(ref TextCursor cursor, int first, out DateTime date)
    {
        date = default;
        var separator = cursor.Current;
        if (separator is '-' or '/')
        {
            cursor.TryTake(separator);
        }
        else if (!cursor.TrySkipSpaces())
        {
            return false;
        }

        if (char.IsAsciiDigit(cursor.Current))
        {
            return separator is '-' or '/' && TryReadNumber(ref cursor, 2, out var day) && cursor.TryTake(separator)
                && TryReadYear(ref cursor, allowTwoDigits: false, out var year) && TryMakeDate(year, first, day, out date);
        }

        var name = cursor.TakeLetters();
        var isSeparated = separator == '-' ? cursor.TryTake('-') : cursor.TrySkipSpaces();
        return separator != '/' && isSeparated && TryReadMonth(name, out var month)
            && TryReadYear(ref cursor, allowTwoDigits: true, out var rfcYear) && TryMakeDate(rfcYear, month, first, out date);
    }

    private static bool TryReadMonth(ReadOnlySpan<char> name, out int month)
    {
        for (month = 1; month <= Months.Length; month++)
        {
            if (name.Equals(Months[month - 1], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Two digits are 1950 to 2049.</summary>
    private static bool TryReadYear(ref TextCursor cursor, bool allowTwoDigits, out int year)
    {
        var digits = cursor.TakeDigits();
        year = digits.Length is 2 or 4 ? Number(digits) : 0;
        if (digits.Length == 2)
        {
            year += year < 50 ? 2000 : 1900;
        }

        return digits.Length == 4 || (allowTwoDigits && digits.Length == 2);
    }

    private static bool TryMakeDate(int year, int month, int day, out DateTime date)
    {
        date = default;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    /// <summary><c>15:05</c>, <c>15:05:02</c>, <c>15:05:02.1234567</c>; as ticks of the day.</summary>
    private static bool TryReadTime(ref TextCursor cursor, out long ticks)
    {
        ticks = 0;
        if (!TryReadNumber(ref cursor, 2, out var hour) || hour > 23 || !cursor.TryTake(':') || !TryReadNumber(ref cursor, 2, out var minute) || minute > 59)
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        if (!cursor.TryTake(':'))
        {
            return true;
        }

        if (!TryReadNumber(ref cursor, 2, out var second) || second > 59)
        {
            return false;
        }

        ticks += second * TimeSpan.TicksPerSecond;
        return !cursor.TryTake('.') || cursor.TryTakeFraction(ref ticks);
    }

    /// <summary><c>Z</c>, <c>GMT</c>, <c>UTC</c>, <c>+02:00</c>, or nothing; as ticks east of Greenwich.</summary>
    private static bool TryReadZone(ref TextCursor cursor, out long offset)
    {
        offset = 0;
        cursor.TrySkipSpaces();
        var sign = cursor.Current;
        if (sign is not ('+' or '-'))
        {
            return cursor.TakeLetters() is "" or "Z" or "z" or "GMT" or "UTC";
        }

        cursor.TryTake(sign);
        var minute = 0;
        if (!TryReadNumber(ref cursor, 2, out var hour) || hour > 14 || (cursor.TryTake(':') && (!TryReadNumber(ref cursor, 2, out minute) || minute > 59)))
        {
            return false;
        }

        offset = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        offset = sign == '-' ? -offset : offset;
        return true;
    }

    private static bool TryReadNumber(ref TextCursor cursor, int mostDigits, out int number)
    {
        var digits = cursor.TakeDigits();
        var isGood = digits.Length >= 1 && digits.Length <= mostDigits;
        number = isGood ? Number(digits) : 0;
        return isGood;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
