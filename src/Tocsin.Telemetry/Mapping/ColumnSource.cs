using System.Collections.Immutable;
using Tocsin.Sql.Tree;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Fields that are columns of text, by names that are matched exactly or else, unless told otherwise, without regard to case.</summary>
internal sealed class ColumnSource(IReadOnlyDictionary<string, SqlExpression> columns, bool isExact = false) : TextSource
{
    protected override SqlExpression? Text(ImmutableArray<string> path) =>
        path.Length != 1 ? null
        : columns.TryGetValue(path[0], out var exact) ? exact
        : isExact ? null
        : columns.FirstOrDefault(c => c.Key.Equals(path[0], StringComparison.OrdinalIgnoreCase)).Value;
}
