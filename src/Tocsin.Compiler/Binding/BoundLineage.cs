using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>Where a column's value is made.</summary>
/// <param name="Span">The text of the operator or the table that makes it.</param>
/// <param name="Table">The table that it is a column of, or null where an operator computes it.</param>
public sealed record ColumnOrigin(TextSpan Span, string? Table);

/// <summary>Which operators make the columns of a bound query, and which columns of tables it names.</summary>
public sealed class BoundLineage
{
    private readonly SourceText _source;
    private readonly Dictionary<ColumnSymbol, List<ColumnSymbol>> _same = [];
    private readonly Dictionary<ColumnSymbol, string> _tables = [];
    private readonly HashSet<BoundQuery> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<BoundColumn> _named = [];
    private readonly SortedSet<string> _tableNames = new(StringComparer.Ordinal);

    private BoundLineage(SourceText source) => _source = source;

    /// <param name="query">The query's result.</param>
    /// <param name="source">The text that it was bound from: a column counts as named where the text names it.</param>
    public static BoundLineage Of(BoundQuery query, SourceText source)
    {
        var lineage = new BoundLineage(source);
        lineage.Visit(query);
        return lineage;
    }

    /// <summary>The tables that are read, in the order of their names.</summary>
    public IReadOnlyCollection<string> Tables => _tableNames;

    /// <summary>The tables that are read, with those of their columns that the text names, both in the order of their names.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> TableColumns()
    {
        var columns = _tableNames.ToDictionary(t => t, _ => new SortedSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var column in _named)
        {
            foreach (var origin in TableColumnsOf(column.Column))
            {
                columns[_tables[origin]].Add(origin.Name);
            }
        }

        return columns.ToDictionary(c => c.Key, c => c.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>Where the text names a table's column, in its order.</summary>
    public ImmutableArray<TextSpan> PlacesOf(string table, string column) =>
    [
        .. _named
            .Where(n => TableColumnsOf(n.Column).Any(c => c.Name.Equals(column, StringComparison.Ordinal) && _tables[c].Equals(table, StringComparison.Ordinal)))
            .Select(n => n.Span).Distinct().OrderBy(s => s.Start),
    ];

    /// <summary>The operator that makes a column of the query, or the table that it comes from unchanged and under its name.</summary>
    public static ColumnOrigin OriginOf(ColumnSymbol column, BoundQuery query)
    {
        while (true)
        {
            switch (query)
            {
                case BoundTable table:
                    return new ColumnOrigin(table.Span, table.Name);
                case BoundReference reference when reference.Columns.IndexOf(column) is var index and >= 0:
                    (column, query) = (reference.Target.Query.Columns[index], reference.Target.Query);
                    break;
                case BoundProject project when Passed(project.Assignments, column) is { } passed:
                    (column, query) = (passed, project.Input);
                    break;
                case BoundJoin join when Passed(join.Assignments, column) is { } passed && Side(join, passed) is { } side:
                    (column, query) = (passed, side);
                    break;
                case BoundFilter or BoundSort or BoundTake or BoundDistinct:
                    query = BoundParts.Inputs(query).First();
                    break;
                case BoundMvExpand or BoundMvApply or BoundSteps when BoundParts.Inputs(query).First() is var input && input.Columns.Contains(column):
                    query = input;
                    break;
                default:
                    return new ColumnOrigin(query.Span, null);
            }
        }
    }

    private static BoundQuery? Side(BoundJoin join, ColumnSymbol column) =>
        join.Left.Columns.Contains(column) ? join.Left : join.Right.Columns.Contains(column) ? join.Right : null;

    private static ColumnSymbol? Passed(ImmutableArray<BoundAssignment> assignments, ColumnSymbol column) =>
        assignments.FirstOrDefault(a => a.Column == column) is { } assignment && Unwrap(assignment.Expression) is BoundColumn passed
        && passed.Column.Name.Equals(column.Name, StringComparison.Ordinal)
            ? passed.Column
            : null;

    private static BoundExpression Unwrap(BoundExpression expression) => expression is BoundUnmatchedString unmatched ? unmatched.Operand : expression;

    private IEnumerable<ColumnSymbol> TableColumnsOf(ColumnSymbol column)
    {
        var pending = new Stack<ColumnSymbol>([column]);
        var seen = new HashSet<ColumnSymbol>();
        while (pending.TryPop(out var next))
        {
            if (_tables.ContainsKey(next))
            {
                yield return next;
            }

            foreach (var same in _same.GetValueOrDefault(next) ?? [])
            {
                if (seen.Add(same))
                {
                    pending.Push(same);
                }
            }
        }
    }

    private void Visit(BoundQuery root)
    {
        var pending = new Stack<BoundQuery>([root]);
        while (pending.TryPop(out var query))
        {
            if (!_seen.Add(query))
            {
                continue;
            }

            NoteColumns(query);
            foreach (var input in BoundParts.Inputs(query))
            {
                pending.Push(input);
            }

            foreach (var expression in BoundParts.Expressions(query))
            {
                _named.AddRange(BoundSearch.All(expression).OfType<BoundColumn>().Where(IsNamed));
                foreach (var inner in BoundSearch.Queries(expression))
                {
                    pending.Push(inner);
                }
            }
        }
    }

    private void NoteColumns(BoundQuery query)
    {
        switch (query)
        {
            case BoundTable table:
                _tableNames.Add(table.Name);
                foreach (var column in table.Columns)
                {
                    _tables[column] = table.Name;
                }

                break;
            case BoundReference reference:
                NotePairs(reference.Columns, reference.Target.Query.Columns);
                break;
            case BoundPartitionRows rows:
                NotePairs(rows.Columns, rows.Rows.Query.Columns);
                break;
            case BoundUnion union:
                foreach (var input in union.Inputs)
                {
                    NoteAssignments(union.Columns.Zip(input.Values, (c, v) => new BoundAssignment(c, v)));
                }

                break;
            case BoundProject project:
                NoteAssignments(project.Assignments);
                break;
            case BoundJoin join:
                NoteAssignments(join.Assignments);
                break;
            case BoundSummarize summarize:
                NoteAssignments(summarize.Keys);
                break;
        }
    }

    private void NotePairs(ImmutableArray<ColumnSymbol> columns, ImmutableArray<ColumnSymbol> sources)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            NoteSame(columns[i], sources[i]);
        }
    }

    private void NoteAssignments(IEnumerable<BoundAssignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            if (Unwrap(assignment.Expression) is BoundColumn column)
            {
                NoteSame(assignment.Column, column.Column);
            }
        }
    }

    private void NoteSame(ColumnSymbol column, ColumnSymbol source)
    {
        if (!_same.TryGetValue(column, out var sources))
        {
            _same.Add(column, sources = []);
        }

        sources.Add(source);
    }

    /// <summary>Columns that an operator only passes on carry its own span, not that of a name.</summary>
    private bool IsNamed(BoundColumn column) =>
        column.Span.End <= _source.Length && _source.Slice(column.Span).Trim("[]'\" ").SequenceEqual(column.Column.Name);
}
