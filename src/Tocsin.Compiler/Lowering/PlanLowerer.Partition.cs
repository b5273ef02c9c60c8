using Tocsin.Compiler.Plan;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

// partition: a lateral join of the keys with the subquery over each one's rows.
public sealed partial class PlanLowerer
{
    private SelectBuilder LowerForEach(ForEachPlan each)
    {
        var (outer, columns) = Lower(each.Input).Wrap().AsRelation();
        _aliases.EnterRow(columns.ToDictionary(c => c.Column, c => c.Value));
        var inner = Lower(each.Subplan);
        _aliases.LeaveRow();

        var names = SelectBuilder.Names(each.Subplan.Columns);
        var alias = _aliases.Next();
        var lateral = new SqlDerived(inner.Build(each.Subplan.Columns, names), alias, IsLateral: true);
        var builder = new SelectBuilder(_aliases, new SqlJoin(SqlJoinKind.Cross, outer, lateral, On: null));
        builder.SetColumns([.. each.Subplan.Columns.Select((c, i) => (c, S.Column(alias, names[i])))]);
        return builder;
    }
}
