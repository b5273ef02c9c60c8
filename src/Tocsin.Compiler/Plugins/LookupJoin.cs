using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>What lookups have in common: the input's rows beside the table's rows that match, or beside none.</summary>
internal static class LookupJoin
{
    /// <param name="match">The pairs of rows that match: it passes the columns of the rows it is given, and those of the table.</param>
    public static BoundProject Bind(PluginCall call, ImmutableArray<ColumnSymbol> fromTable, bool returnUnmatched, Func<BoundQuery, BoundQuery> match)
    {
        if (!returnUnmatched)
        {
            return Named(call, match(call.Input), call.Input.Columns, fromTable);
        }

        var numbered = new SharedQuery("numbered", Add(call.Input, call.Span, RowNumber("row", call.Span)), isMaterialized: true);
        var (rows, all) = (call.Use(numbered), call.Use(numbered));
        var joined = Join(JoinKind.LeftOuter, all, match(rows), [(all.Columns[^1], rows.Columns[^1])], fromTable, call.Span);
        return Named(call, joined, all.Columns[..^1], joined.Columns[all.Columns.Length..]);
    }

    /// <summary>The rows' columns and the table's, numbered where names meet.</summary>
    private static BoundProject Named(PluginCall call, BoundQuery query, IEnumerable<ColumnSymbol> rows, IEnumerable<ColumnSymbol> table)
    {
        var names = new UniqueNames();
        return new BoundProject(query, [.. rows.Concat(table).Select(c => Rename(c, names.Take(c.Name), call.Span))], call.Span);
    }
}
