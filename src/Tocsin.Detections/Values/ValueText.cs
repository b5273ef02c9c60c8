using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Values;

/// <summary>
/// The canonical text of Kusto's values, the same in every output: datetimes as ISO 8601 with seven fractional
/// digits and <c>Z</c>, timespans as <c>[-][d.]hh:mm:ss[.fffffff]</c>, reals with a decimal point so that they stay reals.
/// </summary>
public static class ValueText
{
    /// <summary>The most bytes that any of the formatters here writes.</summary>
    public const int MaxLength = 40;

    /// <summary>Writes a datetime.</summary>
    /// <param name="ticks">100 ns since 0001-01-01.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public static int FormatDateTime(long ticks, Span<byte> destination)
    {
        var ok = Utf8Formatter.TryFormat(new DateTime(ticks, DateTimeKind.Utc), destination, out var written, new('O'));
        return ok ? written : throw new ArgumentException("The destination is too short.", nameof(destination));
    }

    /// <summary>Writes a timespan.</summary>
    /// <param name="ticks">100 ns.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public static int FormatTimeSpan(long ticks, Span<byte> destination)
    {
        var ok = Utf8Formatter.TryFormat(new TimeSpan(ticks), destination, out var written, new('c'));
        return ok ? written : throw new ArgumentException("The destination is too short.", nameof(destination));
    }

    /// <summary>Writes a real; <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> are plain words here.</summary>
    public static int FormatReal(double value, Span<byte> destination)
    {
        if (!value.TryFormat(destination, out var written, "R", CultureInfo.InvariantCulture))
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        if (double.IsFinite(value) && !destination[..written].ContainsAny((byte)'.', (byte)'E'))
        {
            destination[written++] = (byte)'.';
            destination[written++] = (byte)'0';
        }

        return written;
    }

    public static string DateTimeText(long ticks)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(buffer[..FormatDateTime(ticks, buffer)]);
    }

    public static string TimeSpanText(long ticks)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(buffer[..FormatTimeSpan(ticks, buffer)]);
    }

    public static string RealText(double value)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(buffer[..FormatReal(value, buffer)]);
    }

    /// <summary>The text of a value that travels as a whole number: bool, int, long, datetime, timespan.</summary>
    internal static string IntegerText(KqlType type, long value) => type switch
    {
        KqlType.Bool => value == 0 ? "false" : "true",
        KqlType.DateTime => DateTimeText(value),
        KqlType.TimeSpan => TimeSpanText(value),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
