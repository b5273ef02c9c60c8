using System.Collections.Immutable;
using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Plan;

/// <summary>
/// A relational operator over columns told apart by identity. <see cref="Columns"/> is what it yields; columns that
/// the query does not show (sort keys that were projected away) may be among them.
/// </summary>
public abstract record PlanNode(ImmutableArray<ColumnSymbol> Columns)
{
    /// <summary>
    /// The order that KQL promises for the rows, as keys among <see cref="Columns"/>; empty for none. Sorting is
    /// emitted only where something depends on it: a limit, a window, an order-sensitive aggregate, the result.
    /// </summary>
    public ImmutableArray<PlanOrdering> Order { get; init; } = [];

    /// <summary>The columns as they are, for a projection that adds to them.</summary>
    public ImmutableArray<BoundAssignment> Passed() => [.. Columns.Select(c => BoundBuilder.Pass(c, default))];
}

public sealed record PlanOrdering(ColumnSymbol Column, bool IsDescending, bool NullsFirst)
{
    public static PlanOrdering Ascending(ColumnSymbol column) => new(column, IsDescending: false, NullsFirst: true);
}

/// <summary>A table's rows. <paramref name="From"/> and <paramref name="To"/> (ticks; null is open) bound the time that matters above.</summary>
public sealed record ScanPlan(string Table, ImmutableArray<ColumnSymbol> Columns, long? From = null, long? To = null) : PlanNode(Columns);

/// <summary>Literal rows; no columns and one row is the input of print.</summary>
public sealed record RowsPlan(ImmutableArray<ColumnSymbol> Columns, ImmutableArray<ImmutableArray<BoundExpression>> Rows) : PlanNode(Columns);

/// <summary>The records of local files as texts: externaldata.</summary>
public sealed record ExternalPlan(ImmutableArray<string> Files, ExternalFormat Format, bool SkipsFirstRecord, ImmutableArray<ColumnSymbol> Columns)
    : PlanNode(Columns);

/// <summary>An arithmetic series: range.</summary>
public sealed record SeriesPlan(ColumnSymbol Column, BoundExpression From, BoundExpression To, BoundExpression Step) : PlanNode([Column])
{
    /// <summary>Whether the rows go downwards; null where only the run tells.</summary>
    public bool? IsDescending => Step is BoundLiteral { Value: long or int or double } step
        ? Convert.ToDouble(step.Value, System.Globalization.CultureInfo.InvariantCulture) < 0
        : null;
}

/// <summary>A plan that several places refer to.</summary>
public sealed class SharedPlan(string name, bool isMaterialized)
{
    public string Name { get; } = name;

    public bool IsMaterialized { get; } = isMaterialized;

    /// <summary>The bound query that it plans, where there is one: plans of the same query within one statement are one table.</summary>
    public SharedQuery? Source { get; init; }

    /// <summary>Set once its query is planned; rewrites replace it.</summary>
    public PlanNode Plan { get; set; } = new RowsPlan([], []);

    public int Uses { get; set; }
}

/// <summary>A use of a shared plan; <paramref name="Sources"/> are the shared plan's columns behind <see cref="PlanNode.Columns"/>.</summary>
public sealed record ReferencePlan(SharedPlan Target, ImmutableArray<ColumnSymbol> Sources, ImmutableArray<ColumnSymbol> Columns) : PlanNode(Columns);

public sealed record FilterPlan(PlanNode Input, BoundExpression Condition) : PlanNode(Input.Columns);

public sealed record ComputePlan(PlanNode Input, ImmutableArray<BoundAssignment> Assignments)
    : PlanNode([.. Assignments.Select(a => a.Column)]);

public sealed record AggregatePlan(PlanNode Input, ImmutableArray<BoundAssignment> Keys, ImmutableArray<BoundAssignment> Aggregates)
    : PlanNode([.. Keys.Concat(Aggregates).Select(a => a.Column)]);

/// <summary>Distinct rows over <see cref="PlanNode.Columns"/>.</summary>
public sealed record DistinctPlan(PlanNode Input, ImmutableArray<ColumnSymbol> Columns) : PlanNode(Columns);

/// <summary>One row, whichever, for each combination of keys.</summary>
public sealed record OnePerKeyPlan(PlanNode Input, ImmutableArray<BoundExpression> Keys) : PlanNode(Input.Columns);

/// <summary>A join by equalities in which null equals null; <see cref="PlanNode.Columns"/> are of either side.</summary>
public sealed record JoinPlan(JoinKind Kind, PlanNode Left, PlanNode Right, ImmutableArray<BoundJoinKey> Keys, ImmutableArray<ColumnSymbol> Columns)
    : PlanNode(Columns);

public sealed record UnionPlan(ImmutableArray<UnionPlanInput> Inputs, ImmutableArray<ColumnSymbol> Columns) : PlanNode(Columns);

public sealed record UnionPlanInput(PlanNode Plan, ImmutableArray<BoundExpression> Values);

/// <summary>The first rows in the input's order.</summary>
public sealed record LimitPlan(PlanNode Input, BoundExpression Count) : PlanNode(Input.Columns);

/// <summary>A row per item of the arrays, in lock-step.</summary>
public sealed record UnnestPlan(PlanNode Input, ImmutableArray<BoundMvItem> Items, ColumnSymbol? Index, BoundExpression? Limit, ImmutableArray<ColumnSymbol> Columns)
    : PlanNode(Columns);

/// <summary>Runs <paramref name="Subplan"/> over the items of each input row; the subplan's leaf is an <see cref="ItemsPlan"/>.</summary>
public sealed record ApplyPlan(PlanNode Input, ItemsPlan Items, PlanNode Subplan, ImmutableArray<ColumnSymbol> Columns) : PlanNode(Columns);

/// <summary>The leaf of an apply: the items of one outer row beside the outer row's columns.</summary>
public sealed record ItemsPlan(ImmutableArray<BoundMvItem> Items, ColumnSymbol? Index, BoundExpression? Limit, ImmutableArray<ColumnSymbol> Columns) : PlanNode(Columns);

/// <summary>A whole query: the plan, which of its columns are the result, and what it shares, in order of definition.</summary>
public sealed record QueryPlan(PlanNode Root, ImmutableArray<ColumnSymbol> Result, ImmutableArray<SharedPlan> Shared);
