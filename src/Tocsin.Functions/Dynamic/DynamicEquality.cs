namespace Tocsin.Functions.Dynamic;

/// <summary>Equality of dynamic values.</summary>
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
        if (!leftKind.IsNumber() || !rightKind.IsNumber() || leftKind == rightKind && leftKind == DynamicKind.Long)
        {
            return false;
        }

        return leftKind == DynamicKind.Decimal || rightKind == DynamicKind.Decimal
            ? DynamicConversions.ToDecimal(left) is { } number && DynamicConversions.ToDecimal(right) == number
            : DynamicConversions.ToReal(left) is { } real && DynamicConversions.ToReal(right) is { } other && real.Equals(other);
    }
}
