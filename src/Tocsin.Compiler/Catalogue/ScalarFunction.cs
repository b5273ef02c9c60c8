using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Text;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Catalogue;

public enum Determinism
{
    /// <summary>The same arguments give the same value.</summary>
    Pure,

    /// <summary>One value per run: now(), ago().</summary>
    PerQuery,

    /// <summary>A new value per row: rand(), new_guid().</summary>
    PerRow,
}

/// <summary>How null arguments and results behave. Strings are exempt: where null could enter, "" stands.</summary>
public enum NullRule
{
    /// <summary>Null where an argument is null, and only then.</summary>
    Propagates,

    /// <summary>Never null.</summary>
    Never,

    /// <summary>May be null for arguments that are not: parsing, division, indexing.</summary>
    Makes,
}

/// <summary>How an unnamed column that holds a call is called.</summary>
public enum NameRule
{
    /// <summary>Column1, Column2…</summary>
    None,

    /// <summary>After the first argument's column: <c>bin(x, 1)</c> is x.</summary>
    FirstArgument,

    /// <summary>After the argument's column where there is only one argument: <c>make_datetime(x)</c> is x.</summary>
    OnlyArgument,

    /// <summary>The prefix, then the first argument's column: <c>strlen(x)</c> is strlen_x.</summary>
    Prefixed,

    /// <summary>The first argument's column, then the prefix: <c>array_sort_asc(x)</c> is x_sorted.</summary>
    Suffixed,

    /// <summary>The prefix alone: <c>hll_merge(x, y)</c> is hll_merged_result.</summary>
    Fixed,
}

/// <summary>Functions that look at the columns or tables that a query sees: the binder puts what they find in their place.</summary>
public enum ScopeFunction
{
    None,

    /// <summary>column_ifexists().</summary>
    ColumnIfExists,

    /// <summary>iscolumnexists().</summary>
    IsColumn,

    /// <summary>column_names_of().</summary>
    ColumnNames,

    /// <summary>pack_all().</summary>
    PackAll,

    /// <summary>bag_pack_columns().</summary>
    PackColumns,

    /// <summary>estimate_data_size().</summary>
    DataSize,

    /// <summary>bin_auto().</summary>
    AutomaticBin,

    /// <summary>geo_info_from_ip_address().</summary>
    GeoInfo,

    /// <summary>ingestion_time().</summary>
    IngestionTime,

    /// <summary>parse_user_agent().</summary>
    UserAgent,
}

/// <summary>
/// A scalar function, or an operator under its symbol. One entry holds everything that the binder, the lowering,
/// the diagnostics and the documentation know of it.
/// </summary>
/// <param name="Page">Its page below https://learn.microsoft.com/kusto/query/.</param>
public sealed record ScalarFunction(string Name, string Page, ImmutableArray<Overload> Overloads)
{
    public Determinism Determinism { get; init; }

    public NameRule NameRule { get; init; }

    /// <summary>The prefix of an automatic column name; the function's own name unless stated.</summary>
    public string NamePrefix { get; init; } = Name;

    public VersionRule Versions { get; init; }

    /// <summary>Reads neighbouring rows: the input must be serialized (prev, next, row_number…).</summary>
    public bool IsWindow { get; init; }

    /// <summary>What of the query's names the function looks at; its overloads then say what is lowered.</summary>
    public ScopeFunction Scope { get; init; }

    /// <summary>Why the function is refused, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>A call by the compiler itself: of the first overload, with arguments that have its parameters' types.</summary>
    internal BoundCall Call(ImmutableArray<BoundExpression> arguments, TextSpan span) => new(this, Overloads[0], arguments, Overloads[0].Result(arguments), span);
}

/// <summary>What is wrong with an argument, counted from 0, although it has the right type; the message ends "is not valid: …".</summary>
public sealed record ArgumentFault(int Index, string Text);

/// <summary>The type of a call, from its converted arguments.</summary>
public delegate BoundType ResultRule(ImmutableArray<BoundExpression> arguments);

/// <summary>The SQL of a call.</summary>
public delegate SqlExpression ScalarLowering(LoweringArguments arguments);

public sealed record Overload(ImmutableArray<Parameter> Parameters, ResultRule Result, ScalarLowering Lower)
{
    public NullRule Nulls { get; init; }

    /// <summary>What is wrong with arguments that have the right types, or null.</summary>
    public Func<ImmutableArray<BoundExpression>, ArgumentFault?>? Fault { get; init; }

    /// <summary>Whether calls of the overload bind and never run.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The calls that a call of this overload stands for; nothing else of the overload is lowered then.</summary>
    public Func<ImmutableArray<BoundExpression>, TextSpan, BoundExpression>? Compose { get; init; }

    /// <summary>The columns of a function that yields several; the lowering gives a struct with these fields.</summary>
    public ImmutableArray<FieldDescriptor> Fields { get; init; } = [];

    /// <summary>The parameter that takes each of <paramref name="count"/> arguments, or null where they are too few or too many.</summary>
    public ImmutableArray<Parameter>? Expand(int count) => ParameterList.Expand(Parameters, count);
}

public sealed record FieldDescriptor(string Name, BoundType Type);
