using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Text;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Catalogue;

/// <summary>An aggregate of summarize.</summary>
/// <param name="Page">Its page below https://learn.microsoft.com/kusto/query/.</param>
public sealed record AggregateFunction(string Name, string Page, ImmutableArray<AggregateOverload> Overloads)
{
    /// <summary>What stands before the first argument's column in the automatic name: <c>sum_x</c>; null for no prefix.</summary>
    public string? NamePrefix { get; init; } = Name;

    /// <summary>Yields its arguments as columns of their own (arg_max, take_any): the binder expands it.</summary>
    public AggregateExpansion Expansion { get; init; }

    public VersionRule Versions { get; init; }

    public string? Refusal { get; init; }

    /// <inheritdoc cref="ScalarFunction.Call"/>
    internal BoundAggregate Call(ImmutableArray<BoundExpression> arguments, TextSpan span) => new(this, Overloads[0], arguments, Overloads[0].Result(arguments), span);
}

public enum AggregateExpansion
{
    None,

    /// <summary>arg_max and arg_min: the extreme, then what was asked for of its row.</summary>
    ArgExtreme,

    /// <summary>take_any: any row's values.</summary>
    AnyRow,
}

/// <summary>The SQL of an aggregate call.</summary>
public delegate SqlExpression AggregateLowering(AggregateArguments arguments);

public sealed record AggregateOverload(ImmutableArray<Parameter> Parameters, ResultRule Result, AggregateLowering Lower)
{
    public bool CanBeNull { get; init; } = true;

    /// <summary>The parameter that takes each of <paramref name="count"/> arguments, or null where they are too few or too many.</summary>
    public ImmutableArray<Parameter>? Expand(int count) => ParameterList.Expand(Parameters, count);

    /// <summary>The columns of an aggregate that yields several (percentiles), from the call and its first argument's name.</summary>
    public Func<BoundAggregate, string?, ImmutableArray<(string Name, BoundExpression Value)>>? Spread { get; init; }

    /// <summary>What is wrong with arguments that have the right types, or null.</summary>
    public Func<ImmutableArray<BoundExpression>, ArgumentFault?>? Fault { get; init; }

    /// <summary>Whether the rows' order shows in the result, as in make_list.</summary>
    public bool IsOrderSensitive { get; init; }
}

/// <summary>The lowered arguments of an aggregate.</summary>
public readonly struct AggregateArguments(ImmutableArray<SqlExpression> sql, ImmutableArray<BoundExpression> bound)
{
    public int Count => sql.Length;

    public SqlExpression this[int index] => sql[index];

    /// <summary>The rows' order, where the aggregate is order-sensitive and the input has one.</summary>
    public ImmutableArray<SqlOrdering> RowOrder { get; init; } = [];

    public BoundExpression Bound(int index) => bound[index];

    public BoundType Type(int index) => bound[index].Type;

    public bool IsNullable(int index) => bound[index].IsNullable;
}
