using System.Globalization;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// <c>tolong</c>, <c>toreal</c>, <c>todatetime</c> and their kin of a dynamic value: its own type is converted as the
/// scalar function converts that type, a string as text. Arrays, bags and null give null.
/// </summary>
public static class DynamicConversions
{
    /// <summary><c>tolong(dynamic)</c></summary>
    public static long? ToLong(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Bool:
                return value[0] == 't' ? 1 : 0;
            case DynamicKind.Long:
                return Whole(value);
            case DynamicKind.Real:
                return Conversions.ToLong(Real(value));
            case DynamicKind.Decimal:
                return ToDecimal(value) is { } number ? Conversions.ToLong((double)number) : null;
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return NumberParser.ToLong(text.Text);
                }

            case DynamicKind.Datetime:
                return DatetimeParser.Parse(DynamicText.TypedContent(value));
            case DynamicKind.Timespan:
                return TimespanParser.Parse(DynamicText.TypedContent(value));
            default:
                return null;
        }
    }

    /// <summary><c>toint(dynamic)</c></summary>
    public static int? ToInt(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Real:
                return Conversions.ToInt(Real(value));
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return NumberParser.ToInt(text.Text);
                }

            default:
                return ToLong(value) is { } whole ? Conversions.ToInt(whole) : null;
        }
    }

    /// <summary><c>toreal(dynamic)</c></summary>
    public static double? ToReal(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Real or DynamicKind.Long:
                return Real(value);
            case DynamicKind.Decimal:
                return (double?)ToDecimal(value);
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return NumberParser.ToReal(text.Text);
                }

            default:
                return ToLong(value);
        }
    }

    /// <summary><c>todecimal(dynamic)</c>, as far as 28 digits.</summary>
    public static decimal? ToDecimal(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Real when value[0] != '"':
                return NumberParser.ToDecimal(value);
            case DynamicKind.Decimal:
                return NumberParser.ToDecimal(DynamicText.TypedContent(value));
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return NumberParser.ToDecimal(text.Text);
                }

            default:
                return ToLong(value);
        }
    }

    /// <summary><c>tobool(dynamic)</c></summary>
    public static bool? ToBool(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Bool:
                return value[0] == 't';
            case DynamicKind.Real:
                return Conversions.ToBool(Real(value));
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return NumberParser.ToBool(text.Text);
                }

            default:
                return ToLong(value) is { } whole ? whole != 0 : null;
        }
    }

    /// <summary><c>todatetime(dynamic)</c>: a number counts ticks.</summary>
    public static long? ToDatetime(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return DatetimeParser.Parse(text.Text);
                }

            case DynamicKind.Datetime or DynamicKind.Long or DynamicKind.Real:
                return ToLong(value) is { } ticks ? Ticks.ToDatetime(ticks) : null;
            default:
                return null;
        }
    }

    /// <summary><c>totimespan(dynamic)</c>: a number counts ticks.</summary>
    public static long? ToTimespan(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return TimespanParser.Parse(text.Text);
                }

            case DynamicKind.Timespan or DynamicKind.Long or DynamicKind.Real:
                return ToLong(value);
            default:
                return null;
        }
    }

    /// <summary><c>toguid(dynamic)</c></summary>
    public static Guid? ToGuid(ReadOnlySpan<byte> value)
    {
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Guid:
                return NumberParser.ToGuid(DynamicText.TypedContent(value));
            case DynamicKind.String:
                using (DynamicString text = new(value))
                {
                    return NumberParser.ToGuid(text.Text);
                }

            default:
                return null;
        }
    }

    internal static double Real(ReadOnlySpan<byte> value) =>
        double.Parse(value[0] == '"' ? DynamicText.TypedContent(value) : value, NumberStyles.Float, CultureInfo.InvariantCulture);

    internal static long? Whole(ReadOnlySpan<byte> value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : null;
}
