using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Fields by their place in a list of text, with texts that mean absence.</summary>
internal sealed class ListSource(SqlExpression list, ImmutableArray<string> names, ImmutableArray<string> absent) : TextSource
{
    protected override SqlExpression? Text(ImmutableArray<string> path)
    {
        var index = path.Length == 1 ? names.IndexOf(path[0]) : -1;
        return index < 0
            ? null
            : absent.Aggregate<string, SqlExpression>(
                new SqlElement(list, Integer(index + 1)), (value, mark) => Call("nullif", value, String(mark)));
    }
}
