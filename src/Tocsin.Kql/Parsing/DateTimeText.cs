using System.Globalization;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Datetimes as text (https://learn.microsoft.com/kusto/query/scalar-data-types/datetime): ISO 8601, RFC 822 and
/// RFC 850. Values are ticks of 100 ns since 0001-01-01, UTC.
/// </summary>
public static class DateTimeText
{
    private static readonly string[] s_dates = ["yyyy-M-d", "yyyy/M/d", "M/d/yyyy", "yyyyMMdd", "yyyy-M", "yyyy"];
    private static readonly string[] s_rfcDates = ["d MMM yy", "d MMM yyyy", "d-MMM-yy", "d-MMM-yyyy"];
    private static readonly string[] s_times = ["H:m:s.FFFFFFF", "H:m:s", "H:m"];
    private static readonly string[] s_zones = ["", "K", "zzz", "zz", " 'GMT'", " 'UTC'", " zzz"];
    private static readonly string[] s_formats = [.. Formats()];

    /// <summary>Reads any of the documented forms; false for other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long ticks)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite;
        if (DateTime.TryParseExact(text.Trim(), s_formats, CultureInfo.InvariantCulture, Styles, out var value))
        {
            ticks = value.Ticks;
            return true;
        }

        ticks = 0;
        return false;
    }

    private static IEnumerable<string> Formats()
    {
        foreach (var date in s_dates)
        {
            yield return date;
            foreach (var time in s_times)
            {
                foreach (var zone in s_zones)
                {
                    yield return $"{date} {time}{zone}";
                    yield return $"{date}'T'{time}{zone}";
                }
            }
        }

        foreach (var date in s_rfcDates)
        {
            foreach (var day in (string[])["", "ddd, ", "dddd, "])
            {
                yield return day + date;
                foreach (var time in s_times)
                {
                    foreach (var zone in s_zones)
                    {
                        yield return $"{day}{date} {time}{zone}";
                    }
                }
            }
        }
    }
}
