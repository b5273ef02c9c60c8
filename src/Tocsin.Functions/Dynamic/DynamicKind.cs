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
