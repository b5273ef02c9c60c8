using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Results;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// render (https://learn.microsoft.com/kusto/query/render-operator).
public sealed partial class Binder
{
    /// <summary>The pictures of https://learn.microsoft.com/kusto/query/render-operator.</summary>
    private static readonly ImmutableArray<string> Visualizations =
    [
        "table", "list", "barchart", "piechart", "ladderchart", "timechart", "linechart", "anomalychart", "pivotchart", "areachart",
        "stackedareachart", "scatterchart", "timepivot", "columnchart", "timeline", "3Dchart", "card", "treemap", "plotly", "graph", "sankey",
    ];

    /// <summary>The properties of the page that take one of a few words.</summary>
    private static readonly Dictionary<string, ImmutableArray<string>> RenderWords = new(StringComparer.Ordinal)
    {
        ["kind"] = ["default", "unstacked", "stacked", "stacked100", "map"],
        ["legend"] = ["visible", "hidden"],
        ["xaxis"] = ["linear", "log"],
        ["yaxis"] = ["linear", "log"],
        ["ysplit"] = ["none", "axes", "panels"],
    };

    /// <summary>A hint for whoever draws the result; it does not change it (https://learn.microsoft.com/kusto/query/render-operator).</summary>
    private BoundQuery BindRender(RenderSyntax render, BoundQuery input)
    {
        CheckWord("render", render.Visualization.Text, Visualizations, render.Visualization);
        _render = new RenderHint(render.Visualization.Text, BindRenderProperties(render, input));
        return input;
    }

    private ImmutableArray<KeyValuePair<string, string>> BindRenderProperties(RenderSyntax render, BoundQuery input)
    {
        foreach (var repeated in render.Properties.GroupBy(p => p.Name.Text, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            _diagnostics.Report(BindingDescriptors.RepeatedParameter, repeated.Last().Name.Span, repeated.Key);
        }

        return [.. render.Properties.Select(p => new KeyValuePair<string, string>(p.Name.Text, BindRenderValue(p.Name.Text, p.Value, input)))];
    }

    private string BindRenderValue(string name, ExpressionSyntax value, BoundQuery input)
    {
        if (RenderWords.TryGetValue(name, out var words))
        {
            var word = value is NameExpressionSyntax given ? given.Name.Text : Excerpt(value.Span);
            CheckWord(name, word, words, value);
            return word;
        }

        switch (name)
        {
            case "title" or "xtitle" or "ytitle":
                return BindTitle(name, value, input);
            case "xcolumn" or "ycolumns" or "anomalycolumns" or "series" or "by" when !_isOpen:
                foreach (var column in value is NameListSyntax list ? list.Names : [value])
                {
                    BindColumnOnly(column, input);
                }

                break;
            case "accumulate" when value is not LiteralSyntax { Value: bool }:
                ReportRenderValue("KS223", name, value, "true or false");
                break;
            case "ymin" or "ymax" when value is NameExpressionSyntax || BindScalar(value, RowScope.Empty) is not (BoundError or BoundLiteral { Type.Kind: KqlType.Int or KqlType.Long or KqlType.Real or KqlType.Decimal }):
                ReportRenderValue("KS224", name, value, "a number");
                break;
        }

        return ParameterText(value) ?? _diagnostics.Source.ToString(value.Span);
    }

    private string BindTitle(string name, ExpressionSyntax value, BoundQuery input)
    {
        var title = BindScalar(value, new RowScope(input.Columns));
        if (title is BoundLiteral { Value: string text })
        {
            return text;
        }

        if (title.Type.Kind is KqlType.String or KqlType.Dynamic)
        {
            Refusal(KqlType.String, BindingDescriptors.UnsupportedForm, value.Span, $"A computed {name} of render", "Write the text itself.");
        }
        else if (title is not BoundError)
        {
            ReportRenderValue("KS141", name, value, "a string");
        }

        return string.Empty;
    }

    private void ReportRenderValue(string kustoCode, string name, ExpressionSyntax value, string expected) =>
        _diagnostics.Report(BindingDescriptors.ArgumentType with { KustoCode = kustoCode }, value.Span, name, "render", Excerpt(value.Span), expected, string.Empty);
}
