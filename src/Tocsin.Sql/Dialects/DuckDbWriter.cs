using System.Globalization;
using System.Text;
using Tocsin.Sql.Tree;
using Tocsin.Sql.Writing;

namespace Tocsin.Sql.Dialects;

/// <summary>Spells a SQL tree for DuckDB (https://duckdb.org/docs/stable/sql/introduction).</summary>
public sealed class DuckDbWriter : SqlDispatcher
{
    private readonly StringBuilder _text = new();
    private int _indent;

    private DuckDbWriter()
    {
    }

    public static string Write(SqlQuery query)
    {
        var writer = new DuckDbWriter();
        writer.Visit(query);
        return writer._text.ToString();
    }

    public static string Write(SqlExpression expression)
    {
        var writer = new DuckDbWriter();
        writer.Visit(expression);
        return writer._text.ToString();
    }

    /// <summary>An identifier in double quotes, whatever it holds.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// A string literal. DuckDB has no escapes in '…'; NUL cannot stand in SQL text, so it is spliced in with chr(0).
    /// </summary>
    public static string QuoteString(string value)
    {
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\0', StringComparison.Ordinal)
            ? $"({quoted.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal)})"
            : quoted;
    }

    public static string Spell(SqlType type) => type switch
    {
        SqlListType list => $"{Spell(list.Element)}[]",
        SqlStructType s => $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{Quote(f.Name)} {Spell(f.Type)}"))})",
        SqlScalarType scalar => Spell(scalar.Kind),
        _ => throw new InvalidOperationException($"SQL type {type.GetType().Name} has no spelling."),
    };

    private static string Spell(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Boolean => "BOOLEAN",
        SqlTypeKind.Integer => "INTEGER",
        SqlTypeKind.BigInt => "BIGINT",
        SqlTypeKind.HugeInt => "HUGEINT",
        SqlTypeKind.Double => "DOUBLE",
        SqlTypeKind.Decimal => "DECIMAL(38,18)",
        SqlTypeKind.Varchar => "VARCHAR",
        SqlTypeKind.Uuid => "UUID",
        SqlTypeKind.Timestamp => "TIMESTAMP",
        SqlTypeKind.Json => "JSON",
    };

    protected override void VisitColumn(SqlColumn node)
    {
        if (node.Relation is not null)
        {
            _text.Append(Quote(node.Relation)).Append('.');
        }

        _text.Append(Quote(node.Name));
    }

    protected override void VisitNull(SqlNull node) =>
        _text.Append(node.Type is null ? "NULL" : $"CAST(NULL AS {Spell(node.Type)})");

    protected override void VisitBoolean(SqlBoolean node) => _text.Append(node.Value ? "true" : "false");

    protected override void VisitInteger(SqlInteger node)
    {
        // A bare literal is INTEGER where it fits, so wider ones say their type. -9223372036854775808 cannot be
        // written as a negated literal of BIGINT.
        var digits = node.Value.ToString(CultureInfo.InvariantCulture);
        _text.Append(node.Type == SqlType.Integer ? digits
            : node.Value == long.MinValue ? $"CAST('{digits}' AS {Spell(node.Type)})"
            : $"CAST({digits} AS {Spell(node.Type)})");
    }

    protected override void VisitDouble(SqlDouble node)
    {
        var text = node.Value switch
        {
            double.NaN => "CAST('nan' AS DOUBLE)",
            double.PositiveInfinity => "CAST('inf' AS DOUBLE)",
            double.NegativeInfinity => "CAST('-inf' AS DOUBLE)",
            _ => $"CAST('{node.Value.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)",
        };
        _text.Append(text);
    }

    protected override void VisitDecimal(SqlDecimal node) =>
        _text.Append(CultureInfo.InvariantCulture, $"CAST('{node.Value}' AS {Spell(SqlTypeKind.Decimal)})");

    protected override void VisitString(SqlString node) => _text.Append(QuoteString(node.Value));

    protected override void VisitUuid(SqlUuid node) => _text.Append(CultureInfo.InvariantCulture, $"CAST('{node.Value:D}' AS UUID)");

    protected override void VisitUnary(SqlUnary node)
    {
        _text.Append(node.Operator == SqlUnaryOperator.Not ? "NOT " : "-");
        Operand(node.Operand, node.Operator == SqlUnaryOperator.Not ? SqlPrecedence.Not : SqlPrecedence.Unary);
    }

    protected override void VisitBinary(SqlBinary node)
    {
        // Down the left spine in a loop: chains lean left and may be long.
        var spine = new Stack<SqlBinary>();
        SqlExpression leftmost = node;
        while (leftmost is SqlBinary b && (spine.Count == 0 || IsChained(spine.Peek(), b)))
        {
            spine.Push(b);
            leftmost = b.Left;
        }

        Operand(leftmost, SqlPrecedence.Of(spine.Peek().Operator) - (IsLeftAssociative(spine.Peek().Operator) ? 1 : 0));
        while (spine.TryPop(out var binary))
        {
            _text.Append(' ').Append(Spell(binary.Operator)).Append(' ');
            Operand(binary.Right, SqlPrecedence.Of(binary.Operator));
        }
    }

    private static bool IsChained(SqlBinary outer, SqlBinary inner) =>
        IsLeftAssociative(outer.Operator) && SqlPrecedence.Of(outer.Operator) == SqlPrecedence.Of(inner.Operator);

    private static bool IsLeftAssociative(SqlBinaryOperator op) => SqlPrecedence.Of(op) != SqlPrecedence.Comparison;

    private static string Spell(SqlBinaryOperator op) => op switch
    {
        SqlBinaryOperator.Add => "+",
        SqlBinaryOperator.Subtract => "-",
        SqlBinaryOperator.Multiply => "*",
        SqlBinaryOperator.Divide => "/",
        SqlBinaryOperator.IntegerDivide => "//",
        SqlBinaryOperator.Remainder => "%",
        SqlBinaryOperator.Equal => "=",
        SqlBinaryOperator.NotEqual => "<>",
        SqlBinaryOperator.Less => "<",
        SqlBinaryOperator.LessOrEqual => "<=",
        SqlBinaryOperator.Greater => ">",
        SqlBinaryOperator.GreaterOrEqual => ">=",
        SqlBinaryOperator.IsDistinctFrom => "IS DISTINCT FROM",
        SqlBinaryOperator.IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        SqlBinaryOperator.Concat => "||",
    };

    protected override void VisitLogical(SqlLogical node)
    {
        var (word, level) = node.Operator == SqlLogicalOperator.And ? (" AND ", SqlPrecedence.And) : (" OR ", SqlPrecedence.Or);
        Separated(node.Operands, word, o => Operand(o, level));
    }

    protected override void VisitIsNull(SqlIsNull node)
    {
        Operand(node.Operand, SqlPrecedence.Comparison);
        _text.Append(node.IsNegated ? " IS NOT NULL" : " IS NULL");
    }

    protected override void VisitIn(SqlIn node)
    {
        Operand(node.Operand, SqlPrecedence.Comparison);
        _text.Append(node.IsNegated ? " NOT IN (" : " IN (");
        Separated(node.Items, ", ", Visit);
        _text.Append(')');
    }

    protected override void VisitInQuery(SqlInQuery node)
    {
        Operand(node.Operand, SqlPrecedence.Comparison);
        _text.Append(node.IsNegated ? " NOT IN " : " IN ");
        Nested(node.Query);
    }

    protected override void VisitCase(SqlCase node)
    {
        _text.Append("CASE");
        foreach (var branch in node.Branches)
        {
            _text.Append(" WHEN ");
            Visit(branch.Condition);
            _text.Append(" THEN ");
            Visit(branch.Result);
        }

        if (node.Else is not null)
        {
            _text.Append(" ELSE ");
            Visit(node.Else);
        }

        _text.Append(" END");
    }

    protected override void VisitCast(SqlCast node)
    {
        _text.Append(node.IsTry ? "TRY_CAST(" : "CAST(");
        Visit(node.Operand);
        _text.Append(" AS ").Append(Spell(node.Type)).Append(')');
    }

    protected override void VisitCall(SqlCall node)
    {
        _text.Append(node.Function).Append('(');
        if (node.IsDistinct)
        {
            _text.Append("DISTINCT ");
        }

        Separated(node.Arguments, ", ", Visit);
        if (!node.OrderBy.IsEmpty)
        {
            _text.Append(" ORDER BY ");
            Separated(node.OrderBy, ", ", Ordering);
        }

        _text.Append(node.IgnoreNulls ? " IGNORE NULLS)" : ")");
        if (node.Filter is not null)
        {
            _text.Append(" FILTER (WHERE ");
            Visit(node.Filter);
            _text.Append(')');
        }
    }

    protected override void VisitNamedArgument(SqlNamedArgument node)
    {
        _text.Append(node.Name).Append(" = ");
        Visit(node.Value);
    }

    protected override void VisitWindow(SqlWindow node)
    {
        Visit(node.Call);
        _text.Append(" OVER (");
        var separator = string.Empty;
        if (!node.PartitionBy.IsEmpty)
        {
            _text.Append("PARTITION BY ");
            Separated(node.PartitionBy, ", ", Visit);
            separator = " ";
        }

        if (!node.OrderBy.IsEmpty)
        {
            _text.Append(separator).Append("ORDER BY ");
            Separated(node.OrderBy, ", ", Ordering);
            separator = " ";
        }

        if (node.Frame is not null)
        {
            _text.Append(separator).Append("ROWS BETWEEN ").Append(Bound(node.Frame.From, "PRECEDING"))
                .Append(" AND ").Append(Bound(node.Frame.To, "FOLLOWING"));
        }

        _text.Append(')');
    }

    private static string Bound(long? offset, string unboundedSide) => offset switch
    {
        null => $"UNBOUNDED {unboundedSide}",
        0 => "CURRENT ROW",
        < 0 => string.Create(CultureInfo.InvariantCulture, $"{-offset} PRECEDING"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{offset} FOLLOWING"),
    };

    protected override void VisitListLiteral(SqlListLiteral node)
    {
        _text.Append('[');
        Separated(node.Items, ", ", Visit);
        _text.Append(']');
    }

    protected override void VisitStructLiteral(SqlStructLiteral node)
    {
        _text.Append('{');
        Separated(node.Fields, ", ", field =>
        {
            _text.Append(QuoteString(field.Name)).Append(": ");
            Visit(field.Value);
        });
        _text.Append('}');
    }

    protected override void VisitField(SqlField node)
    {
        Operand(node.Operand, SqlPrecedence.Unary);
        _text.Append('[').Append(QuoteString(node.Name)).Append(']');
    }

    protected override void VisitElement(SqlElement node)
    {
        Operand(node.Operand, SqlPrecedence.Unary);
        _text.Append('[');
        Visit(node.Index);
        _text.Append(']');
    }

    protected override void VisitSlice(SqlSlice node)
    {
        Operand(node.Operand, SqlPrecedence.Unary);
        _text.Append('[');
        if (node.From is not null)
        {
            Visit(node.From);
        }

        _text.Append(':');
        if (node.To is not null)
        {
            Visit(node.To);
        }

        _text.Append(']');
    }

    protected override void VisitLambda(SqlLambda node)
    {
        _text.Append("lambda ").AppendJoin(", ", node.Parameters.Select(Quote)).Append(": ");
        Visit(node.Body);
    }

    protected override void VisitScalarQuery(SqlScalarQuery node) => Nested(node.Query);

    protected override void VisitExists(SqlExists node)
    {
        _text.Append("EXISTS ");
        Nested(node.Query);
    }

    protected override void VisitStar(SqlStar node) => _text.Append('*');

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
        if (node.Qualify is not null)
        {
            Clause("QUALIFY ");
            Visit(node.Qualify);
        }

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
        if (item.Alias is not null && item.Expression is not SqlColumn { Relation: null } column)
        {
            _text.Append(" AS ").Append(Quote(item.Alias));
        }
        else if (item.Alias is not null && !((SqlColumn)item.Expression).Name.Equals(item.Alias, StringComparison.Ordinal))
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

    private void Operand(SqlExpression node, int outer)
    {
        if (SqlPrecedence.Of(node) > outer)
        {
            Visit(node);
            return;
        }

        _text.Append('(');
        Visit(node);
        _text.Append(')');
    }

    private void Nested(SqlQuery query)
    {
        _text.Append('(');
        _indent++;
        Line();
        Visit(query);
        _indent--;
        Line();
        _text.Append(')');
    }

    private void List<T>(string keyword, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count > 0)
        {
            Clause(keyword);
            Separated(items, ", ", write);
        }
    }

    private void Separated<T>(IReadOnlyList<T> items, string separator, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                _text.Append(separator);
            }

            write(items[i]);
        }
    }

    private void Clause(string keyword)
    {
        Line();
        _text.Append(keyword);
    }

    private void Line() => _text.Append('\n').Append(' ', _indent * 2);
}
