using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>Where an expression is lowered: what its columns are in SQL, and what window functions order by.</summary>
internal sealed record ExpressionContext(Func<ColumnSymbol, SqlExpression> Column)
{
    public ImmutableArray<SqlOrdering> RowOrder { get; init; } = [];
}

/// <summary>Bound expressions to SQL expressions. Every node has its case; calls carry their own lowering.</summary>
internal sealed class ExpressionLowerer(LoweringClock clock, Func<BoundQuery, SqlQuery> lowerQuery)
{
    public SqlExpression Lower(BoundExpression expression, ExpressionContext context) => expression switch
    {
        BoundLiteral literal => Literals.Lower(literal.Value, literal.Type),
        BoundColumn column => context.Column(column.Column),
        BoundCall call => LowerCall(call, context),
        BoundConversion conversion => Conversions.Convert(Lower(conversion.Operand, context), conversion.Operand.Type, conversion.Target),
        BoundField field => LowerField(field, context),
        BoundUnmatchedString unmatched => S.Coalesce(Lower(unmatched.Operand, context), S.String(string.Empty)),
        BoundInQuery query => LowerInQuery(query, context),
        BoundScalarQuery query => LowerScalarQuery(query),
        BoundAggregate aggregate => LowerAggregate(aggregate, context),
        BoundTypeLiteral => S.Null,
        BoundRefusal => throw new InvalidOperationException("What is refused is not lowered."),
        _ => throw new InvalidOperationException($"Bound expression {expression.GetType().Name} has no SQL."),
    };

    /// <summary>
    /// A condition of which only "true" matters. Equality then needs no care for null, and plain comparisons reach
    /// the files' statistics.
    /// </summary>
    public SqlExpression LowerCondition(BoundExpression expression, ExpressionContext context)
    {
        if (expression is not BoundCall call)
        {
            return Lower(expression, context);
        }

        if (call.Function == Operators.And || call.Function == Operators.Or)
        {
            var operands = Spine(call).Select(o => LowerCondition(o, context));
            return call.Function == Operators.And ? S.And(operands) : S.Or(operands);
        }

        var arguments = call.Arguments;
        if (call.Function == Operators.Equal && arguments[0].Type.Kind is not (KqlType.Dynamic or KqlType.Real))
        {
            return S.Equal(Lower(arguments[0], context), Lower(arguments[1], context));
        }

        if (call.Function == Operators.In && arguments.Length > 1)
        {
            return new SqlIn(Lower(arguments[0], context), [.. arguments.Skip(1).Select(a => Lower(a, context))]);
        }

        return Lower(call, context);
    }

    private SqlExpression LowerCall(BoundCall call, ExpressionContext context)
    {
        if (call.Function == Operators.And || call.Function == Operators.Or)
        {
            var operands = Spine(call).Select(o => Lower(o, context));
            return call.Function == Operators.And ? S.And(operands) : S.Or(operands);
        }

        var parameters = call.Overload.Expand(call.Arguments.Length)!.Value;
        var lowered = ImmutableArray.CreateBuilder<SqlExpression>(call.Arguments.Length);
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            lowered.Add(LowerArgument(call.Arguments[i], parameters[i].Form, context));
        }

        var sql = call.Overload.Lower(new LoweringArguments(lowered.MoveToImmutable(), call.Arguments, clock) { RowOrder = context.RowOrder });
        var canBeNull = call.Overload.Nulls == NullRule.Makes || (call.Overload.Nulls == NullRule.Propagates && call.Arguments.Any(a => a.IsNullable));
        return call.Type.Kind == KqlType.String && canBeNull ? S.Coalesce(sql, S.String(string.Empty)) : sql;
    }

    /// <summary>The operands of a chain of one operator, however long, without recursion along it.</summary>
    private static List<BoundExpression> Spine(BoundCall call)
    {
        var operands = new List<BoundExpression>();
        BoundExpression node = call;
        while (node is BoundCall c && c.Function == call.Function)
        {
            operands.Add(c.Arguments[1]);
            node = c.Arguments[0];
        }

        operands.Add(node);
        operands.Reverse();
        return operands;
    }

    private SqlExpression LowerArgument(BoundExpression argument, DynamicForm form, ExpressionContext context)
    {
        var sql = Lower(argument, context);
        return !argument.Type.IsDynamic ? sql : form switch
        {
            DynamicForm.Json => Conversions.ToJson(sql, argument.Type),
            DynamicForm.Reals => Conversions.ToReals(sql, argument.Type),
            DynamicForm.Any => sql,
        };
    }

    private SqlExpression LowerField(BoundField field, ExpressionContext context)
    {
        var value = new SqlField(Lower(field.Operand, context), field.Field);
        return field.Type.Kind == KqlType.String ? S.Coalesce(value, S.String(string.Empty)) : value;
    }

    private SqlExpression LowerInQuery(BoundInQuery query, ExpressionContext context)
    {
        var operand = Lower(query.Operand, context);
        var members = lowerQuery(query.Query);
        if (query.Kind == MembershipKind.InIgnoreCase && query.Operand.Type.Kind == KqlType.String)
        {
            operand = S.Call("kql_fold_case", operand);
            members = Folded(members);
        }

        // NULL IN (…) is false in KQL, and a NULL among the members matches nothing.
        var member = S.Coalesce(new SqlInQuery(operand, members), S.False);
        return query.IsNegated ? S.Not(member) : member;
    }

    private static SqlSelect Folded(SqlQuery members) => new()
    {
        Items = [new SqlSelectItem(S.Call("kql_fold_case", S.Column("m", "c0")), "c0")],
        From = new SqlDerived(members, "m"),
    };

    private SqlExpression LowerScalarQuery(BoundScalarQuery query)
    {
        var first = new BoundTake(query.Query, new BoundLiteral(1L, KqlType.Long, query.Span), query.Span);
        var column = query.Query.Columns[0];
        var projected = new BoundProject(first, [new BoundAssignment(column, new BoundColumn(column, query.Span))], query.Span);
        var value = new SqlScalarQuery(lowerQuery(projected));
        return query.Type.Kind == KqlType.String ? S.Coalesce(value, S.String(string.Empty)) : value;
    }

    private SqlExpression LowerAggregate(BoundAggregate aggregate, ExpressionContext context)
    {
        var parameters = aggregate.Overload.Expand(aggregate.Arguments.Length);
        ImmutableArray<SqlExpression> arguments = [.. aggregate.Arguments.Select((a, i) =>
            LowerArgument(a, parameters is { } p ? p[i].Form : DynamicForm.Any, context))];
        return aggregate.Overload.Lower(new AggregateArguments(arguments, aggregate.Arguments)
        {
            RowOrder = aggregate.Overload.IsOrderSensitive ? context.RowOrder : [],
        });
    }
}
