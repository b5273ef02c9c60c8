using System.Globalization;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Tocsin.Kql.Text;

namespace Tocsin.Report.Catalogue;

/// <summary>The guides of packages, from Markdown: raw HTML is text, links lead to the web alone, KQL is marked.</summary>
internal static class MarkdownText
{
    private const int DeepestHeading = 6;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <param name="markdown">The text; its first heading, the title, is left out.</param>
    /// <param name="level">How many levels the headings go down.</param>
    public static HtmlText Render(string markdown, int level)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        if (document.FirstOrDefault() is HeadingBlock { Level: 1 } title)
        {
            document.Remove(title);
        }

        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(heading.Level + level, DeepestHeading);
        }

        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Tame(link);
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new KqlBlockRenderer());
        renderer.Render(document);
        return new HtmlText().Rendered(text.ToString());
    }

    /// <summary>Pictures and links to elsewhere than the web become their text.</summary>
    private static void Tame(LinkInline link)
    {
        if (!link.IsImage && Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return;
        }

        link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }

    /// <summary>Blocks of KQL as everywhere on the site.</summary>
    private sealed class KqlBlockRenderer : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            var text = obj.Lines.ToString();
            var html = obj is FencedCodeBlock { Info: "kusto" or "kql" }
                ? KqlHighlighter.Highlight(new SourceText(text))
                : new HtmlText().Open("pre", ("tabindex", "0")).Element("code", text).CloseLine();
            renderer.EnsureLine();
            renderer.Write(html.ToString());
        }
    }
}
