using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// union (https://learn.microsoft.com/kusto/query/union-operator).
public sealed partial class Binder
{
    private BoundQuery BindUnion(UnionSyntax union, BoundQuery? input)
    {
        var isInner = ParameterOf(union.Parameters, "kind", ["inner", "outer"]) == "inner";
        var isFuzzy = ParameterOf(union.Parameters, "isfuzzy", ["true", "false"]) == "true";
        var sources = union.Parameters.Where(p => p.Name.Text is "withsource" or "with_source").ToArray();
        if (sources.Length > 1)
        {
            _diagnostics.Report(BindingDescriptors.RepeatedParameter, sources[1].Span, sources[1].Name.Text);
        }

        var absences = new List<Diagnostic>();
        var inputs = BindUnionInputs(union.Tables, input, "union_arg", isFuzzy ? absences : null);
        if (_diagnostics.HasErrors)
        {
            return Nothing(union.Span);
        }

        if (inputs.Count == 0)
        {
            return NothingLeft(TextSpan.FromBounds(union.Tables[0].Span.Start, union.Tables[^1].Span.End), absences);
        }

        _diagnostics.AddRange(absences);
        return Unite(inputs, isInner, sources.Select(p => ParameterText(p.Value)).FirstOrDefault(), union.Span);
    }

    /// <summary>The rows of all inputs; with a name for it, a column tells from which they are.</summary>
    private BoundUnion Unite(List<(BoundQuery Query, string Source)> inputs, bool isInner, string? source, TextSpan span)
    {
        ColumnSymbol[] listed = [.. inputs.SelectMany(i => i.Query.Columns).Where(c => !c.IsHidden)];
        inputs = [.. inputs.Select(i => (i.Query.Columns.Any(c => c.IsHidden) ? BoundBuilder.Keep(i.Query, Beside(i.Query, listed), span) : i.Query, i.Source))];
        var slots = UnionSlots([.. inputs.Select(i => i.Query)], isInner);
        foreach (var slot in slots.Where(s => s.SourceType == KqlType.Decimal && !s.Column.Type.IsWholeDecimal && inputs.Exists(i => i.Query.Columns.Any(c => c.Name == s.SourceName && c.Type.IsWholeDecimal))))
        {
            RefuseVersions(slot.Column.Type, $"a column '{slot.SourceName}' of other decimals too", span);
        }

        var columns = slots.Select(s => s.Column);
        if (source is not null)
        {
            columns = columns.Prepend(new ColumnSymbol(source, KqlType.String));
        }

        return new BoundUnion(
            [.. inputs.Select(i => new BoundUnionInput(i.Query, UnionValues(i.Query, i.Source, slots, source is not null, span)))],
            [.. columns],
            span)
        {
            IsOpen = inputs.Exists(i => i.Query.IsOpen),
        };
    }

    /// <summary>What withsource= calls an input: a table, a view or what <c>as</c> names; the rest are numbered.</summary>
    private string? SourceName(ExpressionSyntax? syntax, BoundQuery query) => (syntax, query) switch
    {
        (_, BoundTable table) => table.Name,
        (NameExpressionSyntax { Name.Text: var name }, _) when _lets.Find(name) is null && _tables.ContainsKey(name) => name,
        (_, BoundReference { Target: { NamesSource: true, Name: var name } }) => name,

        // A let that is another name of a table, as measured on Kusto.
        (_, BoundReference { Target.Query: BoundTable or BoundReference } let) => SourceName(null, let.Target.Query),
        (ParenthesizedSyntax parenthesized, _) => SourceName(parenthesized.Expression, query),
        (NameExpressionSyntax { Name.Text: var name }, _) when _lets.Find(name) is FunctionLet { Declaration.IsView: true } => name,
        _ => null,
    };

    /// <param name="absences">Takes what is not there, where the union goes without it; null where that is an error.</param>
    private List<(BoundQuery Query, string Source)> BindUnionInputs(ImmutableArray<ExpressionSyntax> tables, BoundQuery? input, string unnamed, List<Diagnostic>? absences = null)
    {
        var inputs = new List<(BoundQuery, string)>();
        if (input is not null)
        {
            inputs.Add((input, SourceName(null, input) ?? $"{unnamed}0"));
        }

        foreach (var table in tables)
        {
            var names = absences is null ? UnionNames(table) : BindFuzzyLeg(() => UnionNames(table), absences) ?? [];
            foreach (var name in names)
            {
                if ((absences is null ? BindTabular(name) : BindFuzzyLeg(() => BindTabular(name), absences)) is { } query)
                {
                    inputs.Add((query, SourceName(name, query) ?? string.Create(CultureInfo.InvariantCulture, $"{unnamed}{inputs.Count}")));
                }
            }
        }

        return inputs;
    }

    /// <summary>The tables and views that a name with wildcards names.</summary>
    private IEnumerable<ExpressionSyntax> UnionNames(ExpressionSyntax table)
    {
        if (table is PathSyntax { Member: WildcardNameSyntax member })
        {
            table = member;
        }

        if (table is not WildcardNameSyntax wildcard)
        {
            return [table];
        }

        // A part of the name asks for all tables that are known, with or without rows, as a workspace has them: unless the
        // query has views of its own for it.
        var reachesRows = wildcard.Pattern.AsSpan().Trim('*').IsEmpty || WithViews([]).Any(IsMeant);
        string[] names = [.. (reachesRows ? TablesInScope : WithViews(_tables.Keys)).Where(IsMeant)];
        if (names.Length == 0)
        {
            ReportMissingTable(wildcard.Span, wildcard.Pattern, OwnTable("NAME"));
        }

        return names.Select(n => new NameExpressionSyntax(new NameSyntax(n, wildcard.Span)));

        bool IsMeant(string name) => Wildcard.IsMatch(wildcard.Pattern, name);
    }

    /// <summary>What <c>*</c>, search and find reach: the tables that have rows or are always there, and the query's own views.</summary>
    private IEnumerable<string> TablesInScope
    {
        get
        {
            _reachesAll = true;
            return WithViews(_environment.WildcardTables ?? _tables.Keys);
        }
    }

    // Whether the query asks for all tables, of which only those that have rows take part.
    private bool _reachesAll;

    private IEnumerable<string> WithViews(IEnumerable<string> tables) => tables
        .Concat(_lets.Names.Where(n => _lets.Find(n) is FunctionLet { Declaration: { IsView: true, Parameters.IsEmpty: true } }))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    /// <summary>An output column of a union: columns of one name and type meet; of one name and several types part, as x_long and x_string.</summary>
    private sealed record UnionSlot(ColumnSymbol Column, string SourceName, KqlType SourceType);

    private static List<UnionSlot> UnionSlots(ImmutableArray<BoundQuery> inputs, bool isInner)
    {
        var distinct = inputs.SelectMany(i => i.Columns).Select(c => (c.Name, c.Type.Kind)).Distinct().GroupBy(d => d.Name, StringComparer.Ordinal).SelectMany(g => g).ToList();
        var kept = isInner ? distinct.Where(d => inputs.All(i => i.Columns.Any(c => c.Name == d.Name && c.Type.Kind == d.Kind))) : distinct;
        var variants = distinct.CountBy(d => d.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

        // A column that is really called x_long keeps its name; the long one of x gets another (union-operator.md).
        var names = new UniqueNames(kept.Select(d => d.Name).Where(n => variants[n] == 1));
        var slots = new List<UnionSlot>();
        foreach (var (name, kind) in kept)
        {
            var output = variants[name] > 1 ? names.Take($"{name}_{kind.Name()}") : name;
            var sources = inputs.Select(i => i.Columns.FirstOrDefault(c => c.Name == name && c.Type.Kind == kind)).ToArray();
            var type = sources.OfType<ColumnSymbol>().Select(c => c.Type).Distinct().ToArray() is [var one] && (one.IsWholeDecimal || sources.All(s => s is not null)) ? one : kind;
            var column = new ColumnSymbol(output, type, sources.Any(s => s?.IsNullable ?? true)) { IsHidden = sources.All(s => s is null or { IsHidden: true }), HoldsJson = sources.All(s => s is null or { HoldsJson: true }) };
            slots.Add(new UnionSlot(column, name, kind));
        }

        return slots;
    }

    private static ImmutableArray<BoundExpression> UnionValues(BoundQuery query, string source, List<UnionSlot> slots, bool withSource, TextSpan span)
    {
        var values = slots.Select(slot => query.Columns.FirstOrDefault(c => c.Name == slot.SourceName && c.Type.Kind == slot.SourceType) is { } column
            ? new BoundColumn(column, span)
            : Missing(slot.Column.Type, span));
        return withSource ? [new BoundLiteral(source, KqlType.String, span), .. values] : [.. values];
    }

    /// <summary>What stands where a table has no such column: an empty string, otherwise null.</summary>
    private static BoundExpression Missing(BoundType type, TextSpan span) =>
        new BoundLiteral(type.Kind == KqlType.String ? string.Empty : null, type, span);
}
