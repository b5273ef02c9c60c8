using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Rows that the query itself holds: datatable, print and range, and what getschema says of others.
public sealed partial class Binder
{
    private BoundQuery BindDataTable(DataTableSyntax table)
    {
        CheckSettings(table.Parameters, "datatable", []);
        var names = new UniqueNames();
        foreach (var twice in table.Columns.Where(c => !names.TryTake(c.Name.Text)))
        {
            _diagnostics.Report(BindingDescriptors.DuplicateColumn, twice.Span, twice.Name.Text);
        }

        ImmutableArray<ColumnSymbol> columns = [.. table.Columns.Select(c => new ColumnSymbol(c.Name.Text, ColumnType(c)))];
        if (columns.IsEmpty || table.Values.Length % columns.Length != 0)
        {
            if (!_diagnostics.HasErrors)
            {
                _diagnostics.Report(BindingDescriptors.LiteralCount, table.Values.IsEmpty ? table.Span : TextSpan.FromBounds(table.Values[0].Span.Start, table.Values[^1].Span.End), columns.Length, table.Values.Length);
            }

            return Nothing(table.Span);
        }

        var rows = ImmutableArray.CreateBuilder<ImmutableArray<BoundExpression>>();
        for (var i = 0; i < table.Values.Length; i += columns.Length)
        {
            rows.Add([.. columns.Select((column, j) => BindDataTableValue(table.Values[i + j], column))]);
        }

        return new BoundRows(columns, rows.ToImmutable(), table.Span);
    }

    private static KqlType ColumnType(ColumnDeclarationSyntax column) =>
        column.Type is ScalarTypeSyntax scalar && KqlTypes.FromName(scalar.Name) is { } kind ? kind : KqlType.Unknown;

    /// <summary>Values are converted to the column's type, as Kusto does on reading a datatable.</summary>
    private BoundExpression BindDataTableValue(ExpressionSyntax syntax, ColumnSymbol column)
    {
        var value = BindScalar(syntax, RowScope.Empty);
        if (value is BoundError || value.Type.Kind == column.Type.Kind)
        {
            return value;
        }

        return column.Type.Kind == KqlType.Dynamic ? DynamicFunctions.ToDynamic(value) : Convert(value, column.Type.Kind);
    }

    private BoundQuery BindPrint(PrintSyntax print)
    {
        var projection = new Projection(this, RowScope.Empty, isPrint: true);
        foreach (var expression in print.Expressions)
        {
            projection.Add(expression);
        }

        // One row: the assignments' values, computed over nothing.
        return new BoundProject(new BoundRows([], [[]], print.Span), projection.Assignments, print.Span);
    }

    private BoundQuery BindRange(RangeSyntax range)
    {
        var (from, to, step) = (BindScalar(range.From, RowScope.Empty), BindScalar(range.To, RowScope.Empty), BindScalar(range.Step, RowScope.Empty));
        if (from is BoundError || to is BoundError || step is BoundError)
        {
            return Nothing(range.Span);
        }

        var kind = RangeType(from.Type.Kind, to.Type.Kind, step.Type.Kind);
        if (kind is null)
        {
            object[] said = ["range", from.Type.Kind.Name(), to.Type.Kind.Name(), "Bounds are numbers, datetimes or timespans of one kind, and steps are lengths."];
            if (step.Type.Kind == KqlType.DateTime && from.Type.Kind.IsTicks() && to.Type.Kind.IsTicks())
            {
                return new BoundRange(new ColumnSymbol(range.Name.Text, KqlType.DateTime), from, to, Refusal(KqlType.DateTime, BindingDescriptors.OperatorTypes with { KustoCode = null }, range.Span, said), range.Span);
            }

            _diagnostics.Report(BindingDescriptors.OperatorTypes, range.Span, said);
            return Nothing(range.Span);
        }

        var stepType = kind == KqlType.DateTime ? KqlType.TimeSpan : kind.Value;
        if (step is BoundLiteral { Value: 0 or 0L or 0d })
        {
            _diagnostics.Report(BindingDescriptors.ArgumentText with { KustoCode = "KS140" }, step.Span, "step", "range", "it is zero");
        }

        var column = new ColumnSymbol(range.Name.Text, kind.Value, isNullable: false);
        return new BoundRange(column, Convert(from, kind.Value), Convert(to, kind.Value), Convert(step, stepType), range.Span);
    }

    private static KqlType? RangeType(KqlType from, KqlType to, KqlType step) => (from, to, step) switch
    {
        (KqlType.DateTime, KqlType.DateTime, KqlType.TimeSpan) => KqlType.DateTime,
        (KqlType.TimeSpan, KqlType.TimeSpan, KqlType.TimeSpan) => KqlType.TimeSpan,
        (KqlType.Int, KqlType.Int, KqlType.Int) => KqlType.Int,
        _ when from.IsNumeric() && to.IsNumeric() && step.IsNumeric() => new[] { from, to, step }.Aggregate(KqlType.Long, NumericTypes.Wider),
        _ => null,
    };
}
