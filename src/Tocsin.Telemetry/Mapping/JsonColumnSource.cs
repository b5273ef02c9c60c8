using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// Fields at the top of JSON records, as columns of the database's own reader. A field that the sampled records do not
/// have is taken for absent, which <see cref="HasOthers"/> is there to refute.
/// </summary>
/// <param name="sampled">Names of the sampled records.</param>
/// <param name="isExact">Whether names are spelled one way only.</param>
internal sealed class JsonColumnSource(IReadOnlySet<string> sampled, bool isExact) : TextSource
{
    private readonly List<string> _columns = [];
    private readonly List<string> _others = [];

    /// <summary>Whether only fields at the top were asked for, so that all that was asked for is known.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The fields that were asked for and that sampled records have.</summary>
    public ImmutableArray<string> Columns => [.. _columns];

    /// <summary>The fields that were asked for and that no sampled record has.</summary>
    public ImmutableArray<string> Others => [.. _others];

    /// <summary>Whether a record has a field that no sampled one has.</summary>
    public SqlExpression HasOthers => _others.Count == 0 ? False : IsNotNull(Coalesce([.. _others.Select(Column)]));

    protected override SqlExpression? Text(ImmutableArray<string> path)
    {
        if (path.Length != 1)
        {
            IsComplete = false;
            return null;
        }

        var name = isExact ? path[0] : JsonSource.Spelling(sampled, path, 0);
        if (!sampled.Contains(name))
        {
            Add(_others, name);
            return null;
        }

        Add(_columns, name);
        return Column(name);
    }

    private static void Add(List<string> names, string name)
    {
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            names.Add(name);
        }
    }
}
