using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Settings of operators that take one of a few words.
public sealed partial class Binder
{
    /// <summary>The pictures of https://learn.microsoft.com/kusto/query/render-operator.</summary>
    private static readonly ImmutableArray<string> Visualizations =
    [
        "table", "list", "barchart", "piechart", "ladderchart", "timechart", "linechart", "anomalychart", "pivotchart", "areachart",
        "stackedareachart", "scatterchart", "timepivot", "columnchart", "timeline", "3Dchart", "card", "treemap", "plotly", "graph", "sankey",
    ];

    private void CheckVisualization(RenderSyntax render) =>
        CheckWord("render", render.Visualization.Text, Visualizations, render.Visualization);

    private void CheckWord(string setting, string word, ImmutableArray<string> words, SyntaxNode place)
    {
        if (!words.Contains(word, StringComparer.Ordinal))
        {
            _diagnostics.Report(BindingDescriptors.ParameterValue, place.Span, setting, word, string.Join(", ", words), NearestName.Hint(word, words));
        }
    }
}
