using System.Collections.Immutable;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Which table a file holds: one, or none because several fit equally well, or none at all.</summary>
/// <param name="Table">The table that the file is taken for.</param>
/// <param name="Candidates">The tables between which the file does not decide.</param>
internal sealed record FlatTable(TableSchema? Table, ImmutableArray<string> Candidates)
{
    public static readonly FlatTable None = new(null, []);

    /// <summary>Whether nothing but the names of its columns says so.</summary>
    public bool IsByColumns { get; init; }

    /// <summary>Why the file is not read, where that is because it may be any of several; null where it is read, or of no table.</summary>
    public Refused? Refusal => Candidates.IsEmpty
        ? null
        : new Refused($"its columns are those of {string.Join(" and of ", Candidates)} alike; --table NAME=FILE says which of them it is");
}
