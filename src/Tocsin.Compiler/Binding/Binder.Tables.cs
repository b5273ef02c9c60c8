using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Tables, with those of their hidden columns that the query names.
public sealed partial class Binder
{
    private readonly HashSet<string> _toldOfAbsent = new(StringComparer.Ordinal);

    // The names of the tables that the query reads.
    private readonly List<string> _tablesRead = [];

    private BoundQuery BindTable(TableDescriptor table, TextSpan span)
    {
        if (!_tablesRead.Contains(table.Name))
        {
            _tablesRead.Add(table.Name);
        }

        TableColumn[] seen = [.. table.Columns.Where(c => !c.IsHidden || IsNamed(c.Name))];
        BoundQuery rows = new BoundTable(table.Name, [.. seen.Where(c => c.Repeats is null).Select(c => new ColumnSymbol(c.Name, c.Type) { IsHidden = c.IsHidden, HoldsJson = c.HoldsJson })], span);
        BoundAssignment[] made = [.. seen.Where(c => c.Repeats is not null).Select(c => Made(c, rows, span))];
        if (seen.Where(c => c.Repeats is "").Select(c => c.Name).ToArray() is { Length: > 0 } absent && _toldOfAbsent.Add(table.Name))
        {
            _diagnostics.Report(BindingDescriptors.AbsentColumn, span, table.Name, string.Join(", ", absent));
        }

        return WithinTimeScope(made.Length == 0 ? rows : BoundBuilder.Add(rows, span, made));
    }

    private static BoundAssignment Made(TableColumn column, BoundQuery rows, TextSpan span) => new(
        new ColumnSymbol(column.Name, column.Type) { IsHidden = true },
        rows.Columns.FirstOrDefault(c => c.Name.Equals(column.Repeats, StringComparison.Ordinal)) is { } other
            ? Convert(new BoundColumn(other, span), column.Type)
            : Missing(column.Type, span));

    /// <summary>What a string's column holds as JSON, as values: rules for Sentinel name elements of AdditionalFields, which Defender XDR has as a string.</summary>
    private BoundExpression ParsedElements(BoundExpression value) =>
        value is BoundColumn { Column.HoldsJson: true } ? Call("parse_json", value.Span, value) : value;

    /// <summary>Whether a name occurs in the query, or in a function that it calls.</summary>
    private bool IsNamed(string name) =>
        IsNamed(name, _source.Text) || _environment.Functions.Any(f => f.Text.IsValueCreated && IsNamed(name, f.Text.Value.Source.Text));

    private static bool IsNamed(string name, string text)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsPartOfName(text[at - 1])) && (at + name.Length == text.Length || !IsPartOfName(text[at + name.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOfName(char character) => character == '_' || char.IsAsciiLetterOrDigit(character);

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
