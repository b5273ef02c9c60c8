using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>
/// How far a SELECT under construction has come. A plan operator may join it only while its own clause is not past:
/// this order is the whole legality table. Otherwise the SELECT becomes a derived table and a new one starts.
/// </summary>
internal enum SelectStage
{
    From,
    Where,
    Project,
    Window,
    Aggregate,
    Distinct,
    Limit,
}

/// <summary>Names relations within one query text, and knows the rows around the place where it stands.</summary>
internal sealed class AliasSource
{
    private readonly Stack<IReadOnlyDictionary<ColumnSymbol, SqlExpression>> _outerRows = new();
    private int _next;

    /// <summary>A column of a row around, for a query that runs once for each of its rows.</summary>
    public SqlExpression Outer(ColumnSymbol column) => _outerRows.First(row => row.ContainsKey(column))[column];

    /// <summary>Whether the place is one in a query that runs once for each row around it.</summary>
    public bool IsInRow => _outerRows.Count > 0;

    public void EnterRow(IReadOnlyDictionary<ColumnSymbol, SqlExpression> columns) => _outerRows.Push(columns);

    public void LeaveRow() => _outerRows.Pop();

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"t{++_next}");
}

/// <summary>A SELECT under construction and what each column is in it.</summary>
internal sealed class SelectBuilder
{
    private readonly AliasSource _aliases;
    private readonly Dictionary<ColumnSymbol, SqlExpression> _columns = [];
    private readonly HashSet<ColumnSymbol> _computed = [];
    private readonly List<SqlExpression> _where = [];
    private readonly SqlRelation? _from;

    public SelectBuilder(AliasSource aliases, SqlRelation? from)
    {
        _aliases = aliases;
        _from = from;
    }

    public SelectStage Stage { get; private set; }

    public ImmutableArray<ColumnSymbol> Columns { get; private set; } = [];

    public ImmutableArray<SqlExpression> GroupBy { get; set; } = [];

    /// <summary>Whether the columns are aggregates over all rows, which make one row only as long as one of them is there.</summary>
    public bool IsOneRow { get; set; }

    public ImmutableArray<SqlExpression> DistinctOn { get; set; } = [];

    public bool IsDistinct { get; set; }

    public ImmutableArray<SqlOrdering> OrderBy { get; set; } = [];

    public SqlExpression? Limit { get; set; }

    /// <summary>The SQL of a column, in terms of what stands in FROM.</summary>
    public SqlExpression this[ColumnSymbol column] => _columns[column];

    public ExpressionContext Context(ImmutableArray<PlanOrdering> order = default) => new(c => _columns.TryGetValue(c, out var value) ? value : _aliases.Outer(c))
    {
        RowOrder = order.IsDefault ? [] : Orderings(order),
    };

    public ImmutableArray<SqlOrdering> Orderings(ImmutableArray<PlanOrdering> order) =>
        [.. order.Select(o => (Key: _columns[o.Column], Order: o)).Where(o => !IsLiteral(o.Key)).SelectMany(o => Orderings(o.Key, o.Order))];

    /// <summary>
    /// NaN stands beside the nulls, before or after all numbers (https://learn.microsoft.com/kusto/query/sort-operator);
    /// for DuckDB it is the greatest number.
    /// </summary>
    private static IEnumerable<SqlOrdering> Orderings(SqlExpression key, PlanOrdering order)
    {
        if (order.Column.Type.Kind == KqlType.Real && order.IsDescending != order.NullsFirst)
        {
            yield return new SqlOrdering(S.Call("isnan", key), IsDescending: !order.IsDescending, order.NullsFirst);
        }

        yield return new SqlOrdering(key, order.IsDescending, order.NullsFirst);
    }

    /// <summary>What is the same for every row orders nothing; SQL would take a number for a column's position.</summary>
    public static bool IsLiteral(SqlExpression expression) => expression switch
    {
        SqlInteger or SqlString or SqlNull or SqlBoolean or SqlDouble or SqlDecimal or SqlUuid => true,
        SqlCast cast => IsLiteral(cast.Operand),
        _ => false,
    };

    /// <summary>Whether any of the columns is more than a plain column of FROM.</summary>
    public bool IsComputed(IEnumerable<ColumnSymbol> columns) => columns.Any(_computed.Contains);

    public void AddWhere(SqlExpression condition)
    {
        _where.Add(condition);
        Reach(SelectStage.Where);
    }

    public void Reach(SelectStage stage) => Stage = Stage > stage ? Stage : stage;

    /// <summary>Replaces the output columns.</summary>
    public void SetColumns(IEnumerable<(ColumnSymbol Column, SqlExpression Value)> columns)
    {
        var list = columns.ToList();
        _columns.Clear();
        _computed.Clear();
        foreach (var (column, value) in list)
        {
            _columns[column] = value;
            if (value is not (SqlColumn or SqlInteger or SqlString or SqlNull or SqlBoolean))
            {
                _computed.Add(column);
            }
        }

        Columns = [.. list.Select(c => c.Column)];
    }

    /// <summary>The SELECT so far as a derived table, and a new SELECT over it.</summary>
    public SelectBuilder Wrap()
    {
        var (relation, columns) = AsRelation();
        var outer = new SelectBuilder(_aliases, relation);
        outer.SetColumns(columns);
        return outer;
    }

    /// <summary>What stands in FROM of another SELECT for this one; a bare table stands for itself.</summary>
    public (SqlRelation Relation, IEnumerable<(ColumnSymbol Column, SqlExpression Value)> Columns) AsRelation()
    {
        if (Stage == SelectStage.From && _from is not (null or SqlJoin) && _computed.Count == 0 && Columns.All(c => _columns[c] is SqlColumn))
        {
            return (_from, [.. Columns.Select(c => (c, _columns[c]))]);
        }

        var alias = _aliases.Next();
        var names = Names(Columns);
        var select = Build(Columns, names);
        return (new SqlDerived(select, alias), [.. Columns.Select((c, i) => (c, Sql.Tree.Sql.Column(alias, names[i])))]);
    }

    /// <summary>The finished SELECT with the given output columns under the given names.</summary>
    public SqlSelect Build(IReadOnlyList<ColumnSymbol> columns, IReadOnlyList<string> names)
    {
        ImmutableArray<SqlSelectItem> items = [.. columns.Select((c, i) => new SqlSelectItem(_columns[c], names[i]))];
        return new SqlSelect
        {
            IsDistinct = IsDistinct,
            DistinctOn = DistinctOn,
            // A SELECT needs a column, also where only the rows' number matters.
            Items = items.IsEmpty ? [new SqlSelectItem(IsOneRow ? Sql.Tree.Sql.Call("count", new SqlStar()) : Sql.Tree.Sql.Integer(1), "one")] : items,
            From = _from,
            Where = _where.Count == 0 ? null : Sql.Tree.Sql.And(_where),
            GroupBy = GroupBy,
            OrderBy = OrderBy,
            Limit = Limit,
        };
    }

    /// <summary>Names for columns inside the text: KQL's own where they are free; SQL does not tell case apart, KQL does.</summary>
    public static ImmutableArray<string> Names(IReadOnlyList<ColumnSymbol> columns)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. columns.Select(c => Unique(c.Name.Length == 0 ? "column" : c.Name, taken))];
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var candidate = name;
        for (var i = 1; !taken.Add(candidate); i++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        return candidate;
    }
}
