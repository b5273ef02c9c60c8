using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

// scan: the rows become one ordered list, which a function of ours goes over; its results are unpacked beside it.
public sealed partial class PlanLowerer
{
    private static readonly ColumnSymbol RowsList = new("rows", KqlType.Unknown);
    private static readonly ColumnSymbol Scanned = new("scanned", KqlType.Unknown);
    private static readonly ColumnSymbol ScannedRow = new("row", KqlType.Unknown);

    private SelectBuilder LowerSteps(StepsPlan steps)
    {
        var builder = Lower(steps.Input);
        if (builder.Stage > SelectStage.Project)
        {
            builder = builder.Wrap();
        }

        var order = steps.Input.Order.IsEmpty ? NumberRows(ref builder) : builder.Orderings(steps.Input.Order);
        ImmutableArray<ColumnSymbol> sources = [.. steps.Columns.Where(c => !steps.IsMade(c))];
        var values = steps.Values.Select((c, i) => new SqlStructField(Field("v", i), builder[c]));
        var passed = sources.Select((c, i) => new SqlStructField(Field("c", i), builder[c]));
        ImmutableArray<SqlStructField> fields = [.. values, .. passed];
        if (fields.IsEmpty)
        {
            // Steps that look at nothing still count the records.
            fields = [new SqlStructField("e", S.True)];
        }

        var list = new SqlCall("list", [new SqlStructLiteral(fields)]) { OrderBy = order };
        builder.SetColumns([(RowsList, list)]);
        builder.Reach(SelectStage.Aggregate);

        builder = builder.Wrap();
        var program = new StepProgram(steps, _expressions).Write();
        builder.SetColumns([(RowsList, builder[RowsList]), (Scanned, S.Call("unnest", S.Call("kql_scan", S.String(program), builder[RowsList])))]);
        builder.Reach(SelectStage.Limit);

        builder = builder.Wrap();
        var place = S.Add(new SqlField(builder[Scanned], "row"), S.BigInt(1));
        builder.SetColumns([(ScannedRow, new SqlElement(builder[RowsList], place)), (Scanned, builder[Scanned])]);
        builder.Reach(SelectStage.Limit);

        builder = builder.Wrap();
        var (row, scanned) = (builder[ScannedRow], builder[Scanned]);
        builder.SetColumns([.. steps.Columns.Select(c => (c, steps.IsMade(c) ? Made(c, steps, scanned) : new SqlField(row, Field("c", sources.IndexOf(c)))))]);
        builder.Reach(SelectStage.Project);
        return builder;
    }

    /// <summary>The natural order of rows that have no other.</summary>
    private static ImmutableArray<SqlOrdering> NumberRows(ref SelectBuilder builder)
    {
        var number = new ColumnSymbol("row_number", KqlType.Long, isNullable: false);
        var inner = builder;
        builder.SetColumns([.. builder.Columns.Select(c => (c, inner[c])).ToList(), (number, new SqlWindow(S.Call("row_number"), [], []))]);
        builder.Reach(SelectStage.Window);
        builder = builder.Wrap();
        return [new SqlOrdering(builder[number], IsDescending: false, NullsFirst: false)];
    }

    private static string Field(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}");

    /// <summary>What the scan made of a row: its declared values lie in a list for each kind.</summary>
    private static SqlExpression Made(ColumnSymbol column, StepsPlan steps, SqlExpression scanned)
    {
        if (column == steps.Match || column == steps.Position)
        {
            return new SqlField(scanned, column == steps.Match ? "match" : "position");
        }

        var kind = StepProgram.ListOf(column.Type.Kind);
        var index = steps.Declared.TakeWhile(d => d.Column != column).Count(d => StepProgram.ListOf(d.Column.Type.Kind) == kind);
        var value = new SqlElement(new SqlField(scanned, kind), S.BigInt(index + 1));
        return column.Type.Kind switch
        {
            KqlType.Bool => S.Cast(value, SqlType.Boolean),
            KqlType.Int => S.Cast(value, SqlType.Integer),
            KqlType.String => S.Coalesce(value, S.String(string.Empty)),
            _ => value,
        };
    }
}
