namespace Tocsin.Functions.Dynamic;

/// <summary>What a dynamic value holds.</summary>
public enum DynamicKind
{
    Null,
    Bool,
    Long,
    Real,
    Decimal,
    String,
    Datetime,
    Timespan,
    Guid,
    Array,
    Bag,
}

internal static class DynamicKinds
{
    /// <summary>Whether a value of the kind has a numeric value; a bool has none.</summary>
    public static bool IsNumber(this DynamicKind kind) => kind is DynamicKind.Long or DynamicKind.Real or DynamicKind.Decimal;
}
