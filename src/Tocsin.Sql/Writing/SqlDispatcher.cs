using Tocsin.Sql.Tree;

namespace Tocsin.Sql.Writing;

/// <summary>
/// The one switch over SQL nodes. A pass that must know every node derives from it, so a new node breaks every such
/// pass at compile time; a test proves that the switch names every node.
/// </summary>
public abstract class SqlDispatcher
{
    protected void Visit(SqlExpression node)
    {
        switch (node)
        {
            case SqlColumn n:
                VisitColumn(n);
                break;
            case SqlNull n:
                VisitNull(n);
                break;
            case SqlBoolean n:
                VisitBoolean(n);
                break;
            case SqlInteger n:
                VisitInteger(n);
                break;
            case SqlDouble n:
                VisitDouble(n);
                break;
            case SqlDecimal n:
                VisitDecimal(n);
                break;
            case SqlString n:
                VisitString(n);
                break;
            case SqlUuid n:
                VisitUuid(n);
                break;
            case SqlUnary n:
                VisitUnary(n);
                break;
            case SqlBinary n:
                VisitBinary(n);
                break;
            case SqlLogical n:
                VisitLogical(n);
                break;
            case SqlIsNull n:
                VisitIsNull(n);
                break;
            case SqlIn n:
                VisitIn(n);
                break;
            case SqlInQuery n:
                VisitInQuery(n);
                break;
            case SqlCase n:
                VisitCase(n);
                break;
            case SqlCast n:
                VisitCast(n);
                break;
            case SqlCall n:
                VisitCall(n);
                break;
            case SqlNamedArgument n:
                VisitNamedArgument(n);
                break;
            case SqlWindow n:
                VisitWindow(n);
                break;
            case SqlListLiteral n:
                VisitListLiteral(n);
                break;
            case SqlStructLiteral n:
                VisitStructLiteral(n);
                break;
            case SqlField n:
                VisitField(n);
                break;
            case SqlElement n:
                VisitElement(n);
                break;
            case SqlSlice n:
                VisitSlice(n);
                break;
            case SqlLambda n:
                VisitLambda(n);
                break;
            case SqlScalarQuery n:
                VisitScalarQuery(n);
                break;
            case SqlStar n:
                VisitStar(n);
                break;
            default:
                throw new InvalidOperationException($"SQL expression {node.GetType().Name} has no case.");
        }
    }

    protected void Visit(SqlQuery node)
    {
        switch (node)
        {
            case SqlWith n:
                VisitWith(n);
                break;
            case SqlSelect n:
                VisitSelect(n);
                break;
            case SqlUnionAll n:
                VisitUnionAll(n);
                break;
            default:
                throw new InvalidOperationException($"SQL query {node.GetType().Name} has no case.");
        }
    }

    protected void Visit(SqlRelation node)
    {
        switch (node)
        {
            case SqlTable n:
                VisitTable(n);
                break;
            case SqlTableFunction n:
                VisitTableFunction(n);
                break;
            case SqlDerived n:
                VisitDerived(n);
                break;
            case SqlValues n:
                VisitValues(n);
                break;
            case SqlJoin n:
                VisitJoin(n);
                break;
            default:
                throw new InvalidOperationException($"SQL relation {node.GetType().Name} has no case.");
        }
    }

    protected abstract void VisitColumn(SqlColumn node);

    protected abstract void VisitNull(SqlNull node);

    protected abstract void VisitBoolean(SqlBoolean node);

    protected abstract void VisitInteger(SqlInteger node);

    protected abstract void VisitDouble(SqlDouble node);

    protected abstract void VisitDecimal(SqlDecimal node);

    protected abstract void VisitString(SqlString node);

    protected abstract void VisitUuid(SqlUuid node);

    protected abstract void VisitUnary(SqlUnary node);

    protected abstract void VisitBinary(SqlBinary node);

    protected abstract void VisitLogical(SqlLogical node);

    protected abstract void VisitIsNull(SqlIsNull node);

    protected abstract void VisitIn(SqlIn node);

    protected abstract void VisitInQuery(SqlInQuery node);

    protected abstract void VisitCase(SqlCase node);

    protected abstract void VisitCast(SqlCast node);

    protected abstract void VisitCall(SqlCall node);

    protected abstract void VisitNamedArgument(SqlNamedArgument node);

    protected abstract void VisitWindow(SqlWindow node);

    protected abstract void VisitListLiteral(SqlListLiteral node);

    protected abstract void VisitStructLiteral(SqlStructLiteral node);

    protected abstract void VisitField(SqlField node);

    protected abstract void VisitElement(SqlElement node);

    protected abstract void VisitSlice(SqlSlice node);

    protected abstract void VisitLambda(SqlLambda node);

    protected abstract void VisitScalarQuery(SqlScalarQuery node);

    protected abstract void VisitStar(SqlStar node);

    protected abstract void VisitWith(SqlWith node);

    protected abstract void VisitSelect(SqlSelect node);

    protected abstract void VisitUnionAll(SqlUnionAll node);

    protected abstract void VisitTable(SqlTable node);

    protected abstract void VisitTableFunction(SqlTableFunction node);

    protected abstract void VisitDerived(SqlDerived node);

    protected abstract void VisitValues(SqlValues node);

    protected abstract void VisitJoin(SqlJoin node);
}
