using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Columns that only data would tell: after bag_unpack or pivot over no rows, and after a refused plug-in, any name may be one.
public sealed partial class Binder
{
    /// <summary>Whether names that nothing defines stand for such columns here. There are no rows to read, so their values are null.</summary>
    private bool _isOpen;

    private bool IsOpenName(BoundExpression expression) => _isOpen && expression is BoundLiteral { Value: null };

    /// <summary>The sides of a join with the keys that an open side may have, each of the other side's type.</summary>
    private static (BoundQuery Left, BoundQuery Right) OpenKeys(ImmutableArray<ExpressionSyntax> conditions, BoundQuery left, BoundQuery right)
    {
        foreach (var (inLeft, inRight) in conditions.SelectMany(Conjuncts).Select(KeyNames).OfType<(NameSyntax, NameSyntax)>())
        {
            (left, right) = (WithKey(left, inLeft, right, inRight), WithKey(right, inRight, left, inLeft));
        }

        return (left, right);

        static (NameSyntax, NameSyntax)? KeyNames(ExpressionSyntax condition) => condition switch
        {
            NameExpressionSyntax name => (name.Name, name.Name),
            BinarySyntax { Left: PathSyntax { Member: NameExpressionSyntax a }, Right: PathSyntax { Member: NameExpressionSyntax b } } => (a.Name, b.Name),
            _ => null,
        };
    }

    private static BoundQuery WithKey(BoundQuery query, NameSyntax name, BoundQuery other, NameSyntax otherName)
    {
        if (!query.IsOpen || ColumnOf(query, name) is not null)
        {
            return query;
        }

        return WithColumn(query, name, ColumnOf(other, otherName)?.Type ?? KqlType.String);
    }

    /// <summary>Rows of open columns with those that operators and plug-ins name.</summary>
    private BoundQuery WithNamed(BoundQuery query, IEnumerable<ExpressionSyntax> expressions) => query.IsOpen
        ? expressions.OfType<NameExpressionSyntax>().Select(e => e.Name)
            .Where(n => ColumnOf(query, n) is null && _lets.Find(n.Text) is null)
            .DistinctBy(n => n.Text, StringComparer.Ordinal)
            .Aggregate(query, (rows, name) => WithColumn(rows, name, KqlType.Dynamic))
        : query;

    private static BoundQuery WithColumn(BoundQuery query, NameSyntax name, BoundType type) =>
        BoundBuilder.Add(query, name.Span, new BoundAssignment(new ColumnSymbol(name.Text, type), Missing(type, name.Span))) with { IsOpen = true };

    private static ColumnSymbol? ColumnOf(BoundQuery query, NameSyntax name) => query.Columns.FirstOrDefault(c => c.Name.Equals(name.Text, StringComparison.Ordinal));

    /// <summary>A row where the input has one.</summary>
    private static BoundProject RowsQuery(BoundQuery input) => new(
        new BoundTake(input, BoundBuilder.Long(1, input.Span), input.Span),
        [new BoundAssignment(new ColumnSymbol("row", KqlType.String), BoundBuilder.Text("row", input.Span))],
        input.Span);
}
