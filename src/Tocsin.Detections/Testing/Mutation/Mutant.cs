using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing.Mutation;

/// <summary>A query with one thing taken out of it or loosened.</summary>
/// <param name="Span">What is replaced in the detection's query.</param>
public sealed record Mutant(MutantKind Kind, TextSpan Span, string Replacement, string Description)
{
    public SourceText ApplyTo(SourceText query) => query.With([new TextEdit(Span, Replacement)]);
}

public enum MutantKind
{
    /// <summary>A condition is gone: if no test notices, the condition is not proven.</summary>
    Removed,

    /// <summary>A threshold is at half or double its value, or a join keeps other rows: not every test need notice.</summary>
    Loosened,
}
