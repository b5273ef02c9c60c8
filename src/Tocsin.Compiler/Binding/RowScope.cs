using System.Collections.Immutable;

namespace Tocsin.Compiler.Binding;

/// <summary>The columns that a scalar expression sees.</summary>
internal sealed class RowScope
{
    public static readonly RowScope Empty = new([]);

    private readonly Dictionary<string, ColumnSymbol> _byName = new(StringComparer.Ordinal);

    public RowScope(ImmutableArray<ColumnSymbol> columns, bool isSerialized = false)
    {
        Columns = columns;
        IsSerialized = isSerialized;
        foreach (var column in columns)
        {
            _byName.TryAdd(column.Name, column);
        }
    }

    public ImmutableArray<ColumnSymbol> Columns { get; }

    /// <summary>What a star stands for.</summary>
    public IEnumerable<ColumnSymbol> Listed => Columns.Where(c => !c.IsHidden);

    /// <summary>Whether rows have a fixed order, which prev(), next() and row_number() need.</summary>
    public bool IsSerialized { get; }

    /// <summary>Whether aggregates may be called: in summarize and its kin.</summary>
    public bool AllowsAggregates { get; init; }

    /// <summary><c>$left</c> and <c>$right</c> in a join's condition.</summary>
    public ImmutableArray<ColumnSymbol>? Left { get; init; }

    public ImmutableArray<ColumnSymbol>? Right { get; init; }

    /// <summary>The variables of a graph pattern, in graph-match.</summary>
    public PatternScope? Pattern { get; init; }

    /// <summary>Whether the row is an element of a path: within map(), all() and any() of a graph pattern.</summary>
    public bool IsPathElement { get; init; }

    /// <summary>The steps whose columns an expression of scan may name.</summary>
    public StepScope? Steps { get; init; }

    /// <summary>Whether a name in a join's predicate may mean a column of either side.</summary>
    public bool IsOfBothSides(string name) => Left is { } left && Right is { } right
        && left.Any(c => c.Name.Equals(name, StringComparison.Ordinal)) && right.Any(c => c.Name.Equals(name, StringComparison.Ordinal));

    public ColumnSymbol? Find(string name) => _byName.GetValueOrDefault(name);
}
