using Tocsin.Sql.Tree;
using Tocsin.Sql.Writing;

namespace Tocsin.Sql.Dialects;

// Queries, and what stands in their FROM.
public sealed partial class DuckDbWriter
{
    protected override void VisitWith(SqlWith node)
    {
        _text.Append("WITH ");
        Separated(node.Tables, ",\n", table =>
        {
            _text.Append(Quote(table.Name)).Append(table.IsMaterialized ? " AS MATERIALIZED " : " AS ");
            Nested(table.Query);
        });
        Line();
        Visit(node.Body);
    }

    protected override void VisitSelect(SqlSelect node)
    {
        _text.Append(node.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        if (!node.DistinctOn.IsEmpty)
        {
            _text.Append("DISTINCT ON (");
            Separated(node.DistinctOn, ", ", Visit);
            _text.Append(')');
        }

        _indent++;
        Separated(node.Items, ",", item =>
        {
            Line();
            SelectItem(item);
        });
        _indent--;
        if (node.From is not null)
        {
            Clause("FROM ");
            Visit(node.From);
        }

        if (node.Where is not null)
        {
            Clause("WHERE ");
            Visit(node.Where);
        }

        List("GROUP BY ", node.GroupBy, Visit);
        List("ORDER BY ", node.OrderBy, Ordering);
        if (node.Limit is not null)
        {
            Clause("LIMIT ");
            Operand(node.Limit, SqlPrecedence.Unary);
        }
    }

    protected override void VisitUnionAll(SqlUnionAll node) => Separated(node.Queries, string.Empty, query =>
    {
        if (!ReferenceEquals(query, node.Queries[0]))
        {
            Clause("UNION ALL");
            Line();
        }

        // Parentheses keep an ORDER BY, LIMIT or WITH of a branch with that branch.
        if (query is SqlSelect { OrderBy.IsEmpty: true, Limit: null })
        {
            Visit(query);
        }
        else
        {
            Nested(query);
        }
    });

    protected override void VisitTable(SqlTable node)
    {
        _text.Append(Quote(node.Name));
        Alias(node.Alias);
    }

    protected override void VisitTableFunction(SqlTableFunction node)
    {
        Visit(node.Call);
        Alias(node.Alias, node.Columns);
    }

    protected override void VisitDerived(SqlDerived node)
    {
        if (node.IsLateral)
        {
            _text.Append("LATERAL ");
        }

        Nested(node.Query);
        Alias(node.Alias);
    }

    protected override void VisitValues(SqlValues node)
    {
        _text.Append("(VALUES ");
        Separated(node.Rows, ", ", row =>
        {
            _text.Append('(');
            Separated(row, ", ", Visit);
            _text.Append(')');
        });
        _text.Append(')');
        Alias(node.Alias, node.Columns);
    }

    protected override void VisitJoin(SqlJoin node)
    {
        Visit(node.Left);
        Clause(Spell(node.Kind));
        if (node.Right is SqlJoin)
        {
            _text.Append('(');
            Visit(node.Right);
            _text.Append(')');
        }
        else
        {
            Visit(node.Right);
        }

        if (node.On is not null)
        {
            _text.Append(" ON ");
            Visit(node.On);
        }
    }

    private static string Spell(SqlJoinKind kind) => kind switch
    {
        SqlJoinKind.Inner => "JOIN ",
        SqlJoinKind.Left => "LEFT JOIN ",
        SqlJoinKind.Right => "RIGHT JOIN ",
        SqlJoinKind.Full => "FULL JOIN ",
        SqlJoinKind.Semi => "SEMI JOIN ",
        SqlJoinKind.Anti => "ANTI JOIN ",
        SqlJoinKind.Cross => "CROSS JOIN ",
        SqlJoinKind.AsOfLeft => "ASOF LEFT JOIN ",
    };

    private void SelectItem(SqlSelectItem item)
    {
        Visit(item.Expression);
        var isNamedSo = item.Expression is SqlColumn { Relation: null } column && column.Name.Equals(item.Alias, StringComparison.Ordinal);
        if (item.Alias is not null && !isNamedSo)
        {
            _text.Append(" AS ").Append(Quote(item.Alias));
        }
    }

    private void Ordering(SqlOrdering ordering)
    {
        Visit(ordering.Expression);
        _text.Append(ordering.IsDescending ? " DESC" : " ASC").Append(ordering.NullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    private void Alias(string? alias, params IReadOnlyCollection<string> columns)
    {
        if (alias is null)
        {
            return;
        }

        _text.Append(" AS ").Append(Quote(alias));
        if (columns.Count > 0)
        {
            _text.Append('(').AppendJoin(", ", columns.Select(Quote)).Append(')');
        }
    }
}
