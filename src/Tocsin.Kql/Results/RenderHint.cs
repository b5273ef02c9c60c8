using System.Collections.Immutable;

namespace Tocsin.Kql.Results;

/// <summary>The visualization that <c>render</c> names, with its properties as text.</summary>
public sealed record RenderHint(string Visualization, ImmutableArray<KeyValuePair<string, string>> Properties);
