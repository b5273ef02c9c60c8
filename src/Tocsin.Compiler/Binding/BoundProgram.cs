using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Results;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// A bound query text. It has one result for each tabular statement (https://learn.microsoft.com/kusto/query/batches), and
/// several for one that ends with fork, facet or evaluate preview(); none where errors kept it from binding.
/// </summary>
public sealed record BoundProgram(ImmutableArray<BoundResult> Results, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The one result that a detection has; null where there are several, or none.</summary>
    public BoundQuery? Result => Results is [var only] ? only.Query : null;

    /// <summary>The columns of the first result, also where the query binds and does not run.</summary>
    public ImmutableArray<ColumnSymbol> Columns { get; init; } = [];

    /// <summary>Whether the query is right as Microsoft's language service tells it; what is wrong with it then concerns its run.</summary>
    public bool IsBound { get; init; }

    /// <summary>What now() answers where the query says so itself, in ticks of 100 ns since 0001-01-01.</summary>
    public long? Now { get; init; }

    /// <summary>Whether the query names files of its own, which may hold anything.</summary>
    public bool ReadsFiles { get; init; }
}

/// <param name="Name">What <c>as</c> or fork calls the result, or null.</param>
/// <param name="Render">How the result asks to be drawn, or null.</param>
public sealed record BoundResult(BoundQuery Query, string? Name = null, RenderHint? Render = null);
