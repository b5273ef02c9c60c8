namespace Tocsin.Functions.Dynamic;

/// <summary>
/// What <c>to typeof(…)</c> makes of an item: a cast, where <see cref="DynamicConversions"/> also reads texts
/// (https://learn.microsoft.com/kusto/query/mv-expand-operator#parameters). What does not conform is null.
/// </summary>
public static class DynamicCasts
{
    /// <summary>Numbers, cut towards zero.</summary>
    public static long? ToLong(ReadOnlySpan<byte> value) => IsNumber(value) ? DynamicConversions.ToLong(value) : null;

    /// <inheritdoc cref="ToLong"/>
    public static int? ToInt(ReadOnlySpan<byte> value) => IsNumber(value) ? DynamicConversions.ToInt(value) : null;

    /// <summary>Numbers.</summary>
    public static double? ToReal(ReadOnlySpan<byte> value) => IsNumber(value) ? DynamicConversions.ToReal(value) : null;

    /// <summary>Bools, and whole numbers.</summary>
    public static bool? ToBool(ReadOnlySpan<byte> value)
    {
        if (DynamicText.KindOf(value) is DynamicKind.Bool or DynamicKind.Long)
        {
            return DynamicConversions.ToBool(value);
        }

        return IsNumber(value) && DynamicConversions.ToReal(value) is { } number && double.IsInteger(number) ? number != 0 : null;
    }

    private static bool IsNumber(ReadOnlySpan<byte> value) => DynamicText.KindOf(value).IsNumber();
}
