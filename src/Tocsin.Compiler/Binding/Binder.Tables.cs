using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Tables, with those of their hidden columns that the query names.
public sealed partial class Binder
{
    private BoundQuery BindTable(TableDescriptor table, TextSpan span)
    {
        TableColumn[] seen = [.. table.Columns.Where(c => !c.IsHidden || IsNamed(c.Name))];
        BoundQuery rows = new BoundTable(table.Name, [.. seen.Where(c => c.Repeats is null).Select(c => new ColumnSymbol(c.Name, c.Type) { IsHidden = c.IsHidden })], span);
        BoundAssignment[] made = [.. seen.Where(c => c.Repeats is not null).Select(c => Made(c, rows, span))];
        return WithinTimeScope(made.Length == 0 ? rows : BoundBuilder.Add(rows, span, made));
    }

    private static BoundAssignment Made(TableColumn column, BoundQuery rows, TextSpan span) => new(
        new ColumnSymbol(column.Name, column.Type) { IsHidden = true },
        rows.Columns.FirstOrDefault(c => c.Name.Equals(column.Repeats, StringComparison.Ordinal)) is { } other
            ? Convert(new BoundColumn(other, span), column.Type)
            : Missing(column.Type, span));

    /// <summary>Whether a name occurs in the query, or in a function that it calls.</summary>
    private bool IsNamed(string name) =>
        _source.Text.Contains(name, StringComparison.Ordinal)
        || _environment.Functions.Any(f => f.Text.IsValueCreated && f.Text.Value.Source.Text.Contains(name, StringComparison.Ordinal));

    /// <summary>The columns that a query gives to whoever reads its result.</summary>
    private static BoundQuery WithoutHidden(BoundQuery query) =>
        query.Columns.Any(c => c.IsHidden) ? BoundBuilder.Keep(query, query.Columns.Where(c => !c.IsHidden), query.Span) : query;

    /// <summary>A query's columns without those hidden ones that the other one has a column for.</summary>
    private static IEnumerable<ColumnSymbol> Beside(BoundQuery query, IEnumerable<ColumnSymbol> other)
    {
        var names = other.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return query.Columns.Where(c => !c.IsHidden || !names.Contains(c.Name));
    }
}
