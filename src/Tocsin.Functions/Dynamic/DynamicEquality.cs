using Tocsin.Functions.Time;

namespace Tocsin.Functions.Dynamic;

/// <summary>Equality of dynamic values, and of a dynamic value with a scalar.</summary>
public static class DynamicEquality
{
    /// <summary>Numbers are equal by value, all else by type and text. Two nulls are equal.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return true;
        }

        DynamicKind leftKind = DynamicText.KindOf(left);
        DynamicKind rightKind = DynamicText.KindOf(right);
        if (!IsNumber(leftKind) || !IsNumber(rightKind) || leftKind == rightKind && leftKind == DynamicKind.Long)
        {
            return false;
        }

        return leftKind == DynamicKind.Decimal || rightKind == DynamicKind.Decimal
            ? DynamicConversions.ToDecimal(left) is { } number && DynamicConversions.ToDecimal(right) == number
            : DynamicConversions.ToReal(left) is { } real && DynamicConversions.ToReal(right) is { } other && real.Equals(other);
    }

    /// <summary>Whether the value is this string.</summary>
    public static bool EqualsString(ReadOnlySpan<byte> value, ReadOnlySpan<byte> text)
    {
        if (DynamicText.KindOf(value) != DynamicKind.String)
        {
            return false;
        }

        using DynamicString content = new(value);
        return content.Text.SequenceEqual(text);
    }

    /// <summary>Whether the value is this number.</summary>
    public static bool EqualsLong(ReadOnlySpan<byte> value, long number) => DynamicText.KindOf(value) switch
    {
        DynamicKind.Long => DynamicConversions.Whole(value) == number,
        DynamicKind.Real => DynamicConversions.Real(value).Equals(number),
        DynamicKind.Decimal => DynamicConversions.ToDecimal(value) == number,
        _ => false,
    };

    /// <summary>Whether the value is this number.</summary>
    public static bool EqualsReal(ReadOnlySpan<byte> value, double number) =>
        IsNumber(DynamicText.KindOf(value)) && DynamicConversions.ToReal(value) == number;

    /// <summary>Whether the value is this boolean.</summary>
    public static bool EqualsBool(ReadOnlySpan<byte> value, bool truth) =>
        DynamicText.KindOf(value) == DynamicKind.Bool && (value[0] == 't') == truth;

    /// <summary>Whether the value is this datetime.</summary>
    public static bool EqualsDatetime(ReadOnlySpan<byte> value, long ticks) =>
        DynamicText.KindOf(value) == DynamicKind.Datetime && DatetimeParser.Parse(DynamicText.TypedContent(value)) == ticks;

    /// <summary>Whether the value is this timespan.</summary>
    public static bool EqualsTimespan(ReadOnlySpan<byte> value, long ticks) =>
        DynamicText.KindOf(value) == DynamicKind.Timespan && TimespanParser.Parse(DynamicText.TypedContent(value)) == ticks;

    /// <summary>Whether the value is this guid.</summary>
    public static bool EqualsGuid(ReadOnlySpan<byte> value, Guid guid) =>
        DynamicText.KindOf(value) == DynamicKind.Guid && DynamicConversions.ToGuid(value) == guid;

    internal static bool IsNumber(DynamicKind kind) => kind is DynamicKind.Long or DynamicKind.Real or DynamicKind.Decimal;
}
