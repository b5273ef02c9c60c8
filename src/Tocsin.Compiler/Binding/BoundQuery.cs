using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// A tabular expression, one node an operator, still in KQL's terms. <paramref name="Columns"/> are what it yields,
/// in order.
/// </summary>
public abstract record BoundQuery(ImmutableArray<ColumnSymbol> Columns, TextSpan Span)
{
    /// <summary>Whether the rows have a fixed order, which window functions need (https://learn.microsoft.com/kusto/query/window-functions).</summary>
    public bool IsSerialized { get; init; }

    /// <summary>Whether there may be further columns, which only data would tell, and no rows to read.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>A table of the sources, by name.</summary>
public sealed record BoundTable(string Name, ImmutableArray<ColumnSymbol> Columns, TextSpan Span) : BoundQuery(Columns, Span);

/// <summary>Rows of constants: datatable and print.</summary>
public sealed record BoundRows(ImmutableArray<ColumnSymbol> Columns, ImmutableArray<ImmutableArray<BoundExpression>> Rows, TextSpan Span) : BoundQuery(Columns, Span);

/// <summary>How the records of an external file are cut into texts.</summary>
public enum ExternalFormat
{
    /// <summary>Fields separated by a character, quoted where they hold it.</summary>
    Csv,
    Tsv,
    Psv,
    Scsv,
    Sohsv,

    /// <summary>A text for each line.</summary>
    Txt,

    /// <summary>One text for the whole file.</summary>
    Raw,

    /// <summary>A JSON object for each record.</summary>
    Json,
    Parquet,
}

/// <summary>
/// The records of files that externaldata names, as texts: a column for each field, or one column with the record,
/// as JSON where the format is JSON or Parquet.
/// </summary>
public sealed record BoundExternal(ImmutableArray<string> Files, ExternalFormat Format, bool SkipsFirstRecord, ImmutableArray<ColumnSymbol> Columns, TextSpan Span)
    : BoundQuery(Columns, Span);

/// <summary><c>range x from a to b step c</c>; the bounds have the column's type, the step its difference type.</summary>
public sealed record BoundRange(ColumnSymbol Column, BoundExpression From, BoundExpression To, BoundExpression Step, TextSpan Span)
    : BoundQuery([Column], Span);

/// <summary>A query bound once and referred to by name: <c>let T = …</c>, <c>as T</c>, <c>materialize(…)</c>.</summary>
public sealed class SharedQuery(string name, BoundQuery query, bool isMaterialized)
{
    public string Name { get; } = name;

    public BoundQuery Query { get; } = query;

    /// <summary>True where the text asks for one evaluation.</summary>
    public bool IsMaterialized { get; } = isMaterialized;

    /// <summary>True where <c>as</c> gave the name, by which union and search then know the rows' source.</summary>
    public bool NamesSource { get; init; }
}

/// <summary>A use of a shared query; its columns stand one to one for the shared query's.</summary>
public sealed record BoundReference(SharedQuery Target, ImmutableArray<ColumnSymbol> Columns, TextSpan Span) : BoundQuery(Columns, Span);

/// <summary>The row that mv-apply hands to its subquery: the outer row's columns and the expanded items.</summary>
public sealed record BoundItems(ImmutableArray<ColumnSymbol> Columns, TextSpan Span) : BoundQuery(Columns, Span);

public sealed record BoundFilter(BoundQuery Input, BoundExpression Condition, TextSpan Span) : BoundQuery(Input.Columns, Span);

/// <summary>A computed or passed column.</summary>
public sealed record BoundAssignment(ColumnSymbol Column, BoundExpression Expression);

/// <summary>Every operator that only computes or chooses columns: extend, project and its family, getschema's kin.</summary>
public sealed record BoundProject(BoundQuery Input, ImmutableArray<BoundAssignment> Assignments, TextSpan Span)
    : BoundQuery([.. Assignments.Select(a => a.Column)], Span);

/// <summary>Groups by keys (none: one group, also of no rows) and computes aggregates, then scalar expressions over them.</summary>
public sealed record BoundSummarize(BoundQuery Input, ImmutableArray<BoundAssignment> Keys, ImmutableArray<BoundAssignment> Aggregates, TextSpan Span)
    : BoundQuery([.. Keys.Concat(Aggregates).Select(a => a.Column)], Span);

public sealed record BoundDistinct(BoundQuery Input, TextSpan Span) : BoundQuery(Input.Columns, Span);

public enum JoinKind
{
    InnerUnique,
    Inner,
    LeftOuter,
    RightOuter,
    FullOuter,
    LeftSemi,
    RightSemi,
    LeftAnti,
    RightAnti,
}

/// <summary>An equality of a left and a right expression of one type; null equals null.</summary>
public sealed record BoundJoinKey(BoundExpression Left, BoundExpression Right);

/// <summary><paramref name="Assignments"/> names the output columns by columns of either side.</summary>
public sealed record BoundJoin(
    JoinKind Kind,
    BoundQuery Left,
    BoundQuery Right,
    ImmutableArray<BoundJoinKey> Keys,
    ImmutableArray<BoundAssignment> Assignments,
    TextSpan Span) : BoundQuery([.. Assignments.Select(a => a.Column)], Span)
{
    /// <summary>Whether the rows stay in the left side's order: lookup is not among the operators that lose it, join is.</summary>
    public bool KeepsOrder { get; init; }
}

/// <summary>Each input with an expression for every output column, over that input's columns.</summary>
public sealed record BoundUnion(ImmutableArray<BoundUnionInput> Inputs, ImmutableArray<ColumnSymbol> Columns, TextSpan Span) : BoundQuery(Columns, Span);

public sealed record BoundUnionInput(BoundQuery Query, ImmutableArray<BoundExpression> Values);

public sealed record BoundOrdering(BoundExpression Expression, bool IsDescending, bool NullsFirst);

public sealed record BoundSort(BoundQuery Input, ImmutableArray<BoundOrdering> Orderings, TextSpan Span) : BoundQuery(Input.Columns, Span);

public sealed record BoundTake(BoundQuery Input, BoundExpression Count, TextSpan Span) : BoundQuery(Input.Columns, Span);

/// <summary>One expanded column: its array, and the column that takes the items.</summary>
public sealed record BoundMvItem(BoundExpression Array, ColumnSymbol Column);

/// <summary>
/// One row per item, the arrays in lock-step; <paramref name="Columns"/> are the output in order, made of the input's
/// columns, the items' and the index's.
/// </summary>
public sealed record BoundMvExpand(
    BoundQuery Input,
    ImmutableArray<BoundMvItem> Items,
    ColumnSymbol? Index,
    BoundExpression? Limit,
    ImmutableArray<ColumnSymbol> Columns,
    TextSpan Span) : BoundQuery(Columns, Span);

/// <summary>Runs a subquery over the expanded items of each row and joins its rows to that row.</summary>
public sealed record BoundMvApply(
    BoundQuery Input,
    ImmutableArray<BoundMvItem> Items,
    ColumnSymbol? Index,
    BoundExpression? Limit,
    BoundQuery Subquery,
    ImmutableArray<ColumnSymbol> Columns,
    TextSpan Span) : BoundQuery(Columns, Span);
