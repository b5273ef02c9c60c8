using System.Collections.Immutable;
using System.Text;
using Tocsin.Detections.Alerts;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Import;

/// <summary>A package made from a rule of another form: its metadata and its query, and what was left behind.</summary>
/// <param name="Package">The package, or null where the file could not be taken in.</param>
/// <param name="Metadata">The text of detection.yaml.</param>
/// <param name="Notes">What the file says and packages do not, or the reverse.</param>
public sealed record ImportResult(DetectionPackage? Package, string Metadata, ImmutableArray<string> Notes, ImmutableArray<Diagnostic> Diagnostics)
{
    public string QueryFile => Package!.Id + ".kql";
}

/// <summary>Takes in analytics rules of Sentinel (YAML) and plain KQL. Only what the file says becomes part of the package.</summary>
public static class DetectionImporter
{
    // A rule is one whatever its file is called.
    public static ImportResult Import(SourceText file) =>
        SentinelRuleText.IsYaml(file.Name) || SentinelRuleText.LooksLikeRule(file) ? Sentinel(file) : Kql(file);

    private static ImportResult Sentinel(SourceText file)
    {
        var bag = new DiagnosticBag(file);
        var (notes, defaults) = (new List<string>(), new List<string>());
        var package = SentinelRuleReader.Read(file, bag, notes, defaults);
        notes.InsertRange(0, defaults);
        return package is null || bag.HasErrors ? new ImportResult(null, "", [.. notes], [.. bag.Items]) : Made(package, notes);
    }

    /// <summary>Words with hyphens between them.</summary>
    internal static string IdOf(string name)
    {
        var id = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                id.Append(char.ToLowerInvariant(c));
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        return id.ToString().Trim('-') is { Length: > 0 } text ? text : "detection";
    }

    private static ImportResult Kql(SourceText file)
    {
        var bound = ServiceQuery.Bind(file, ServiceTables.Ours);
        if (bound.Result is null)
        {
            return new ImportResult(null, "", [], [.. bound.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
        }

        var name = Path.GetFileNameWithoutExtension(file.Name);
        var title = QueryTitle.Of(file) ?? name;
        var columns = bound.Result.Columns.Select(c => new Column(c.Name, c.Type.Kind)).ToImmutableArray();
        var package = new DetectionPackage
        {
            Id = IdOf(name),
            Title = title,
            Description = title,
            Query = file,
            Tables = TablesOf(file, []),
            Entities = [.. ColumnConventions.FindEntities(columns).Select(e => new EntityMapping(e.Kind, new ColumnReference(columns[e.Column].Name, default)))],
            Schedule = RuleQuery.Parse(file).LongestAgo() is { } lookBack ? new Schedule(lookBack, lookBack) : null,
        };
        return Made(package, ["KQL says no severity, confidence or ATT&CK technique: severity and confidence are set to medium."]);
    }

    /// <summary>The known tables that a query names, with the columns of theirs that it names.</summary>
    internal static ImmutableArray<RequiredTable> TablesOf(SourceText query, IEnumerable<string> named)
    {
        var words = SyntaxTree.Parse(query).Tokens.Where(t => t.Kind == TokenKind.Word).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);

        // Names such as Event or Usage are columns as often as tables.
        var sources = Analysis.RuleQuery.Parse(query).Pipelines.Select(p => p.SourceName).OfType<string>();
        return
        [
            .. named.Concat(words.Where(w => KnownTables.Basic.Any(t => t.Name.Equals(w, StringComparison.Ordinal)))).Concat(sources.Where(ServiceTables.Ours.ContainsKey)).Distinct(StringComparer.Ordinal).Select(name => new RequiredTable(
                name,
                ServiceTables.Ours.TryGetValue(name, out var table) ? [.. table.Columns.Select(c => c.Name).Where(words.Contains)] : [])),
        ];
    }

    private static ImportResult Made(DetectionPackage package, List<string> notes) =>
        new(package, DetectionWriter.Write(package, package.Id + ".kql", notes), [.. notes], []);
}
