using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Compiler.Binding;

/// <summary>A bound query text: its result, or null where errors keep it from running.</summary>
public sealed record BoundProgram(BoundQuery? Result, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The columns of the result, also where the query binds and does not run.</summary>
    public ImmutableArray<ColumnSymbol> Columns { get; init; } = [];

    /// <summary>Whether the query is right as Microsoft's language service tells it; what is wrong with it then concerns its run.</summary>
    public bool IsBound { get; init; }

    /// <summary>How the query asks to be drawn, or null.</summary>
    public RenderHint? Render { get; init; }

    /// <summary>What now() answers where the query says so itself, in ticks of 100 ns since 0001-01-01.</summary>
    public long? Now { get; init; }

    /// <summary>Whether the query names files of its own, which may hold anything.</summary>
    public bool ReadsFiles { get; init; }
}

/// <summary>The visualization that render names, with its properties as text.</summary>
public sealed record RenderHint(string Visualization, ImmutableArray<KeyValuePair<string, string>> Properties);
