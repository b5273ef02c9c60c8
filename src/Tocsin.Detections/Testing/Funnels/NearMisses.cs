using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Alerts;
using Tocsin.Engine;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>Evaluates the conditions of a filter one by one on the followed rows that reach it.</summary>
internal sealed class NearMisses(TestSession session, Trail trail, CancellationToken cancellation)
{
    private const int MostRows = 10_000;

    /// <summary>The conditions that not all followed rows meet.</summary>
    public ImmutableArray<NearMiss> Of(QueryPipeline pipeline, int index, ExpressionSyntax condition)
    {
        var probes = Probes(pipeline.Tree, condition);
        var follow = Follow(pipeline.Prefix(index));
        return Read(pipeline.Prefix(index, string.Create(CultureInfo.InvariantCulture, $"{follow}\n| take {MostRows}\n| project {Projection(probes)}")), probes);
    }

    /// <summary>The same for a filter in the sub-query of an operator.</summary>
    public ImmutableArray<NearMiss> OfSub(QueryPipeline pipeline, int index, int subIndex, ExpressionSyntax condition)
    {
        var probes = Probes(pipeline.Tree, condition);
        var follow = Follow(pipeline.Prefix(index));
        var after = string.Create(CultureInfo.InvariantCulture, $"\n| take {MostRows}");
        return Read(pipeline.SubPrefix(index, subIndex, follow, $"\n| project {Projection(probes)}", after), probes);
    }

    private string Follow(SourceText prefix) => trail.Condition(prefix) is { } followed ? $"\n| where {followed}" : "";

    private static ImmutableArray<ConditionProbe> Probes(SyntaxTree tree, ExpressionSyntax condition) =>
        [.. OperandChain.Conjuncts(condition).Select((c, i) => ConditionProbe.Of(tree, c, string.Create(CultureInfo.InvariantCulture, $"__c{i}")))];

    private static string Projection(ImmutableArray<ConditionProbe> probes) => string.Join(", ", probes.SelectMany(p => p.Columns));

    private ImmutableArray<NearMiss> Read(SourceText query, ImmutableArray<ConditionProbe> probes)
    {
        var compiled = session.Compile(query);
        if (compiled.IsRefused)
        {
            return [];
        }

        try
        {
            using var rows = compiled.Run(cancellation);
            var names = rows.Columns.Select((c, i) => (c.Name, Index: i)).ToDictionary(c => c.Name, c => c.Index, StringComparer.Ordinal);
            while (rows.Read())
            {
                var cells = rows.ReadCells();
                foreach (var probe in probes)
                {
                    probe.Take(name => cells[names[name]]);
                }
            }
        }
        catch (QueryFailedException)
        {
            return [];
        }

        return [.. probes.Where(p => p.Passing < p.Rows).Select(p => p.Result())];
    }
}
