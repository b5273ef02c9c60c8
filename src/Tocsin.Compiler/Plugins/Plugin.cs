using System.Collections.Immutable;
using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Plugins;

/// <summary>
/// A plug-in of evaluate. One entry holds everything that the binder, the diagnostics and the documentation know of it.
/// </summary>
/// <param name="Page">Its page below https://learn.microsoft.com/kusto/query/.</param>
/// <param name="Syntax">How it is called, as its page writes it.</param>
internal sealed record Plugin(string Name, string Page, string Syntax, PluginBinding? Bind = null)
{
    /// <summary>Whether <c>name = expression</c> among the arguments names a step, not a parameter.</summary>
    public bool NamesExpressions { get; init; }

    /// <summary>Whether a schema behind the call says which columns come out, which otherwise depends on the data.</summary>
    public bool TakesSchema { get; init; }

    /// <summary>Why the plug-in is refused, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>The columns that a refused plug-in would give, so that what follows it is checked; null where they are not known.</summary>
    public PluginColumns? RefusedColumns { get; init; }
}

/// <summary>The query that a call of a plug-in stands for, or null after an error.</summary>
internal delegate BoundQuery? PluginBinding(PluginCall call);

/// <summary>The columns that a call gives, or null where its arguments do not tell them.</summary>
internal delegate ImmutableArray<ColumnSymbol>? PluginColumns(PluginCall call);
