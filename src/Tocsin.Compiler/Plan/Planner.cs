using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Plan;

/// <summary>
/// Turns KQL's operators into relational ones. This is where row order becomes a property of the data instead of an
/// operator, and where join kinds become what they mean.
/// </summary>
public sealed partial class Planner
{
    private readonly Dictionary<SharedQuery, SharedPlan> _shared = [];
    private readonly List<SharedPlan> _definitions = [];

    private readonly KeptTables? _kept;

    private readonly IReadOnlyDictionary<SharedQuery, SharedPlan>? _computed;

    private Planner(KeptTables? kept, IReadOnlyDictionary<SharedQuery, SharedPlan>? computed)
    {
        _kept = kept;
        _computed = computed;
    }

    /// <param name="kept">The tables of what several results of a query share, where it has several.</param>
    /// <param name="computed">What the query around this one computes once.</param>
    public static QueryPlan Plan(BoundQuery query, KeptTables? kept = null, IReadOnlyDictionary<SharedQuery, SharedPlan>? computed = null)
    {
        var planner = new Planner(kept, computed);
        var root = planner.Plan(query, context: null);
        return new QueryPlan(root, query.Columns, [.. planner._definitions]);
    }

    private PlanNode Plan(BoundQuery query, ItemsPlan? context) => query switch
    {
        BoundTable table => new ScanPlan(table.Name, table.Columns),
        BoundRows rows => new RowsPlan(rows.Columns, rows.Rows),
        BoundExternal external => new ExternalPlan(external.Files, external.Format, external.SkipsFirstRecord, external.Columns),
        BoundRange range => PlanRange(range),
        BoundReference reference => PlanReference(reference, context),
        BoundItems => context ?? throw new InvalidOperationException("Items stand only inside mv-apply."),
        BoundFilter filter => PlanFilter(filter, context),
        BoundProject project => PlanProject(project, context),
        BoundSummarize summarize => PlanSummarize(summarize, context),
        BoundDistinct distinct => PlanDistinct(distinct, context),
        BoundJoin join => PlanJoin(join, context),
        BoundUnion union => PlanUnion(union, context),
        BoundSort sort => PlanSort(sort, context),
        BoundTake take => PlanTake(take, context),
        BoundMvExpand expand => PlanExpand(expand, context),
        BoundMvApply apply => PlanApply(apply, context),
        BoundSteps scan => PlanSteps(scan, context),
        BoundForEach each => PlanForEach(each, context),
        BoundPartitionRows partition => PlanPartitionRows(partition),
        BoundGraph => throw new InvalidOperationException("A graph is no table: the operator that reads it is planned in its place."),
        _ => throw new InvalidOperationException($"Bound query {query.GetType().Name} has no plan."),
    };

    /// <summary>Its rows come in order, so that what follows may number them: downwards where its step is negative.</summary>
    private PlanNode PlanRange(BoundRange range)
    {
        var series = new SeriesPlan(range.Column, range.From, range.To, range.Step);
        if (series.IsDescending is not { } isDescending)
        {
            return Numbered(series);
        }

        if (!isDescending)
        {
            _positions.Add(range.Column);
        }

        return series with { Order = [new PlanOrdering(range.Column, isDescending, NullsFirst: true)] };
    }

    private PlanNode PlanReference(BoundReference reference, ItemsPlan? context)
    {
        if (BoundParts.IsDependent(reference.Target.Query))
        {
            return PlanDependent(reference, context);
        }

        if (reference.Target.IsMaterialized && _kept is not null)
        {
            return _kept.Of(reference.Target).Read(reference.Columns);
        }

        var visible = reference.Target.Query.Columns;
        if (!_shared.TryGetValue(reference.Target, out var shared) && _computed?.GetValueOrDefault(reference.Target) is { } known && visible.All(known.Plan.Columns.Contains))
        {
            shared = known;
            _shared.Add(reference.Target, shared);
        }
        else if (shared is null)
        {
            shared = new SharedPlan(reference.Target.Name, reference.Target.IsMaterialized) { Source = reference.Target };
            _shared.Add(reference.Target, shared);
            shared.Plan = Plan(reference.Target.Query, context: null);
            _definitions.Add(shared);
        }

        shared.Uses++;
        var hidden = shared.Plan.Order.Select(o => o.Column).Where(c => !visible.Contains(c)).Distinct().ToImmutableArray();
        var sources = visible.AddRange(hidden);
        var columns = reference.Columns.AddRange(hidden.Select(c => c.Renamed(c.Name)));
        return new ReferencePlan(shared, sources, columns)
        {
            Order = [.. shared.Plan.Order.Select(o => o with { Column = columns[sources.IndexOf(o.Column)] })],
        };
    }

    private FilterPlan PlanFilter(BoundFilter filter, ItemsPlan? context)
    {
        var (input, conditions) = Stage(Plan(filter.Input, context), [filter.Condition]);
        return new FilterPlan(input, conditions[0]) { Order = input.Order };
    }

    private ComputePlan PlanProject(BoundProject project, ItemsPlan? context)
    {
        var input = Plan(project.Input, context);
        return project.Assignments.Any(a => BoundSearch.HasWindow(a.Expression)) ? PlanWindows(input, project.Assignments) : Compute(input, project.Assignments);
    }

    private AggregatePlan PlanSummarize(BoundSummarize summarize, ItemsPlan? context)
    {
        var (input, staged) = Stage(Plan(summarize.Input, context), [.. summarize.Keys.Concat(summarize.Aggregates).Select(a => a.Expression)]);
        var keys = summarize.Keys.Select((k, i) => k with { Expression = staged[i] });
        var aggregates = summarize.Aggregates.Select((a, i) => a with { Expression = staged[summarize.Keys.Length + i] });
        return PlanGroups(input, [.. keys], [.. aggregates]);
    }

    /// <summary>A projection that keeps the columns its input is ordered by, under new symbols where they were replaced.</summary>
    private static ComputePlan Compute(PlanNode input, ImmutableArray<BoundAssignment> assignments)
    {
        var order = ImmutableArray.CreateBuilder<PlanOrdering>();
        var kept = assignments.ToBuilder();
        foreach (var ordering in input.Order)
        {
            var passed = kept.FirstOrDefault(a => a.Expression is BoundColumn c && c.Column == ordering.Column);
            if (passed is null)
            {
                var symbol = kept.Any(a => a.Column == ordering.Column) ? ordering.Column.Renamed(ordering.Column.Name) : ordering.Column;
                passed = new BoundAssignment(symbol, new BoundColumn(ordering.Column, default));
                kept.Add(passed);
            }

            order.Add(ordering with { Column = passed.Column });
        }

        return new ComputePlan(input, kept.ToImmutable()) { Order = order.ToImmutable() };
    }

    private PlanNode PlanSort(BoundSort sort, ItemsPlan? context)
    {
        var (staged, expressions) = Stage(Plan(sort.Input, context), [.. sort.Orderings.Select(o => o.Expression)]);
        var input = staged with { Order = [] };
        var computed = ImmutableArray.CreateBuilder<BoundAssignment>();
        var order = ImmutableArray.CreateBuilder<PlanOrdering>();
        foreach (var (ordering, expression) in sort.Orderings.Zip(expressions))
        {
            ColumnSymbol key;
            if (expression is BoundColumn column)
            {
                key = column.Column;
            }
            else
            {
                key = new ColumnSymbol("sort_key", expression.Type, expression.IsNullable);
                computed.Add(new BoundAssignment(key, expression));
            }

            order.Add(new PlanOrdering(key, ordering.IsDescending, ordering.NullsFirst));
        }

        if (IsWritten(staged))
        {
            order.AddRange(staged.Order);
        }

        if (computed.Count > 0)
        {
            input = new ComputePlan(input, [.. input.Passed(), .. computed]);
        }

        return input with { Order = order.ToImmutable() };
    }

    private LimitPlan PlanTake(BoundTake take, ItemsPlan? context)
    {
        var input = Plan(take.Input, context);
        return new LimitPlan(input, take.Count) { Order = input.Order };
    }

    private ComputePlan PlanJoin(BoundJoin join, ItemsPlan? context)
    {
        var left = Plan(join.Left, context);
        var right = Plan(join.Right, context);
        if (join.Kind == JoinKind.InnerUnique)
        {
            // The default join: one row of the left side for each key
            // (https://learn.microsoft.com/kusto/query/join-innerunique).
            left = new OnePerKeyPlan(left, [.. join.Keys.Select(k => k.Left)]);
        }

        if (join is { KeepsOrder: true, Left.IsSerialized: true })
        {
            left = Ordered(left);
        }

        var order = join.KeepsOrder ? left.Order : [];
        ImmutableArray<ColumnSymbol> used = [.. join.Assignments.Select(a => ((BoundColumn)a.Expression).Column).Concat(order.Select(o => o.Column)).Distinct()];
        var kind = join.Kind == JoinKind.InnerUnique ? JoinKind.Inner : join.Kind;
        var assignments = join.Assignments.Select(FillUnmatched);
        return Compute(new JoinPlan(kind, left, right, join.Keys, used) { Order = order }, [.. assignments]);

        // A string is never null: what an outer join leaves unmatched reads as "".
        BoundAssignment FillUnmatched(BoundAssignment assignment) =>
            assignment.Column.Type.Kind == KqlType.String && CanBeUnmatched(join, ((BoundColumn)assignment.Expression).Column)
                ? assignment with { Expression = new BoundUnmatchedString(assignment.Expression) }
                : assignment;
    }

    private static bool CanBeUnmatched(BoundJoin join, ColumnSymbol column) => join.Kind switch
    {
        JoinKind.LeftOuter => join.Right.Columns.Contains(column),
        JoinKind.RightOuter => join.Left.Columns.Contains(column),
        JoinKind.FullOuter => true,
        _ => false,
    };
}
