using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Columns that only data would tell: after bag_unpack or pivot over no rows, and after a refused plug-in, any name may be one.
public sealed partial class Binder
{
    /// <summary>Whether names that nothing defines stand for such columns here. There are no rows to read, so their values are null.</summary>
    private bool _isOpen;

    private bool IsOpenName(BoundExpression expression) => _isOpen && expression is BoundLiteral { Value: null };

    /// <summary>A row where the input has one.</summary>
    private static BoundProject RowsQuery(BoundQuery input) => new(
        new BoundTake(input, BoundBuilder.Long(1, input.Span), input.Span),
        [new BoundAssignment(new ColumnSymbol("row", KqlType.String), BoundBuilder.Text("row", input.Span))],
        input.Span);
}
