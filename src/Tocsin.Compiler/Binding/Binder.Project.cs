using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// extend, project and its family, distinct, count.
public sealed partial class Binder
{
    private BoundProject BindExtend(ImmutableArray<ExpressionSyntax> expressions, BoundQuery input, RowScope row, TextSpan span)
    {
        var projection = new Projection(this, row, isExtend: true);
        foreach (var expression in expressions)
        {
            projection.Add(expression);
        }

        return new BoundProject(input, BoundBuilder.Extended(input.Columns, projection.Assignments, span), span);
    }

    private BoundProject BindProject(ProjectSyntax project, BoundQuery input, RowScope row)
    {
        var projection = new Projection(this, row);
        foreach (var expression in project.Expressions)
        {
            projection.Add(expression);
        }

        return new BoundProject(input, projection.Assignments, project.Span);
    }

    private BoundProject BindProjectAway(ProjectAwaySyntax away, BoundQuery input)
    {
        input = WithNamed(input, away.Columns);
        var removed = away.Columns.SelectMany(c => MatchColumns(c, input.Columns)).ToHashSet();
        return BoundBuilder.Keep(input, input.Columns.Where(c => !removed.Contains(c)), away.Span);
    }

    private BoundProject BindProjectKeep(ProjectKeepSyntax keep, BoundQuery input)
    {
        input = WithNamed(input, keep.Columns);
        var kept = keep.Columns.SelectMany(c => MatchColumns(c, input.Columns)).ToHashSet();
        return new BoundProject(input, [.. input.Columns.Where(kept.Contains).Select(c => BoundBuilder.Show(c, keep.Span))], keep.Span);
    }

    private BoundProject BindProjectRename(ProjectRenameSyntax rename, BoundQuery input)
    {
        input = WithNamed(input, rename.Expressions.OfType<NamedExpressionSyntax>().Select(e => e.Expression));
        var row = new RowScope(input.Columns);
        var renamed = new Dictionary<ColumnSymbol, string>();
        var assignments = ImmutableArray.CreateBuilder<BoundAssignment>();
        foreach (var expression in rename.Expressions)
        {
            if (expression is NamedExpressionSyntax { Names: [var name], Expression: NameExpressionSyntax old })
            {
                switch (BindName(old, row))
                {
                    case BoundColumn column when input.Columns.Any(c => c != column.Column && !c.IsHidden && c.Name.Equals(name.Text, StringComparison.Ordinal)):
                        // Also where the same operator renames the other one, as the language service has it.
                        _diagnostics.Report(BindingDescriptors.DuplicateColumn, name.Span, name.Text);
                        break;
                    case BoundColumn column:
                        renamed[column.Column] = name.Text;
                        break;
                    case BoundError fault:
                        assignments.Add(new BoundAssignment(new ColumnSymbol(name.Text, fault.Type), fault));
                        break;
                }
            }
            else if (!_diagnostics.HasErrors)
            {
                _diagnostics.Report(BindingDescriptors.ColumnExpected, expression.Span);
            }
        }

        var names = new UniqueNames();
        foreach (var column in input.Columns.Where(c => !c.IsHidden || renamed.ContainsKey(c) || !renamed.ContainsValue(c.Name)))
        {
            var name = renamed.GetValueOrDefault(column, column.Name);
            if (!names.TryTake(name))
            {
                _diagnostics.Report(BindingDescriptors.DuplicateColumn, rename.Span, name);
            }

            var output = renamed.ContainsKey(column) ? column.Renamed(name) : column;
            assignments.Add(new BoundAssignment(output, new BoundColumn(column, rename.Span)));
        }

        return new BoundProject(input, assignments.ToImmutable(), rename.Span);
    }

    private BoundProject BindProjectReorder(ProjectReorderSyntax reorder, BoundQuery input)
    {
        input = WithNamed(input, reorder.Columns.Select(c => c.Column));
        var ordered = new List<ColumnSymbol>();
        foreach (var item in reorder.Columns)
        {
            var matched = MatchColumns(item.Column, input.Columns).Where(c => !ordered.Contains(c));
            ordered.AddRange(Reordered(matched, item.Direction));
        }

        var others = input.Columns.Where(c => !ordered.Contains(c)).Select(c => BoundBuilder.Pass(c, reorder.Span));
        return new BoundProject(input, [.. ordered.Select(c => BoundBuilder.Show(c, reorder.Span)), .. others], reorder.Span);
    }

    /// <summary>
    /// Granny order compares numbers in names by value (https://learn.microsoft.com/kusto/query/project-reorder-operator). Case does
    /// not count, as the language service has it.
    /// </summary>
    private static IEnumerable<ColumnSymbol> Reordered(IEnumerable<ColumnSymbol> columns, ReorderDirection direction) => direction switch
    {
        ReorderDirection.None => columns,
        ReorderDirection.Ascending => columns.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase),
        ReorderDirection.Descending => columns.OrderByDescending(c => c.Name, StringComparer.OrdinalIgnoreCase),
        ReorderDirection.GrannyAscending => columns.OrderBy(c => c.Name, NumberAwareComparer.Instance),
        ReorderDirection.GrannyDescending => columns.OrderByDescending(c => c.Name, NumberAwareComparer.Instance),
    };

    /// <summary>The columns that a name or a wildcard names; none is an error.</summary>
    private IEnumerable<ColumnSymbol> MatchColumns(ExpressionSyntax expression, ImmutableArray<ColumnSymbol> columns)
    {
        var pattern = expression switch
        {
            NameExpressionSyntax name => name.Name.Text,
            WildcardNameSyntax wildcard => wildcard.Pattern,
            StarSyntax => "*",
            _ => null,
        };
        if (pattern is null)
        {
            _diagnostics.Report(BindingDescriptors.ColumnExpected, expression.Span);
            return [];
        }

        var isExact = expression is NameExpressionSyntax;
        var matched = columns.Where(c => isExact ? c.Name.Equals(pattern, StringComparison.Ordinal) : !c.IsHidden && Wildcard.IsMatch(pattern, c.Name)).ToList();
        if (matched.Count == 0 && !_isOpen)
        {
            _diagnostics.Report(BindingDescriptors.UnknownName, expression.Span, pattern, NearestName.Hint(pattern, columns.Select(c => c.Name)));
        }

        return matched;
    }

    private BoundQuery BindDistinct(DistinctSyntax distinct, BoundQuery input, RowScope row)
    {
        BoundQuery projected;
        if (distinct.Expressions is [StarSyntax])
        {
            projected = WithoutHidden(input);
        }
        else
        {
            var projection = new Projection(this, row);
            foreach (var expression in distinct.Expressions)
            {
                projection.Add(expression);
            }

            projected = new BoundProject(input, projection.Assignments, distinct.Span);
        }

        foreach (var column in projected.Columns.Where(c => c.Type.IsDynamic))
        {
            _diagnostics.Report(BindingDescriptors.TypeNotAllowed, distinct.Span, $"The column '{column.Name}' of distinct", "dynamic", "Convert it, for example with tostring().");
        }

        return new BoundDistinct(projected, distinct.Span);
    }

    private BoundSummarize BindCount(CountSyntax count, BoundQuery input)
    {
        var column = new ColumnSymbol(count.As?.Text ?? "Count", KqlType.Long, isNullable: false);
        return new BoundSummarize(input, [], [new BoundAssignment(column, Aggregate("count", count.Span))], count.Span);
    }

    /// <summary>Names that no column has are left out (https://learn.microsoft.com/kusto/query/project-by-names-operator).</summary>
    private BoundProject BindProjectByNames(ProjectByNamesSyntax project, BoundQuery input)
    {
        var kept = new List<ColumnSymbol>();
        foreach (var pattern in project.Expressions.SelectMany(ColumnPatterns))
        {
            kept.AddRange(input.Columns.Where(c => Wildcard.IsMatch(pattern, c.Name) && !kept.Contains(c)));
        }

        return BoundBuilder.Keep(input, kept, project.Span);
    }

    private IEnumerable<string> ColumnPatterns(ExpressionSyntax syntax)
    {
        if (syntax is CallSyntax { Function.Text: "column_names_of", Arguments: [var table] })
        {
            return BindTabular(table).Columns.Select(c => c.Name);
        }

        // A column's own name stands for its value here, which is no name: it selects nothing.
        if (syntax is NameExpressionSyntax name && _lets.Find(name.Name.Text) is null)
        {
            return [];
        }

        switch (BindScalar(syntax, RowScope.Empty))
        {
            case BoundLiteral { Value: string text }:
                return [text];
            case BoundLiteral { Value: DynamicArray array }:
                return array.Items.OfType<DynamicScalar>().Select(i => i.Value).OfType<string>();
            case BoundError:
                return [];
            default:
                _diagnostics.Report(BindingDescriptors.NameList, syntax.Span);
                return [];
        }
    }

    private BoundExpression BindColumnOnly(ExpressionSyntax syntax, BoundQuery input)
    {
        var bound = BindScalar(syntax, new RowScope(input.Columns));
        return syntax is NameExpressionSyntax && bound is BoundColumn or BoundError ? bound : Error(BindingDescriptors.ColumnExpected, syntax.Span);
    }

    /// <summary>The page takes any expression here, the language service a column or a literal.</summary>
    private BoundExpression BindColumnOrConstant(ExpressionSyntax syntax, BoundQuery input) =>
        syntax is LiteralSyntax ? BindScalar(syntax, RowScope.Empty) : BindColumnOnly(syntax, input);
}
