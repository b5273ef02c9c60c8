using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Engine;
using Tocsin.Engine.Sources;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>Checks queries for the place where they are to run.</summary>
/// <param name="target">Where that is.</param>
/// <param name="functions">Folders and files of functions that they may call beside their own and those of the language.</param>
/// <exception cref="UnreadableDataException">A path of the functions does not exist.</exception>
public sealed class RuleChecker(CheckTarget target, params IReadOnlyList<string> functions)
{
    private const int MostPlaces = 5;

    private readonly CompilerOptions _options = TargetSchemas.Options(target) with { Functions = StoredFunctions.Read(functions) };

    /// <summary>All that is wrong with the query, in the order of the text.</summary>
    /// <param name="query">The KQL.</param>
    /// <param name="isTimeBoundElsewhere">Whether the rule around it bounds the time of events, as Sentinel's queryPeriod does.</param>
    public ImmutableArray<Diagnostic> Check(SourceText query, bool isTimeBoundElsewhere = false)
    {
        var rule = RuleQuery.Parse(query);
        if (rule.Tree.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return rule.Tree.Diagnostics;
        }

        return [.. Binding(rule).Concat(Lints.Run(rule, target, isTimeBoundElsewhere)).OrderBy(d => d.Span.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>The binder's messages, told for the target.</summary>
    private IEnumerable<Diagnostic> Binding(RuleQuery rule)
    {
        var bound = Bind(rule, _options);
        var unknownTables = bound.Diagnostics.Where(m => m.Descriptor == BindingDescriptors.UnknownTable).DistinctBy(m => m.Arguments[0]).ToList();
        if (unknownTables.Count > 0)
        {
            return unknownTables.Select(t => TargetSchemas.IsElsewhere(target, (string)t.Arguments[0])
                ? CheckDescriptors.TableLacking.At(t.Source, t.Span, t.Arguments[0], target.Title(), Other(target).Title())
                : CheckDescriptors.TableNotKnown.At(t.Source, t.Span, t.Arguments[0]));
        }

        // A column that is not there hides what comes after it: it is lent to the table, and the query is bound again.
        var lacking = new List<LackingColumn>();
        while (Lacking(bound, rule, lacking) is { Count: > 0 } found)
        {
            lacking.AddRange(found);
            bound = Bind(rule, _options with { Tables = Lend(_options.Tables, lacking) });
        }

        var lineage = bound.Result is null ? null : BoundLineage.Of(bound.Result, rule.Source);

        // Functions that are given are not checked themselves; what keeps the query from binding is told all the same.
        var own = bound.Diagnostics.Where(m => m.Source == rule.Source || m.Severity == DiagnosticSeverity.Error);
        return lacking.Select(l => Describe(rule, l, lineage)).Concat(own.Select(ForTarget));
    }

    private static CheckTarget Other(CheckTarget target) => target == CheckTarget.Sentinel ? CheckTarget.DefenderXdr : CheckTarget.Sentinel;

    private static BoundProgram Bind(RuleQuery rule, CompilerOptions options) => Binder.Bind(rule.Tree, FunctionCatalogue.Default, options);

    /// <summary>Names that are no column here but are one of the same table elsewhere, and have not been lent yet.</summary>
    private List<LackingColumn> Lacking(BoundProgram bound, RuleQuery rule, List<LackingColumn> known)
    {
        var tables = rule.Pipelines.Select(p => p.SourceName).OfType<string>().Where(n => KnownTables.Find(n) is not null).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. bound.Diagnostics.Where(m => m.Source == rule.Source && (m.Id == BindingDescriptors.UnknownName.Id || m.Id == BindingDescriptors.JoinColumn.Id))
                .DistinctBy(m => (string)m.Arguments[0])
                .Select(m => tables.Select(t => Elsewhere(t, (string)m.Arguments[0])).OfType<LackingColumn>().Select(l => l with { FirstPlace = m.Span }).FirstOrDefault())
                .OfType<LackingColumn>()
                .Where(l => !known.Exists(k => k.Table == l.Table && k.Column == l.Column)),
        ];
    }

    private LackingColumn? Elsewhere(string table, string column) =>
        TargetSchemas.Find(target, table) is not { } here || here.Columns.Any(c => c.Name.Equals(column, StringComparison.Ordinal))
            ? null
            : Enum.GetValues<CheckTarget>().SelectMany(t => TargetSchemas.Find(t, table)?.Columns ?? []).FirstOrDefault(c => c.Name.Equals(column, StringComparison.Ordinal)) is { } there
                ? new LackingColumn(table, there, default)
                : null;

    private static TableDictionary Lend(IReadOnlyDictionary<string, TableDescriptor> tables, List<LackingColumn> columns) => new(
        () => tables.Keys,
        name => tables.GetValueOrDefault(name) is { } table ? table with { Columns = [.. table.Columns, .. columns.Where(c => c.Table == name).Select(c => c.Column)] } : null);

    /// <summary>One message for a column, at the first place, with the others.</summary>
    private Diagnostic Describe(RuleQuery rule, LackingColumn lacking, BoundLineage? lineage)
    {
        var places = lineage?.PlacesOf(lacking.Table, lacking.Column.Name) ?? [];
        var first = places.IsDefaultOrEmpty ? lacking.FirstPlace : places[0];
        var others = places.Skip(1).Select(p => rule.Source.PositionAt(p.Start).ToString()).Distinct(StringComparer.Ordinal).ToList();
        var also = others.Count == 0 ? "" : $" (also at {Quantity.FirstOf(others, MostPlaces)})";
        var substitute = TargetSchemas.Substitute(target, lacking.Table, lacking.Column.Name);
        return substitute is null && TargetSchemas.PageOlderThan(target, lacking.Table, lacking.Column.Name) is { } page
            ? CheckDescriptors.ColumnDoubtful.At(rule.Source, first, lacking.Table, lacking.Column.Name, target.Title(), also, page.Date!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), page.Address)
            : CheckDescriptors.ColumnLacking.At(rule.Source, first, lacking.Table, lacking.Column.Name, target.Title(), also, substitute ?? "");
    }

    /// <summary>What Tocsin does not run is not thereby wrong elsewhere.</summary>
    private Diagnostic ForTarget(Diagnostic message) =>
        message.Id.StartsWith("TOC3", StringComparison.Ordinal) ? CheckDescriptors.NotChecked.At(message.Source, message.Span, target.Title(), message.Message) : message;

    private sealed record LackingColumn(string Table, TableColumn Column, TextSpan FirstPlace);
}
