using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Compiler.Binding;

/// <summary>A bound query text: its result, or null where errors kept it from binding.</summary>
public sealed record BoundProgram(BoundQuery? Result, ImmutableArray<Diagnostic> Diagnostics);
