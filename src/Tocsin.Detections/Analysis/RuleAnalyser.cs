using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Detections.Analysis.Checks;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Analysis;

/// <summary>Works out of a detection's text what <see cref="RuleAnalysis"/> holds.</summary>
public static class RuleAnalyser
{
    /// <param name="package">The detection.</param>
    /// <param name="catalogue">The detections that its indicators are compared with; itself, by its id, is left out.</param>
    public static RuleAnalysis Analyse(DetectionPackage package, IEnumerable<DetectionPackage> catalogue)
    {
        var query = RuleQuery.Parse(package.Query);
        var stages = StageReader.Read(query);
        var predicates = PredicateReport.Read(query, stages);
        var bound = Binder.Bind(query.Tree, FunctionCatalogue.Default, TargetSchemas.Options(CheckTarget.Kusto));
        var others = catalogue.Where(p => !p.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase)).Select(p => Features(p.Query)).ToList();
        var tables = Tables(query, bound.Result);
        return new RuleAnalysis
        {
            Id = package.Id,
            Title = package.Title,
            Query = package.Query,
            Parameters = [.. query.Scalars.Select(l => Parameter(l, query, package))],
            Stages = stages,
            Exclusions = [.. predicates.Exclusions],
            Indicators = [.. predicates.Indicators.Select(i => Compared(i, others))],
            OutputFields = bound.Result is null ? [] : [.. bound.Result.Columns.Select(c => Field(c, bound.Result, stages))],
            Tables = tables,
            EventCoverage = CoverageReader.Read(query, tables),
            LookBack = predicates.LookBack,
            CostNotes = [.. Lints.Run(query, CheckTarget.Kusto, isTimeBoundElsewhere: false).Where(d => Lints.IsAboutCost(d.Descriptor))],
            Diagnostics = [.. bound.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)],
            ComparedWith = others.Count,
        };
    }

    private static RuleParameter Parameter(LetStatementSyntax let, RuleQuery query, DetectionPackage package)
    {
        var value = query.Constants.Evaluate(let.Value);
        var effect = package.Parameters.FirstOrDefault(p => p.Name.Equals(let.Name.Text, StringComparison.Ordinal))?.Effect;
        return new RuleParameter(let.Name.Text, query.Tree.WithoutComments(let.Span) + ";", value, effect, let.Span);
    }

    private static OutputField Field(ColumnSymbol column, BoundQuery result, ImmutableArray<RuleStage> stages)
    {
        var origin = BoundLineage.OriginOf(column, result);
        var stage = stages.FirstOrDefault(s => s.Number == StageReader.NumberAt(stages, origin.Span.Start));
        return new OutputField(column.Name, column.Type.Kind.Name(), stage?.Kind ?? (origin.Table is null ? "function" : "source"), stage?.Number ?? 0);
    }

    /// <summary>Where the query does not bind, the names of its sources are all that is known.</summary>
    private static ImmutableArray<TableUse> Tables(RuleQuery query, BoundQuery? result)
    {
        if (result is not null)
        {
            return [.. BoundLineage.Of(result, query.Source).TableColumns().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new TableUse(t.Key, t.Value))];
        }

        var words = query.Tree.Tokens.Where(t => t.Kind == TokenKind.Word).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. query.Pipelines.Select(p => p.SourceName).OfType<string>().Where(n => !query.IsLet(n)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(n => new TableUse(n, [.. (KnownTables.Find(n)?.Columns ?? []).Select(c => c.Name).Where(words.Contains).Order(StringComparer.Ordinal)])),
        ];
    }

    private static HashSet<string> Features(Kql.Text.SourceText text)
    {
        var query = RuleQuery.Parse(text);
        return [.. PredicateReport.Read(query, StageReader.Read(query)).Indicators.SelectMany(i => i.Values.Select(v => Feature(i, v.Text)))];
    }

    private static Indicator Compared(Indicator indicator, List<HashSet<string>> others) => indicator with
    {
        Values = [.. indicator.Values.Select(v => v with { SharedBy = others.Count(o => o.Contains(Feature(indicator, v.Text))) })],
    };

    /// <summary>An equality and a list of one are the same; so are values that differ in case.</summary>
    private static string Feature(Indicator indicator, string value)
    {
        var kind = indicator.Kind == PredicateKind.Equal.Name() ? PredicateKind.In.Name() : indicator.Kind;
        return $"{indicator.Field}\u0001{kind}\u0001{value.ToLowerInvariant()}";
    }
}
