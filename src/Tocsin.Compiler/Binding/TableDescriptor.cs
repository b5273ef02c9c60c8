using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Binding;

/// <summary>A table that queries may name: its columns in order.</summary>
public sealed record TableDescriptor(string Name, ImmutableArray<TableColumn> Columns)
{
    /// <summary>
    /// The table's rows, where its files allow skipping those outside from..to (ticks; null is open): all rows within,
    /// and possibly others. Null for a table that is read by its name.
    /// </summary>
    public Func<long?, long?, SqlQuery>? RowsWithin { get; init; }
}

public sealed record TableColumn(string Name, KqlType Type)
{
    /// <summary>Whether the column is there only for queries that name it, as <see cref="ColumnSymbol.IsHidden"/>.</summary>
    public bool IsHidden { get; init; }

    /// <summary>As <see cref="ColumnSymbol.HoldsJson"/>.</summary>
    public bool HoldsJson { get; init; }

    /// <summary>The column of the table that a hidden one repeats under another name, or "" where it is null in every row; null for a column of its own.</summary>
    public string? Repeats { get; init; }
}
