using System.Net;
using System.Text;

namespace Tocsin.Report.Catalogue;

/// <summary>
/// HTML that is also XML: every text and attribute is escaped on its way in, so nothing that a package says becomes markup.
/// </summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    public static string Escape(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // XML has no control characters, and lone surrogates no meaning.
            clean.Append(char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c);
        }

        return WebUtility.HtmlEncode(clean.ToString());
    }

    /// <summary>Opens an element; attributes without a value are left out.</summary>
    public HtmlText Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes).Append('>');
        _open.Push(element);
        return this;
    }

    public HtmlText Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Closes an element that stands on lines of its own.</summary>
    public HtmlText CloseLine()
    {
        Close();
        _text.Append('\n');
        return this;
    }

    public HtmlText Text(string text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>A whole element with text.</summary>
    public HtmlText Element(string element, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(element, attributes).Text(text).Close();

    /// <summary>An element without content: meta, link, input.</summary>
    public HtmlText Void(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes).Append("/>");
        return this;
    }

    public HtmlText Link(string address, string text) => Element("a", text, ("href", address));

    /// <summary>A link where the address is one of the web; else the text alone.</summary>
    public HtmlText WebLink(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Element("a", address, ("href", address), ("rel", "noreferrer")) : Text(address);

    public HtmlText List(IEnumerable<string> items, string? cssClass = null)
    {
        Open("ul", ("class", cssClass));
        foreach (var item in items)
        {
            Element("li", item);
        }

        return CloseLine();
    }

    /// <summary>Markup that was made by us from escaped parts.</summary>
    public HtmlText Append(HtmlText other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>Markup of the Markdown renderer, which passes no HTML through.</summary>
    public HtmlText Rendered(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() =>
        _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is not closed.");

    private StringBuilder Tag(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                _text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
            }
        }

        return _text;
    }
}
