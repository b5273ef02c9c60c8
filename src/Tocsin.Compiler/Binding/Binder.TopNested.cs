using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// top-nested (https://learn.microsoft.com/kusto/query/top-nested-operator).
public sealed partial class Binder
{
    /// <summary>One clause: the names of its two columns.</summary>
    private sealed record NestedLevel(TopNestedClauseSyntax Syntax, string ValueName, string AggregateName)
    {
        public BoundExpression? Count { get; init; }
    }

    private BoundQuery BindTopNested(TopNestedSyntax top, BoundQuery input)
    {
        var levels = NameLevels(top);
        if (_diagnostics.HasErrors)
        {
            return Nothing(top.Span);
        }

        var current = input;
        var width = input.Columns.Length;
        var results = new List<BoundQuery>();
        for (var i = 0; i < levels.Length; i++)
        {
            var rows = BindNestedValue(levels[i], current, width);
            if (rows is null || BindNestedGroups(levels[i], Refer(rows, top.Span), width) is not { } groups)
            {
                return Nothing(top.Span);
            }

            // Columns of the rows: the input's, two for each level above, this level's value.
            var kept = new SharedQuery("top", groups, isMaterialized: false);
            if (levels[i].Count is not null && levels.Skip(i).Any(l => l.Syntax.Others is not null) && BindLeftover(levels, i, rows, kept, width) is { } leftover)
            {
                results.Add(leftover);
            }

            var chosen = Refer(kept, top.Span);
            if (i == levels.Length - 1)
            {
                results.Insert(0, chosen);
                break;
            }

            var all = Refer(rows, top.Span);
            current = BoundBuilder.Join(JoinKind.Inner, all, chosen, PathKeys(all, chosen, width, i), [chosen.Columns[^1]], top.Span);
        }

        return _diagnostics.HasErrors ? Nothing(top.Span) : Stack(results, top.Span);
    }

    private ImmutableArray<NestedLevel> NameLevels(TopNestedSyntax top)
    {
        var names = new UniqueNames();
        var levels = ImmutableArray.CreateBuilder<NestedLevel>();
        foreach (var clause in top.Clauses)
        {
            var value = names.Take(clause.Of is NamedExpressionSyntax { Names: [var given, ..] } ? given.Text : ColumnNames.Of(clause.Of, _catalogue) ?? string.Empty);
            var aggregate = names.Take(clause.By.Expression is NamedExpressionSyntax { Names: [var named, ..] } ? named.Text : $"aggregated_{value}");
            var count = clause.Count is null ? null : BindCountArgument(clause.Count, "top-nested");
            if (count is not (null or BoundError) && !count.IsConstant)
            {
                Error(BindingDescriptors.ArgumentConstant, clause.Count!.Span, 1, "top-nested");
            }

            levels.Add(new NestedLevel(clause, value, aggregate) { Count = count });
        }

        return levels.ToImmutable();
    }

    private SharedQuery? BindNestedValue(NestedLevel level, BoundQuery current, int width)
    {
        var syntax = level.Syntax.Of is NamedExpressionSyntax named ? named.Expression : level.Syntax.Of;
        var value = BindScalar(syntax, new RowScope(current.Columns[..width]));
        if (value is BoundError)
        {
            return null;
        }

        // A copy of the column, since the rows carry the input's own along.
        return new SharedQuery("nested", BoundBuilder.Add(current, syntax.Span, new BoundAssignment(new ColumnSymbol(level.ValueName, value.Type, value.IsNullable), value)), isMaterialized: false);
    }

    /// <summary>The level's values with their aggregates, within each path of the levels above; the first of them where a number is given.</summary>
    private BoundQuery? BindNestedGroups(NestedLevel level, BoundQuery rows, int width)
    {
        var span = level.Syntax.Span;
        ImmutableArray<ColumnSymbol> keys = [.. rows.Columns[width..]];
        if (BindNestedAggregate(level, rows, width) is not { } aggregate)
        {
            return null;
        }

        var groups = Assemble(rows, [.. keys.Select(k => BoundBuilder.Pass(k, span))], [(level.AggregateName, aggregate)], span);
        if (level.Count is null)
        {
            return groups;
        }

        var result = groups.Columns[^1];
        if (result.Type.IsDynamic)
        {
            Error(BindingDescriptors.TypeNotAllowed, level.Syntax.By.Span, "A sort key", "dynamic", "Convert it, for example with tostring() or tolong().");
            return null;
        }

        var isDescending = level.Syntax.By.Direction != SortDirection.Ascending;
        var sorted = new BoundSort(groups, [new BoundOrdering(BoundBuilder.Column(result, span), isDescending, level.Syntax.By.NullsFirst ?? !isDescending)], span);
        return FirstOfGroups(sorted, [.. groups.Columns[..^2]], level.Count, span);
    }

    private BoundExpression? BindNestedAggregate(NestedLevel level, BoundQuery rows, int width)
    {
        var syntax = level.Syntax.By.Expression is NamedExpressionSyntax named ? named.Expression : level.Syntax.By.Expression;
        var columns = BindAggregateColumns(syntax, new RowScope(rows.Columns[..width]) { AllowsAggregates = true }, []);
        if (columns is not [var only])
        {
            if (columns is not null)
            {
                Error(BindingDescriptors.MultipleColumns, syntax.Span, Excerpt(syntax.Span));
            }

            return null;
        }

        return only.Value;
    }

    /// <summary>
    /// The rows that are not among a level's first, one row for each path above: each level from here on that has
    /// <c>with others</c> shows its constant and its aggregate over them, each other level nothing.
    /// </summary>
    private BoundProject? BindLeftover(ImmutableArray<NestedLevel> levels, int level, SharedQuery rows, SharedQuery kept, int width)
    {
        var span = levels[level].Syntax.Span;
        var (all, chosen) = (Refer(rows, span), Refer(kept, span));
        var rest = BoundBuilder.Join(JoinKind.LeftAnti, all, chosen, PathKeys(all, chosen, width, level), [], span);
        ImmutableArray<ColumnSymbol> path = [.. rest.Columns[width..^1]];
        List<(string Name, BoundExpression Value)> outputs = [("rows", Aggregate("count", span))];
        foreach (var below in levels.Skip(level).Where(l => l.Syntax.Others is not null))
        {
            if (BindNestedAggregate(below, rest, width) is not { } aggregate)
            {
                return null;
            }

            outputs.Add((below.AggregateName, aggregate));
        }

        var summed = Assemble(rest, [.. path.Select(k => BoundBuilder.Pass(k, span))], outputs, span);
        var any = new BoundFilter(summed, Call(Operators.Greater, span, BoundBuilder.Column(summed.Columns[path.Length], span), BoundBuilder.Long(0, span)), span);
        var result = ImmutableArray.CreateBuilder<BoundAssignment>();
        result.AddRange(path.Select(p => BoundBuilder.Pass(p, span)));
        var next = path.Length + 1;
        foreach (var below in levels.Skip(level))
        {
            AddLeftoverColumns(below, result, below.Syntax.Others is null ? null : any.Columns[next++]);
        }

        return _diagnostics.HasErrors ? null : new BoundProject(any, result.ToImmutable(), span);
    }

    private void AddLeftoverColumns(NestedLevel level, ImmutableArray<BoundAssignment>.Builder result, ColumnSymbol? aggregate)
    {
        var none = new BoundLiteral(null, KqlType.Unknown, level.Syntax.Span);
        var others = level.Syntax.Others is null ? none : BindScalar(level.Syntax.Others, RowScope.Empty);
        result.Add(BoundBuilder.Assign(level.ValueName, others));
        result.Add(BoundBuilder.Assign(level.AggregateName, aggregate is null ? none : BoundBuilder.Column(aggregate, level.Syntax.Span)));
    }

    /// <summary>The values of this level and those above, as the keys of a join of rows with the level's groups.</summary>
    private static IEnumerable<(ColumnSymbol Left, ColumnSymbol Right)> PathKeys(BoundQuery rows, BoundQuery groups, int width, int level) =>
        Enumerable.Range(0, level + 1).Select(i => (rows.Columns[width + (2 * i)], groups.Columns[2 * i]));

    /// <summary>The rows of several queries with the columns of the first, whose types the others take.</summary>
    private BoundQuery Stack(List<BoundQuery> queries, TextSpan span)
    {
        if (queries is [var only])
        {
            return only;
        }

        ImmutableArray<ColumnSymbol> columns = [.. queries[0].Columns.Select(c => new ColumnSymbol(c.Name, c.Type.Kind))];
        return new BoundUnion([.. queries.Select(q => new BoundUnionInput(q, [.. q.Columns.Select((c, i) => Stacked(q, c, columns[i], span))]))], columns, span);
    }

    private BoundExpression Stacked(BoundQuery query, ColumnSymbol column, ColumnSymbol target, TextSpan span)
    {
        var origin = (query as BoundProject)?.Assignments.First(a => a.Column == column).Expression;
        var (from, to) = (column.Type.Kind, target.Type.Kind);
        if (origin is BoundLiteral { Value: null })
        {
            return new BoundLiteral(null, target.Type, span);
        }

        if (from == to || (from.IsNumeric() && to.IsNumeric() && NumericTypes.Wider(from, to) == to) || (from.IsInteger() && to.IsInteger()))
        {
            return Convert(BoundBuilder.Column(column, span), to);
        }

        return Error(BindingDescriptors.TypeNotAllowed, origin?.Span ?? span, $"The value of with others beside '{target.Name}', which is {to.Name()},", from.Name(), $"Write a {to.Name()}.");
    }
}
