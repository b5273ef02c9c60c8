using System.Collections.Immutable;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// What a query that ran while another one is bound found: its only column, as strings; or why it could not run.
/// </summary>
public sealed record DataAnswer(ImmutableArray<string> Values, string? Fault = null);
