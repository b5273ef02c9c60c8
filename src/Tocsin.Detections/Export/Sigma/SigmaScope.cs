using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>What the names of columns stand for at one place of a pipeline.</summary>
/// <param name="Names">Columns that earlier stages computed or renamed; all others are the table's.</param>
/// <param name="HasTable">Whether columns of the table are still there under their own names.</param>
internal sealed record SigmaScope(ImmutableDictionary<string, SigmaBinding> Names, bool HasTable)
{
    public static SigmaScope Table { get; } = new(ImmutableDictionary<string, SigmaBinding>.Empty.WithComparers(StringComparer.Ordinal), HasTable: true);

    public SigmaScope With(string name, SigmaBinding binding) => this with { Names = Names.SetItem(name, binding) };

    /// <summary>What the name stands for, or null for a column of the table.</summary>
    public SigmaBinding? Find(string name) =>
        Names.TryGetValue(name, out var binding) ? binding : HasTable ? null : new SigmaOpaque("a column that an earlier stage computes");
}

internal abstract record SigmaBinding;

/// <summary>An expression over the columns that its scope knows; it can stand where the name does.</summary>
internal sealed record SigmaComputed(ExpressionSyntax Expression, SigmaScope Scope) : SigmaBinding;

/// <summary>A value that one event does not have.</summary>
internal sealed record SigmaOpaque(string Origin) : SigmaBinding;

/// <summary>The number of events of a group, or of the different values of a field in it.</summary>
internal sealed record SigmaCount(string? Field) : SigmaBinding;
