using System.Collections.Immutable;
using System.Text;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Analysis.Checks;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Detections.Values;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Export;

/// <summary>
/// A query in the words of one service: as it is where the service takes it, with the time column renamed where that is
/// all the service would refuse. The rename is checked by binding before and after.
/// </summary>
/// <param name="Columns">The result's columns; none where the service refuses the query.</param>
internal sealed record ServiceQuery(SourceText Text, ImmutableArray<ColumnSymbol> Columns, ImmutableArray<ExportNote> Notes, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool IsRefused => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    public static ServiceQuery For(ServiceTables service, SourceText query)
    {
        var asIs = Bind(query, service.Tables);
        if (asIs.Result is { } result)
        {
            return new ServiceQuery(query, result.Columns, [], []);
        }

        var ours = Bind(query, ServiceTables.Ours);
        var renamed = Renamed(service, query, out var places);
        if (ours.Result is null || places == 0)
        {
            return ours.Result is null ? Refused(query, ours.Diagnostics) : Refused(query, ByService(service, asIs.Diagnostics));
        }

        if (Words(SyntaxTree.Parse(query)).Any(t => t.Is(service.TimeColumn)))
        {
            return Refused(query, [ExportDescriptors.NamesCollide.At(query, default, service.Name, service.OtherTimeColumn, service.TimeColumn)]);
        }

        var bound = Bind(renamed, service.Tables);
        if (bound.Result is null)
        {
            return Refused(query, ByService(service, bound.Diagnostics));
        }

        // Where a query passes all columns of a table through, they are those of the service's.
        var after = bound.Result.Columns.Select(c => c.Name).ToList();
        var before = ours.Result.Columns.Select(c => Rename(service, c.Name)).Distinct(StringComparer.Ordinal).ToList();
        var words = Words(SyntaxTree.Parse(query)).Select(t => t.Text).Distinct(StringComparer.Ordinal).ToList();
        var kept = before.Where(c => after.Contains(c, StringComparer.Ordinal) || !service.IsTableColumn(words, c)).ToList();
        after.RemoveAll(c => !before.Contains(c, StringComparer.Ordinal) && service.IsTableColumn(words, c));
        if (!kept.SequenceEqual(after, StringComparer.Ordinal))
        {
            var diagnostic = ExportDescriptors.ColumnsChange.At(
                query, default, service.Name, service.OtherTimeColumn, service.TimeColumn, string.Join(", ", kept), string.Join(", ", after));
            return Refused(query, [diagnostic]);
        }

        var note = new ExportNote(
            ExportNoteKind.Changed, query, null, service.OtherTimeColumn,
            $"{service.Name} calls it {service.TimeColumn}; renamed in {places} {(places == 1 ? "place" : "places")}.");
        return new ServiceQuery(renamed, bound.Result.Columns, [note], []);
    }

    /// <summary>The query with further operators behind it, bound again.</summary>
    public ServiceQuery Then(ServiceTables service, string operators)
    {
        var text = new SourceText($"{Text.Text.TrimEnd().TrimEnd(';')}\n{operators}", Text.Name);
        var bound = Bind(text, service.Tables);
        return this with { Text = text, Columns = bound.Result?.Columns ?? [], Diagnostics = [.. bound.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)] };
    }

    /// <summary>Computes further columns at the end of the query; those it has already stay.</summary>
    public ServiceQuery Computing(ServiceTables service, IEnumerable<(string Name, string Expression)> columns)
    {
        var missing = columns.Where(c => Find(c.Name) is null).Select(c => $"{KqlLiteral.Name(c.Name)} = {c.Expression}").ToList();
        return missing.Count == 0 ? this : Then(service, $"| extend {string.Join(",\n    ", missing)}");
    }

    /// <summary>What alerts are about: what the package maps, else what the columns' names say, as when it is hunted with.</summary>
    public ImmutableArray<EntityMapping> EntitiesOf(DetectionPackage package)
    {
        if (!package.Entities.IsEmpty || !package.IsAdHoc)
        {
            return package.Entities;
        }

        var columns = Columns.Select(c => new Column(c.Name, c.Type.Kind)).ToImmutableArray();
        return [.. ColumnConventions.FindEntities(columns).Select(e => new EntityMapping(e.Kind, new ColumnReference(columns[e.Column].Name, default)))];
    }

    /// <summary>What stands for a list where a service takes single values: its first element, as text.</summary>
    public static (string Name, string Expression) FirstOf(string list) => (list + "_First", $"tostring({KqlLiteral.Name(list)}[0])");

    /// <summary>Whether a result column holds lists or bags.</summary>
    public bool IsDynamic(string column) => Find(column)?.Type.Kind == KqlType.Dynamic;

    public ColumnSymbol? Find(string column) => Columns.FirstOrDefault(c => string.Equals(c.Name, column, StringComparison.Ordinal));

    /// <summary>The name of a result column of the package in this query.</summary>
    public string NameOf(ServiceTables service, string column) => Find(column) is null && Find(Rename(service, column)) is { } renamed ? renamed.Name : column;

    public static BoundProgram Bind(SourceText query, IReadOnlyDictionary<string, TableDescriptor> tables)
    {
        // Patterns are checked as the services check them.
        return Binder.Bind(SyntaxTree.Parse(query), FunctionCatalogue.Default, TargetSchemas.Options(CheckTarget.Kusto) with { Tables = tables });
    }

    /// <summary>
    /// Every use of the name is renamed, also where the query gives it to a column of its own: that changes nothing as
    /// long as the new name is free. Names that aggregates derive from it (<c>min_Timestamp</c>) go along.
    /// </summary>
    private static SourceText Renamed(ServiceTables service, SourceText query, out int places)
    {
        var text = new StringBuilder();
        var end = 0;
        places = 0;
        foreach (var token in Words(SyntaxTree.Parse(query)))
        {
            var name = Rename(service, token.Text);
            if (!string.Equals(name, token.Text, StringComparison.Ordinal))
            {
                text.Append(query.Text, end, token.Span.Start - end).Append(name);
                end = token.Span.End;
                places++;
            }
        }

        return new SourceText(text.Append(query.Text, end, query.Length - end).ToString(), query.Name);
    }

    /// <summary>Words that name columns: those behind a dot are properties of dynamic values, but for <c>$left.a</c>.</summary>
    private static IEnumerable<SyntaxToken> Words(SyntaxTree tree)
    {
        for (var i = 0; i < tree.Tokens.Length; i++)
        {
            var token = tree.Tokens[i];
            var isProperty = i > 0 && tree.Tokens[i - 1].Kind == TokenKind.Dot && !(i > 1 && (tree.Tokens[i - 2].Is("$left") || tree.Tokens[i - 2].Is("$right")));
            if (token.Kind == TokenKind.Word && !isProperty)
            {
                yield return token;
            }
        }
    }

    private static string Rename(ServiceTables service, string name) =>
        string.Equals(name, service.OtherTimeColumn, StringComparison.Ordinal) ? service.TimeColumn
        : name.EndsWith("_" + service.OtherTimeColumn, StringComparison.Ordinal) ? name[..^service.OtherTimeColumn.Length] + service.TimeColumn
        : name;

    private static IEnumerable<Diagnostic> ByService(ServiceTables service, IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => ExportDescriptors.RefusedByService.At(d.Source, d.Span, service.Name, d.Message));

    private static ServiceQuery Refused(SourceText query, IEnumerable<Diagnostic> diagnostics) =>
        new(query, [], [], [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
}
