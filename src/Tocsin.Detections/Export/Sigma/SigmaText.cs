using System.Text;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>Texts and patterns as Sigma writes them (https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md).</summary>
internal static class SigmaText
{
    /// <summary>A text without wildcards: <c>*</c> and <c>?</c> are escaped, and backslashes where they would escape what follows.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isBeforeSpecial = i + 1 < text.Length && (text[i + 1] is '\\' or '*' or '?');
            escaped.Append(text[i] is '*' or '?' || (text[i] == '\\' && isBeforeSpecial) ? "\\" : "").Append(text[i]);
        }

        return escaped.ToString();
    }

    /// <summary>The text as a part of a pattern.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            quoted.Append(@".^$*+?()[]{}|\".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return quoted.ToString();
    }

    /// <summary>
    /// A pattern of KQL (RE2) in Sigma's subset of PCRE: anchors, the dot, quantifiers, classes, groups, alternatives. Null
    /// where it needs more, such as boundaries or lazy quantifiers.
    /// </summary>
    public static (string Pattern, bool IgnoresCase)? Pattern(string pattern)
    {
        var ignoresCase = pattern.StartsWith("(?i)", StringComparison.Ordinal);
        var text = new StringBuilder(pattern.Length);
        var isClass = false;
        for (var i = ignoresCase ? 4 : 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\')
            {
                if (++i >= pattern.Length || Escaped(pattern[i], isClass) is not { } escaped)
                {
                    return null;
                }

                text.Append(escaped);
                continue;
            }

            if (isClass ? IsNamedClass(pattern, i) : IsLazy(pattern, i))
            {
                return null;
            }

            if (!isClass && c == '(' && i + 1 < pattern.Length && pattern[i + 1] == '?')
            {
                if (i + 2 >= pattern.Length || pattern[i + 2] != ':')
                {
                    return null;
                }

                i += 2;
            }

            isClass = c == '[' || (isClass && c != ']');
            text.Append(c);
        }

        return (text.ToString(), ignoresCase);
    }

    /// <summary>
    /// A term, as <c>has</c> knows it, anywhere in a text: what stands beside it is no letter or digit. An end of the term
    /// that is none itself may stand beside anything.
    /// </summary>
    public static string Term(string term, bool isStart = true, bool isEnd = true) =>
        (isStart && StartsWord(term) ? "(^|[^a-zA-Z0-9])" : "") + Quote(term) + (isEnd && EndsWord(term) ? "([^a-zA-Z0-9]|$)" : "");

    public static bool StartsWord(string term) => term.Length > 0 && char.IsLetterOrDigit(term[0]);

    public static bool EndsWord(string term) => term.Length > 0 && char.IsLetterOrDigit(term[^1]);

    private static bool IsNamedClass(string pattern, int index) => pattern[index] == '[' && index + 1 < pattern.Length && pattern[index + 1] == ':';

    private static bool IsLazy(string pattern, int index) =>
        pattern[index] == '?' && index > 0 && (pattern[index - 1] is '*' or '+' or '?' or '}') && !IsEscaped(pattern, index - 1);

    private static bool IsEscaped(string pattern, int index)
    {
        var slashes = 0;
        while (index - slashes > 0 && pattern[index - slashes - 1] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    private static string? Escaped(char c, bool isClass) => c switch
    {
        'd' => isClass ? "0-9" : "[0-9]",
        'w' => isClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]",
        'D' when !isClass => "[^0-9]",
        'W' when !isClass => "[^a-zA-Z0-9_]",
        _ when char.IsAsciiLetterOrDigit(c) => null,
        _ => "\\" + c,
    };
}
