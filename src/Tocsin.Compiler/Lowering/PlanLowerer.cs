using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>Plans to SQL: operators join one SELECT while its clauses' order allows, see <see cref="SelectStage"/>.</summary>
public sealed partial class PlanLowerer
{
    private readonly AliasSource _aliases = new();
    private readonly Dictionary<SharedPlan, (string Table, Dictionary<ColumnSymbol, string> Columns)> _tables = [];
    private readonly Dictionary<SharedQuery, SharedPlan> _computedOnce = [];
    private readonly HashSet<string> _tableNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly LoweringSetting _setting;
    private readonly ExpressionLowerer _expressions;
    private OuterRow? _outerRow;

    // The common tables of the whole statement: what is computed once stands there, also where a query within an expression reads it.
    private ImmutableArray<SqlCommonTable>.Builder? _statement;

    // Those of the query at hand.
    private ImmutableArray<SqlCommonTable>.Builder? _common;

    private PlanLowerer(LoweringSetting setting)
    {
        _setting = setting;
        _expressions = new ExpressionLowerer(setting.Clock, LowerSubquery);
    }

    /// <summary>The SQL of a plan; its columns come in the result's order, dynamic ones as JSON text.</summary>
    public static SqlQuery Lower(QueryPlan plan, LoweringSetting setting) =>
        new PlanLowerer(setting).LowerQuery(plan, SelectBuilder.Names(plan.Result), isShown: true);

    /// <summary>The SQL of rows that are kept for other queries: values stay in the shapes in which they are computed with.</summary>
    public static SqlQuery LowerKept(QueryPlan plan, ImmutableArray<string> names, LoweringSetting setting) =>
        new PlanLowerer(setting).LowerQuery(plan, names, isShown: false);

    /// <summary>A query within an expression is planned where the expression is lowered: lists come as JSON.</summary>
    private SqlQuery LowerSubquery(BoundQuery query)
    {
        var plan = _setting.Rewrite(Planner.Plan(query, _setting.Kept, _outerRow is null ? _computedOnce : null));
        return LowerQuery(plan, [.. plan.Result.Select((_, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{i}"))], isShown: true);
    }

    private SqlQuery LowerQuery(QueryPlan plan, ImmutableArray<string> names, bool isShown)
    {
        var common = ImmutableArray.CreateBuilder<SqlCommonTable>();
        var isWhole = _statement is null;
        _statement ??= common;
        foreach (var shared in plan.Shared.Where(IsComputedOnce))
        {
            _computedOnce.TryAdd(shared.Source!, shared);
        }

        // What is computed once stands at the top, and with it all that it may read.
        var target = _outerRow is null && plan.Shared.Any(IsComputedOnce) ? _statement : common;
        var enclosing = _common;
        _common = target;
        foreach (var shared in plan.Shared.Where(s => IsNamed(s) && !_tables.ContainsKey(s)))
        {
            target.Add(LowerShared(shared));
        }

        _common = common;
        var body = LowerRoot(plan, names, isShown);
        _common = enclosing;
        _statement = isWhole ? null : _statement;
        return common.Count == 0 ? body : new SqlWith(common.ToImmutable(), body);
    }

    /// <summary>What the text asks to compute once gives the same rows in every query of the statement, unless it reads a row around it.</summary>
    private bool IsComputedOnce(SharedPlan shared) => shared is { IsMaterialized: true, Source: not null } && _outerRow is null;

    /// <summary>A shared plan used once stands where it is used, unless the text asks to compute it once.</summary>
    private static bool IsNamed(SharedPlan shared) => shared.Uses > 1 || shared.IsMaterialized;

    private SqlCommonTable LowerShared(SharedPlan shared)
    {
        var builder = Lower(shared.Plan);
        var names = SelectBuilder.Names(builder.Columns);
        var table = TableName(shared.Name);
        var columns = builder.Columns.Select((c, i) => (c, names[i])).ToDictionary(p => p.c, p => p.Item2);
        _tables.Add(shared, (table, columns));
        return new SqlCommonTable(table, builder.Build(builder.Columns, names), shared.IsMaterialized);
    }

    private string TableName(string name)
    {
        var table = name;
        for (var i = 1; !_tableNames.Add(table); i++)
        {
            table = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        return table;
    }

    private SqlSelect LowerRoot(QueryPlan plan, ImmutableArray<string> names, bool isShown)
    {
        var builder = Lower(plan.Root);
        var isSorted = builder is { Stage: SelectStage.Limit, OrderBy.IsEmpty: false } && builder.OrderBy.SequenceEqual(builder.Orderings(plan.Root.Order));
        if (isShown && !plan.Root.Order.IsEmpty && !isSorted)
        {
            if (builder.Stage > SelectStage.Window)
            {
                builder = builder.Wrap();
            }

            builder.OrderBy = builder.Orderings(plan.Root.Order);
        }

        var select = builder.Build(plan.Result, names);
        var shaped = isShown && plan.Result.Any(c => c.Type.IsDynamic && c.Type.Shape is not JsonShape);
        return shaped ? select with { Items = [.. select.Items.Select((item, i) => Shown(item, plan.Result, i))] } : select;
    }

    private static SqlSelectItem Shown(SqlSelectItem item, ImmutableArray<ColumnSymbol> columns, int index) =>
        columns.IsEmpty || !columns[index].Type.IsDynamic ? item : item with { Expression = Conversions.ToJson(item.Expression, columns[index].Type) };

    private SelectBuilder Lower(PlanNode node) => node switch
    {
        ScanPlan scan => LowerScan(scan),
        RowsPlan rows => LowerRows(rows),
        ExternalPlan external => LowerExternal(external),
        SeriesPlan series => LowerSeries(series),
        ReferencePlan reference => LowerReference(reference),
        FilterPlan filter => LowerFilter(filter),
        ComputePlan compute => LowerCompute(compute),
        AggregatePlan aggregate => LowerAggregate(aggregate),
        DistinctPlan distinct => LowerDistinct(distinct),
        OnePerKeyPlan one => LowerOnePerKey(one),
        JoinPlan join => LowerJoin(join),
        UnionPlan union => LowerUnion(union),
        LimitPlan limit => LowerLimit(limit),
        UnnestPlan unnest => LowerUnnest(unnest),
        ApplyPlan apply => LowerApply(apply),
        ItemsPlan items => LowerItems(items),
        StepsPlan steps => LowerSteps(steps),
        ForEachPlan each => LowerForEach(each),
        _ => throw new InvalidOperationException($"Plan {node.GetType().Name} has no SQL."),
    };

    private SelectBuilder From(SqlRelation relation, string alias, ImmutableArray<ColumnSymbol> columns, ImmutableArray<string> names)
    {
        var builder = new SelectBuilder(_aliases, relation);
        builder.SetColumns(columns.Select((c, i) => (c, S.Column(alias, names[i]))));
        return builder;
    }

    private SelectBuilder LowerScan(ScanPlan scan)
    {
        _setting.Kept?.NoteColumns(scan);
        var alias = _aliases.Next();
        var bounded = scan.From is null && scan.To is null ? null : _setting.Sources.GetValueOrDefault(scan.Table)?.RowsWithin?.Invoke(scan.From, scan.To);
        SqlRelation rows = bounded is null ? new SqlTable(scan.Table, alias) : new SqlDerived(bounded, alias);
        return From(rows, alias, scan.Columns, [.. scan.Columns.Select(c => c.Name)]);
    }

    private SelectBuilder LowerRows(RowsPlan rows)
    {
        if (rows is { Columns.IsEmpty: true, Rows.Length: 1 })
        {
            return new SelectBuilder(_aliases, from: null);
        }

        var context = new ExpressionContext(_ => throw new InvalidOperationException("A literal row reads no column."));
        var alias = _aliases.Next();
        var names = SelectBuilder.Names(rows.Columns);
        if (rows.Rows.IsEmpty)
        {
            var empty = new SqlSelect
            {
                Items = [.. rows.Columns.Select((c, i) => new SqlSelectItem(new SqlNull(Conversions.SqlTypeOf(c.Type)), names[i]))],
                Where = S.False,
            };
            return From(new SqlDerived(rows.Columns.IsEmpty ? empty with { Items = [new SqlSelectItem(S.Integer(1), "one")] } : empty, alias), alias, rows.Columns, names);
        }

        var values = rows.Rows.Select(r => r.Select((v, i) => Shaped(_expressions.Lower(v, context), v.Type, rows.Columns[i].Type)).ToImmutableArray());
        return rows.Columns.IsEmpty
            ? From(new SqlValues([.. rows.Rows.Select(_ => ImmutableArray.Create(S.Integer(1)))], alias, ["one"]), alias, [], [])
            : From(new SqlValues([.. values], alias, names), alias, rows.Columns, names);
    }

    /// <summary>A value in the shape that its column has.</summary>
    private static SqlExpression Shaped(SqlExpression value, BoundType from, BoundType to) =>
        to.IsDynamic && to.Shape is JsonShape && from.IsDynamic ? Conversions.ToJson(value, from) : value;

    private SelectBuilder LowerReference(ReferencePlan reference)
    {
        if (!IsNamed(reference.Target))
        {
            var inlined = Lower(reference.Target.Plan);
            var values = reference.Sources.Select((s, i) => (reference.Columns[i], inlined[s])).ToList();
            if (inlined.Stage >= SelectStage.Distinct)
            {
                inlined = inlined.Wrap();
                values = [.. reference.Sources.Select((s, i) => (reference.Columns[i], inlined[s]))];
            }

            inlined.SetColumns(values);
            return inlined;
        }

        // A query within an expression of an earlier table reads it before its turn.
        if (!_tables.ContainsKey(reference.Target))
        {
            _statement!.Add(LowerShared(reference.Target));
        }

        var (table, columns) = _tables[reference.Target];
        var alias = _aliases.Next();
        return From(new SqlTable(table, alias), alias, reference.Columns, [.. reference.Sources.Select(s => columns[s])]);
    }

    private SelectBuilder LowerFilter(FilterPlan filter)
    {
        var builder = Lower(filter.Input);
        if (builder.Stage > SelectStage.Project || builder.IsComputed(BoundSearch.Columns(filter.Condition)))
        {
            builder = builder.Wrap();
        }

        builder.AddWhere(_expressions.LowerCondition(filter.Condition, builder.Context()));
        return builder;
    }

    private SelectBuilder LowerCompute(ComputePlan compute)
    {
        var builder = Lower(compute.Input);
        var computed = compute.Assignments.Where(a => a.Expression is not BoundColumn).ToArray();
        var mustWrap = computed.Length == 0
            ? builder.Stage is SelectStage.Distinct
            : builder.Stage > SelectStage.Project || builder.IsComputed(BoundSearch.Columns(computed.Select(a => a.Expression)));
        if (mustWrap)
        {
            builder = builder.Wrap();
        }

        var context = builder.Context(compute.Input.Order);
        builder.SetColumns([.. compute.Assignments.Select(a => (a.Column, _expressions.Lower(a.Expression, context)))]);
        if (computed.Length > 0)
        {
            builder.Reach(computed.Any(a => BoundSearch.HasWindow(a.Expression)) ? SelectStage.Window : SelectStage.Project);
        }

        // What is drawn for a row is drawn once, however often its column is read.
        return computed.Any(a => BoundSearch.IsRandom(a.Expression)) ? builder.Wrap() : builder;
    }

    private SelectBuilder LowerAggregate(AggregatePlan aggregate)
    {
        if (aggregate.Keys.Any(k => BoundSearch.IsRandom(k.Expression)))
        {
            aggregate = KeysFirst(aggregate);
        }

        var builder = Lower(aggregate.Input);
        var reads = aggregate.Keys.Concat(aggregate.Aggregates).SelectMany(a => BoundSearch.Columns(a.Expression))
            .Concat(aggregate.Input.Order.Select(o => o.Column)).ToArray();
        if (builder.Stage > SelectStage.Project || builder.IsComputed(reads.CountBy(c => c).Where(c => c.Value > 1).Select(c => c.Key)))
        {
            builder = builder.Wrap();
        }

        var context = builder.Context(aggregate.Input.Order);
        var keys = aggregate.Keys.Select(k => (k.Column, Value: GroupKey(_expressions.Lower(k.Expression, context), k.Column.Type))).ToList();
        var aggregates = aggregate.Aggregates.Select(a => (a.Column, Value: _expressions.Lower(a.Expression, context))).ToList();
        builder.GroupBy = [.. keys.Select(k => k.Value)];
        builder.IsOneRow = keys.Count == 0;
        builder.SetColumns([.. keys, .. aggregates]);
        builder.Reach(SelectStage.Aggregate);
        return builder;
    }

    /// <summary>The same with its keys as columns of the input: SQL would draw a random one anew where it is shown.</summary>
    private static AggregatePlan KeysFirst(AggregatePlan aggregate)
    {
        var input = aggregate.Input;
        var passed = input.Passed();
        ImmutableArray<BoundAssignment> keys = [.. aggregate.Keys.Select(k => k with { Column = k.Column.Renamed(k.Column.Name) })];
        var keyed = new ComputePlan(input, [.. passed, .. keys]) { Order = input.Order };
        return aggregate with { Input = keyed, Keys = [.. aggregate.Keys.Zip(keys, (k, own) => k with { Expression = new BoundColumn(own.Column, default) })] };
    }

    /// <summary>A constant key is cast, because GROUP BY takes a bare number for a position.</summary>
    private static SqlExpression GroupKey(SqlExpression key, BoundType type) =>
        key is SqlInteger or SqlString or SqlBoolean or SqlNull ? S.Cast(key, Conversions.SqlTypeOf(type)) : key;

    private SelectBuilder LowerDistinct(DistinctPlan distinct)
    {
        var builder = Lower(distinct.Input);
        if (builder.Stage > SelectStage.Window)
        {
            builder = builder.Wrap();
        }

        builder.SetColumns([.. distinct.Columns.Select(c => (c, builder[c]))]);
        builder.IsDistinct = true;
        builder.Reach(SelectStage.Distinct);
        return builder;
    }

    private SelectBuilder LowerOnePerKey(OnePerKeyPlan one)
    {
        var builder = Lower(one.Input);
        if (builder.Stage > SelectStage.Window || builder.IsComputed(BoundSearch.Columns(one.Keys)))
        {
            builder = builder.Wrap();
        }

        var context = builder.Context();
        ImmutableArray<SqlExpression> keys = [.. one.Keys.Select(k => _expressions.Lower(k, context)).Where(k => !SelectBuilder.IsLiteral(k))];
        if (keys.IsEmpty)
        {
            builder.Limit = S.Integer(1);
            builder.Reach(SelectStage.Limit);
            return builder;
        }

        builder.DistinctOn = keys;
        builder.Reach(SelectStage.Distinct);
        return builder;
    }

    private SelectBuilder LowerLimit(LimitPlan limit)
    {
        var builder = Lower(limit.Input);
        if (builder.Stage > SelectStage.Window)
        {
            builder = builder.Wrap();
        }

        var context = new ExpressionContext(_ => throw new InvalidOperationException("A row count reads no column."));
        builder.OrderBy = ComesInOrder(limit.Input, limit.Input.Order) ? [] : builder.Orderings(limit.Input.Order);
        builder.Limit = _expressions.Lower(limit.Count, context);
        builder.Reach(SelectStage.Limit);
        return builder;
    }

    private SelectBuilder LowerSeries(SeriesPlan series)
    {
        var context = new ExpressionContext(_ => throw new InvalidOperationException("A range's bounds read no column."));
        var (from, to, step) = (_expressions.Lower(series.From, context), _expressions.Lower(series.To, context), _expressions.Lower(series.Step, context));
        if (IsStreamed(series))
        {
            return LowerStreamed(series, S.Call("generate_series", from, to, step));
        }

        var items = series.Column.Type.Kind switch
        {
            KqlType.Real => S.Call("kql_real_range", from, to, step),
            KqlType.Decimal => S.Cast(S.Call("kql_real_range", S.Cast(from, SqlType.Double), S.Cast(to, SqlType.Double), S.Cast(step, SqlType.Double)), SqlType.ListOf(SqlType.Decimal)),
            KqlType.Int => S.Cast(S.Call("generate_series", from, to, step), SqlType.ListOf(SqlType.Integer)),
            _ => S.Call("generate_series", from, to, step),
        };
        var alias = _aliases.Next();
        var name = SelectBuilder.Names([series.Column])[0];
        var select = new SqlSelect { Items = [new SqlSelectItem(S.Call("unnest", items), name)] };
        return From(new SqlDerived(select, alias), alias, [series.Column], [name]);
    }

    /// <summary>
    /// Whether the database can make the rows one after the other and not as a list, which would be all in memory: it does so
    /// for whole numbers between bounds that are known when the query starts.
    /// </summary>
    private static bool IsStreamed(SeriesPlan series) =>
        series.Column.Type.Kind is not (KqlType.Real or KqlType.Decimal)
        && new[] { series.From, series.To, series.Step }.All(b => b is { IsConstant: true, IsNullable: false } && !BoundSearch.Queries(b).Any());

    private SelectBuilder LowerStreamed(SeriesPlan series, SqlCall rows)
    {
        var alias = _aliases.Next();
        var name = SelectBuilder.Names([series.Column])[0];
        var source = new SqlTableFunction(rows, alias, [name]);
        if (series.Column.Type.Kind != KqlType.Int)
        {
            return From(source, alias, [series.Column], [name]);
        }

        var outer = _aliases.Next();
        var select = new SqlSelect { Items = [new SqlSelectItem(S.Cast(S.Column(alias, name), SqlType.Integer), name)], From = source };
        return From(new SqlDerived(select, outer), outer, [series.Column], [name]);
    }

    /// <summary>
    /// Whether rows come in their order by themselves: those of a streamed range do, and the database keeps the order in which
    /// rows come. Its first rows are there without making the others.
    /// </summary>
    private static bool ComesInOrder(PlanNode plan, ImmutableArray<PlanOrdering> order) => plan switch
    {
        SeriesPlan series => IsStreamed(series) && order is [var only] && only.Column == series.Column && only.IsDescending == series.IsDescending,
        FilterPlan filter => ComesInOrder(filter.Input, order),
        ComputePlan compute => !compute.Assignments.Any(a => BoundSearch.HasWindow(a.Expression)) && ComesInOrder(compute.Input, order),
        _ => false,
    };
}
