using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// A KQL type with, for dynamic, what the compiler knows of the values inside. Kusto shows all of them as
/// <c>dynamic</c>; the shape decides how SQL holds them.
/// </summary>
public readonly record struct BoundType(KqlType Kind, DynamicShape? Shape)
{
    /// <summary>What a dynamic value is known to be, which decides what functions take it.</summary>
    public DynamicContent Content { get; init; } = Shape is ListShape ? DynamicContent.Array : DynamicContent.Any;

    public static implicit operator BoundType(KqlType kind) => new(kind, kind == KqlType.Dynamic ? DynamicShape.Json : null);

    /// <summary>A dynamic value that is an array, or null, as Microsoft's language service knows it: <c>bag_keys(split(…))</c> is refused.</summary>
    public static BoundType Array { get; } = (BoundType)KqlType.Dynamic with { Content = DynamicContent.Array };

    /// <summary>A dynamic value that is a property bag, or null.</summary>
    public static BoundType Bag { get; } = (BoundType)KqlType.Dynamic with { Content = DynamicContent.Bag };

    /// <summary>A literal's type; of dynamic ones what stands in the brackets is known.</summary>
    public static BoundType OfLiteral(object? value, KqlType type) => (value, type) switch
    {
        (DynamicArray, _) => Array,
        (DynamicBag, _) => Bag,
        (_, KqlType.Dynamic) when value is not (null or DynamicScalar { Value: null }) => (BoundType)KqlType.Dynamic with { Content = DynamicContent.Scalar },
        _ => type,
    };

    /// <summary>A dynamic array whose items all have one scalar type.</summary>
    public static BoundType ListOf(KqlType item) =>
        item is KqlType.Dynamic or KqlType.Unknown or KqlType.Decimal or KqlType.Guid ? KqlType.Dynamic : new BoundType(KqlType.Dynamic, new ListShape(item));

    /// <summary>A dynamic value known to hold a scalar of one type, or null.</summary>
    public static BoundType DynamicOf(KqlType item) =>
        item is KqlType.Dynamic or KqlType.Unknown ? KqlType.Dynamic : new BoundType(KqlType.Dynamic, new ScalarShape(item));

    /// <summary>A decimal of up to 38 digits and no fraction, as parse_version() gives it: larger than what other decimals hold here.</summary>
    public static BoundType WholeDecimal { get; } = new(KqlType.Decimal, new WholeShape());

    public bool IsWholeDecimal => Shape is WholeShape;

    public bool IsDynamic => Kind == KqlType.Dynamic;

    /// <summary>The items' type of a dynamic array held as a native list, or null.</summary>
    public KqlType? ItemType => (Shape as ListShape)?.Item;

    /// <summary>The type in a message, with what is known of a dynamic value.</summary>
    public string Description => (IsDynamic, Content) switch
    {
        (true, DynamicContent.Array) => "a dynamic array",
        (true, DynamicContent.Bag) => "a dynamic property bag",
        (true, DynamicContent.Scalar) => "a dynamic value that is neither array nor bag",
        _ => Kind.Name(),
    };

    public override string ToString() => Shape is null or JsonShape or WholeShape ? Kind.Name() : $"dynamic {Shape}";
}

/// <summary>What a dynamic value is known to be: functions of arrays refuse what is known to be a property bag.</summary>
public enum DynamicContent
{
    Any,
    Array,
    Bag,
    Scalar,
}

/// <summary>How a dynamic value is held.</summary>
public abstract record DynamicShape
{
    public static readonly DynamicShape Json = new JsonShape();

    private protected DynamicShape()
    {
    }
}

/// <summary>JSON text: anything.</summary>
public sealed record JsonShape : DynamicShape
{
    public override string ToString() => "json";
}

/// <summary>A native scalar.</summary>
public sealed record ScalarShape(KqlType Item) : DynamicShape
{
    public override string ToString() => Item.Name();
}

/// <summary>A native list of scalars.</summary>
public sealed record ListShape(KqlType Item) : DynamicShape
{
    public override string ToString() => $"{Item.Name()}[]";
}

/// <summary>No dynamic value: a decimal without a fraction.</summary>
public sealed record WholeShape : DynamicShape
{
    public override string ToString() => "whole";
}
