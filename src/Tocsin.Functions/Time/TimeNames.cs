using Tocsin.Functions.Text;

namespace Tocsin.Functions.Time;

/// <summary>Names in the text of a datetime: months and weekdays in full or by three letters, time zones of RFC 822.</summary>
internal static class TimeNames
{
    private static readonly byte[][] Months =
    [
        "january"u8.ToArray(), "february"u8.ToArray(), "march"u8.ToArray(), "april"u8.ToArray(),
        "may"u8.ToArray(), "june"u8.ToArray(), "july"u8.ToArray(), "august"u8.ToArray(),
        "september"u8.ToArray(), "october"u8.ToArray(), "november"u8.ToArray(), "december"u8.ToArray(),
    ];

    private static readonly byte[][] Weekdays =
    [
        "sunday"u8.ToArray(), "monday"u8.ToArray(), "tuesday"u8.ToArray(), "wednesday"u8.ToArray(),
        "thursday"u8.ToArray(), "friday"u8.ToArray(), "saturday"u8.ToArray(),
    ];

    private static readonly (byte[] Name, int Hours)[] Zones =
    [
        ("z"u8.ToArray(), 0), ("ut"u8.ToArray(), 0), ("utc"u8.ToArray(), 0), ("gmt"u8.ToArray(), 0),
        ("est"u8.ToArray(), -5), ("edt"u8.ToArray(), -4), ("cst"u8.ToArray(), -6), ("cdt"u8.ToArray(), -5),
        ("mst"u8.ToArray(), -7), ("mdt"u8.ToArray(), -6), ("pst"u8.ToArray(), -8), ("pdt"u8.ToArray(), -7),
    ];

    /// <summary>1 for January.</summary>
    public static int? Month(ReadOnlySpan<byte> word) => Find(word, Months) + 1;

    /// <summary>0 for Sunday.</summary>
    public static int? Weekday(ReadOnlySpan<byte> word) => Find(word, Weekdays);

    /// <summary>The zone's offset from UTC in minutes.</summary>
    public static int? Zone(ReadOnlySpan<byte> word)
    {
        foreach ((byte[] name, int hours) in Zones)
        {
            if (AsciiText.EqualsIgnoreCase(word, name))
            {
                return hours * 60;
            }
        }

        return null;
    }

    private static int? Find(ReadOnlySpan<byte> word, byte[][] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (AsciiText.EqualsIgnoreCase(word, names[i]) || AsciiText.EqualsIgnoreCase(word, names[i].AsSpan(0, 3)))
            {
                return i;
            }
        }

        return null;
    }
}
