using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
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

    /// <summary>The column of the table that a hidden one repeats under another name, or "" where it is null in every row; null for a column of its own.</summary>
    public string? Repeats { get; init; }
}

/// <summary>A function that is kept outside of the query; it is read when a query first uses it.</summary>
public sealed record StoredFunction(string Name, Lazy<StoredFunctionText> Text);

/// <summary>What a stored function is, with the text that its places are in.</summary>
public sealed record StoredFunctionText(FunctionDeclarationSyntax Declaration, SourceText Source)
{
    /// <summary>Why the function cannot be called, as the end of a sentence; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>A function that cannot be called.</summary>
    public static StoredFunctionText Unreadable(string fault, SourceText source) =>
        new(new FunctionDeclarationSyntax(IsView: false, [], [], Body: null, default), source) { Fault = fault };
}

/// <summary>What a let statement, a function parameter or <c>as</c> gives a name to.</summary>
internal abstract record LetSymbol(string Name);

internal sealed record ScalarLet(string Name, BoundExpression Value) : LetSymbol(Name)
{
    /// <summary>How many expressions a use of it adds to the query.</summary>
    public long Weight { get; init; } = 1;

    /// <summary>Within how many queries of values, such as toscalar(), the name is declared: inner ones do not see its row.</summary>
    public int Depth { get; init; }

    public LetFault? Fault { get; init; }
}

internal sealed record TabularLet(string Name, SharedQuery Query) : LetSymbol(Name)
{
    public LetFault? Fault { get; init; }
}

internal sealed record FunctionLet(string Name, FunctionDeclarationSyntax Declaration, LetScope Scope) : LetSymbol(Name)
{
    /// <summary>The text that a stored function was read from; null for one of the query itself.</summary>
    public SourceText? Source { get; init; }

    /// <summary>Why a stored function cannot be called; null where it can.</summary>
    public string? Fault { get; init; }
}

/// <summary>A stored function that nothing has asked for yet: a folder may hold hundreds of them.</summary>
internal sealed record StoredLet(StoredFunction Function, LetScope Scope) : LetSymbol(Function.Name)
{
    private FunctionLet? _read;

    public FunctionLet Read() =>
        _read ??= new FunctionLet(Name, Function.Text.Value.Declaration, Scope) { Source = Function.Text.Value.Source, Fault = Function.Text.Value.Fault };
}

/// <summary>Names given by statements; an inner scope sees the outer one's.</summary>
internal sealed class LetScope(LetScope? parent = null)
{
    private readonly Dictionary<string, LetSymbol> _symbols = new(StringComparer.Ordinal);

    public void Add(LetSymbol symbol) => _symbols[symbol.Name] = symbol;

    public LetSymbol? Find(string name)
    {
        if (!_symbols.TryGetValue(name, out var symbol))
        {
            return parent?.Find(name);
        }

        return symbol is StoredLet stored ? stored.Read() : symbol;
    }

    public IEnumerable<string> Names => parent is null ? _symbols.Keys : _symbols.Keys.Concat(parent.Names);
}

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

    /// <summary>Columns that may be used beside aggregates: the grouping keys.</summary>
    public ImmutableArray<BoundAssignment> GroupKeys { get; init; } = [];

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
