using System.Globalization;
using Tocsin.Sql.Tree;
using Tocsin.Sql.Writing;

namespace Tocsin.Sql.Dialects;

// Expressions.
public sealed partial class DuckDbWriter
{
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

        _text.Append(')');
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

    protected override void VisitStar(SqlStar node) => _text.Append('*');
}
