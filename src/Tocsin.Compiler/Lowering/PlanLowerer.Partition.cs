using Tocsin.Compiler.Plan;

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
        return Lateral(outer, inner, each.Subplan.Columns);
    }
}
