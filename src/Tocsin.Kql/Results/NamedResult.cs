namespace Tocsin.Kql.Results;

/// <summary>One of the results of a query.</summary>
/// <param name="Name">What <c>as</c> or <c>fork</c> calls it, or null.</param>
/// <param name="Render">How it asks to be drawn, or null.</param>
/// <param name="Rows">Its rows; they are read before the next result is.</param>
public sealed record NamedResult(string? Name, RenderHint? Render, IRowReader Rows);
