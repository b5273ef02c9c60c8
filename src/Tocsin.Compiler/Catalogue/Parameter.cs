using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Catalogue;

/// <summary>The types that a parameter takes, in the terms of Microsoft's language service.</summary>
public enum ParameterKind
{
    Bool,
    Long,
    Real,
    Decimal,
    String,
    DateTime,
    TimeSpan,
    Guid,

    /// <summary>A <c>typeof(…)</c> literal.</summary>
    Type,

    /// <summary>A table.</summary>
    Table,
    Dynamic,
    DynamicArray,
    DynamicBag,
    StringOrDynamic,
    StringOrArray,
    IntegerOrArray,
    Integer,

    /// <summary>An int, not a long, where the width counts.</summary>
    Int,
    Number,
    NumberOrBool,

    /// <summary>Numbers, timespans and datetimes.</summary>
    Summable,

    /// <summary>Everything that has an order: not dynamic, not guid.</summary>
    Orderable,
    NotDynamic,
    NotRealOrBool,
    Scalar,

    /// <summary>Numbers, brought to the widest type among them; int counts as long.</summary>
    CommonNumber,

    /// <summary>All arguments of such parameters are brought to one type.</summary>
    CommonScalar,
    CommonOrderable,

    /// <summary>As <see cref="CommonScalar"/>; mixed types become dynamic instead of an error.</summary>
    CommonScalarOrDynamic,
}

/// <summary>How SQL receives a dynamic argument.</summary>
public enum DynamicForm
{
    /// <summary>As JSON text.</summary>
    Json,

    /// <summary>As a native list of doubles, NULL where an item is no number.</summary>
    Reals,

    /// <summary>In whatever shape it has.</summary>
    Any,
}

public enum ArgumentRule
{
    Expression,
    Constant,
    Literal,

    /// <summary>A constant that the language service does not ask for: without one the query binds and does not run.</summary>
    KnownToEngine,
    Column,
    StarAllowed,
}

/// <summary>A parameter of an overload. Repeated parameters that stand side by side repeat as a group.</summary>
public sealed record Parameter(string Name, ParameterKind Kind)
{
    public ArgumentRule Rule { get; init; }

    public DynamicForm Form { get; init; }

    /// <summary>Whether the argument is a regular expression; constant ones are checked before anything runs.</summary>
    public bool IsRegex { get; init; }

    /// <summary>What is wrong with a literal text, or null: for small languages such as those of time formats.</summary>
    public Func<string, string?>? LiteralFault { get; init; }

    /// <summary>Whether a string parameter takes no dynamic value, where others convert it.</summary>
    public bool RefusesDynamic { get; init; }

    /// <summary>The least value that an integer literal may have, or null for any.</summary>
    public long? Least { get; init; }

    public int Min { get; init; } = 1;

    public int Max { get; init; } = 1;

    /// <summary>The values that a literal argument may have; empty for any.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether <see cref="Values"/> are written as they stand, where others are taken in any case.</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>Whether the SQL may depend on the argument's value, which has to be known before anything runs.</summary>
    public bool IsKnown => Rule is ArgumentRule.Constant or ArgumentRule.KnownToEngine || IsRegex || LiteralFault is not null || !Values.IsEmpty;

    /// <summary>How an argument is compared with <see cref="Values"/>.</summary>
    public StringComparer ValueComparer => IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    public bool IsRepeated => Max > 1;

    public Parameter Optional() => this with { Min = 0 };

    public Parameter AtLeast(long least) => this with { Least = least };

    public Parameter Repeated(int min, int max) => this with { Min = min, Max = max };

    public Parameter Constant() => this with { Rule = ArgumentRule.Constant };

    /// <summary>A value that must be the same for all rows, although the language service takes any.</summary>
    public Parameter KnownToEngine() => this with { Rule = ArgumentRule.KnownToEngine };

    public Parameter OneOf(params ReadOnlySpan<string> values) => this with { Rule = ArgumentRule.Literal, Values = [.. values] };

    public Parameter OrStar() => this with { Rule = ArgumentRule.StarAllowed };

    /// <summary>Whether an argument of <paramref name="type"/> fits: 2 as it is, 1 after a conversion that KQL makes, 0 not.</summary>
    public int Fit(BoundType type) => type.Kind == KqlType.Unknown ? 2 : Kind switch
    {
        ParameterKind.Bool => Exact(type, KqlType.Bool),
        ParameterKind.Long => type.Kind == KqlType.Int ? 1 : Exact(type, KqlType.Long),
        ParameterKind.Real => type.Kind.IsInteger() ? 1 : Exact(type, KqlType.Real),
        ParameterKind.Decimal => type.Kind.IsNumeric() && type.Kind != KqlType.Decimal ? 1 : Exact(type, KqlType.Decimal),
        ParameterKind.String => type is { IsDynamic: true, Content: DynamicContent.Any } && !RefusesDynamic && Rule is ArgumentRule.Expression or ArgumentRule.KnownToEngine ? 1 : Exact(type, KqlType.String),
        ParameterKind.DateTime => Exact(type, KqlType.DateTime),
        ParameterKind.TimeSpan => Exact(type, KqlType.TimeSpan),
        ParameterKind.Guid => Exact(type, KqlType.Guid),
        ParameterKind.Type or ParameterKind.Table => 0,
        ParameterKind.DynamicArray => type.Content is DynamicContent.Any or DynamicContent.Array ? Exact(type, KqlType.Dynamic) : 0,
        ParameterKind.DynamicBag => type.Content is DynamicContent.Any or DynamicContent.Bag ? Exact(type, KqlType.Dynamic) : 0,
        ParameterKind.Dynamic => Exact(type, KqlType.Dynamic),
        ParameterKind.StringOrDynamic => type.Kind is KqlType.String or KqlType.Dynamic ? 2 : 0,
        ParameterKind.StringOrArray => type.Kind is KqlType.String or KqlType.Dynamic ? 2 : 0,
        ParameterKind.IntegerOrArray => type.Kind.IsInteger() || type.IsDynamic ? 2 : 0,
        ParameterKind.Integer => type.Kind.IsInteger() ? 2 : 0,
        ParameterKind.Int => Exact(type, KqlType.Int),
        ParameterKind.Number or ParameterKind.CommonNumber => type.Kind.IsNumeric() ? 2 : 0,
        ParameterKind.NumberOrBool => type.Kind.IsNumeric() || type.Kind == KqlType.Bool ? 2 : 0,
        ParameterKind.Summable => type.Kind.IsNumeric() || type.Kind.IsTicks() ? 2 : 0,
        ParameterKind.Orderable or ParameterKind.CommonOrderable => type.Kind is KqlType.Dynamic or KqlType.Guid ? 0 : 2,
        ParameterKind.NotDynamic => type.IsDynamic ? 0 : 2,
        ParameterKind.NotRealOrBool => type.Kind is KqlType.Real or KqlType.Bool ? 0 : 2,
        ParameterKind.Scalar or ParameterKind.CommonScalar or ParameterKind.CommonScalarOrDynamic => 2,
    };

    /// <summary>What a message says the parameter takes.</summary>
    public string Expected => Kind switch
    {
        ParameterKind.Bool => "bool",
        ParameterKind.Long => "long",
        ParameterKind.Real => "real",
        ParameterKind.Decimal => "decimal",
        ParameterKind.String => "string",
        ParameterKind.DateTime => "datetime",
        ParameterKind.TimeSpan => "timespan",
        ParameterKind.Guid => "guid",
        ParameterKind.Type => "typeof(…)",
        ParameterKind.Table => "a table",
        ParameterKind.Dynamic => "dynamic",
        ParameterKind.DynamicArray => "a dynamic array",
        ParameterKind.DynamicBag => "a dynamic property bag",
        ParameterKind.StringOrDynamic => "string or dynamic",
        ParameterKind.StringOrArray => "string or a dynamic array",
        ParameterKind.IntegerOrArray => "an integer or a dynamic array",
        ParameterKind.Integer or ParameterKind.Int => "an integer",
        ParameterKind.Number or ParameterKind.CommonNumber => "a number",
        ParameterKind.NumberOrBool => "a number or bool",
        ParameterKind.Summable => "a number, timespan or datetime",
        ParameterKind.Orderable or ParameterKind.CommonOrderable => "a value with an order (not dynamic, not guid)",
        ParameterKind.NotDynamic => "a scalar that is not dynamic",
        ParameterKind.NotRealOrBool => "a scalar that is neither real nor bool",
        ParameterKind.Scalar or ParameterKind.CommonScalar or ParameterKind.CommonScalarOrDynamic => "a scalar",
    };

    /// <summary>Microsoft's code of the message about an argument that does not fit.</summary>
    public string KustoCode => Kind switch
    {
        ParameterKind.Integer or ParameterKind.Int => "KS134",
        ParameterKind.IntegerOrArray => "KS136",
        ParameterKind.Number or ParameterKind.CommonNumber or ParameterKind.NumberOrBool => "KS137",
        ParameterKind.Summable => "KS138",
        ParameterKind.Orderable or ParameterKind.CommonOrderable => "KS206",
        ParameterKind.NotDynamic or ParameterKind.NotRealOrBool => "KS116",
        ParameterKind.StringOrDynamic => "KS141",
        ParameterKind.CommonScalar => "KS232",
        ParameterKind.StringOrArray => "KS233",
        ParameterKind.DynamicArray => "KS234",
        ParameterKind.DynamicBag => "KS235",
        _ => "KS107",
    };

    /// <summary>The one type that arguments are converted to, or null where they keep theirs.</summary>
    public KqlType? Target => Kind switch
    {
        ParameterKind.Bool => KqlType.Bool,
        ParameterKind.Long => KqlType.Long,
        ParameterKind.Real => KqlType.Real,
        ParameterKind.Decimal => KqlType.Decimal,
        ParameterKind.String => KqlType.String,
        ParameterKind.DateTime => KqlType.DateTime,
        ParameterKind.TimeSpan => KqlType.TimeSpan,
        ParameterKind.Guid => KqlType.Guid,
        ParameterKind.Integer => KqlType.Long,
        ParameterKind.Int => KqlType.Int,
        _ => null,
    };

    private static int Exact(BoundType type, KqlType wanted) => type.Kind == wanted ? 2 : 0;
}
