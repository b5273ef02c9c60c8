using System.Collections.Immutable;

namespace Tocsin.Sql.Tree;

/// <summary>Anything that yields rows.</summary>
public abstract record SqlQuery
{
    private protected SqlQuery()
    {
    }
}

/// <summary>Named queries in front of a body.</summary>
public sealed record SqlWith(ImmutableArray<SqlCommonTable> Tables, SqlQuery Body) : SqlQuery;

/// <summary>One named query; <paramref name="IsMaterialized"/> forces it to be computed once, otherwise the database decides.</summary>
public sealed record SqlCommonTable(string Name, SqlQuery Query, bool IsMaterialized);

public sealed record SqlSelect : SqlQuery
{
    public bool IsDistinct { get; init; }

    /// <summary>DISTINCT ON: one row for each combination of these; empty for none.</summary>
    public ImmutableArray<SqlExpression> DistinctOn { get; init; } = [];

    public ImmutableArray<SqlSelectItem> Items { get; init; } = [];

    /// <summary>Null for a row of constants.</summary>
    public SqlRelation? From { get; init; }

    public SqlExpression? Where { get; init; }

    public ImmutableArray<SqlExpression> GroupBy { get; init; } = [];

    public ImmutableArray<SqlOrdering> OrderBy { get; init; } = [];

    public SqlExpression? Limit { get; init; }
}

/// <summary>An output column; a null alias keeps the expression's own name.</summary>
public sealed record SqlSelectItem(SqlExpression Expression, string? Alias = null);

/// <summary>UNION ALL of queries with the same columns in the same order.</summary>
public sealed record SqlUnionAll(ImmutableArray<SqlQuery> Queries) : SqlQuery;

/// <summary>What stands in FROM.</summary>
public abstract record SqlRelation
{
    private protected SqlRelation()
    {
    }
}

/// <summary>A table, view or common table by name.</summary>
public sealed record SqlTable(string Name, string? Alias = null) : SqlRelation;

public sealed record SqlTableFunction(SqlCall Call, string Alias, ImmutableArray<string> Columns) : SqlRelation;

/// <summary>A query in parentheses; <paramref name="IsLateral"/> lets it refer to relations on its left.</summary>
public sealed record SqlDerived(SqlQuery Query, string Alias, bool IsLateral = false) : SqlRelation;

/// <summary>Literal rows.</summary>
public sealed record SqlValues(ImmutableArray<ImmutableArray<SqlExpression>> Rows, string Alias, ImmutableArray<string> Columns) : SqlRelation;

public enum SqlJoinKind
{
    Inner,
    Left,
    Right,
    Full,
    Semi,
    Anti,
    Cross,

    /// <summary>Each left row with the nearest right row by the condition's one inequality, or with none.</summary>
    AsOfLeft,
}

/// <summary>A join; <paramref name="On"/> is null exactly for a cross join.</summary>
public sealed record SqlJoin(SqlJoinKind Kind, SqlRelation Left, SqlRelation Right, SqlExpression? On) : SqlRelation;
