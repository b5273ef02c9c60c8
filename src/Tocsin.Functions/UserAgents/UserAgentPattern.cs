using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.Functions.UserAgents;

/// <summary>
/// A pattern and what becomes of its groups: an item of a list in ua-parser's regexes.yaml
/// (https://github.com/ua-parser/uap-core/blob/master/docs/specification.md).
/// </summary>
public sealed class UserAgentPattern
{
    // Automata without backtracking take 1.2 GB for the 1,200 patterns of ua-parser, and 6 s to build.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly ImmutableArray<string?> _replacements;

    /// <summary>A pattern with its replacements, one for each value of <see cref="UserAgentList"/>; null takes the match of the value's group.</summary>
    /// <exception cref="ArgumentException">The text is no regular expression.</exception>
    public UserAgentPattern(string regex, bool ignoresCase, ImmutableArray<string?> replacements)
    {
        _regex = new Regex(regex, RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None), Patience);
        _replacements = replacements;
    }

    /// <summary>The values of a list where the pattern matches; null where it does not.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long on this text.</exception>
    internal string[]? Match(string text, UserAgentList list)
    {
        Match match = _regex.Match(text);
        if (!match.Success)
        {
            return null;
        }

        var values = new string[list.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            string value = _replacements[i] is { } replacement ? Replace(replacement, match) : Group(match, list.Values[i].Group);
            values[i] = list.IsTrimmed ? value.Trim() : value;
        }

        return values;
    }

    /// <summary>A group's match; empty for one that took no part or is not there.</summary>
    private static string Group(Match match, int group) => group > 0 ? match.Groups[group].Value : string.Empty;

    /// <summary>The replacement with the matches of groups in place of $1 to $9.</summary>
    private static string Replace(string replacement, Match match)
    {
        int mark = replacement.IndexOf('$', StringComparison.Ordinal);
        if (mark < 0)
        {
            return replacement;
        }

        var text = new StringBuilder(replacement, 0, mark, replacement.Length + 32);
        for (int i = mark; i < replacement.Length; i++)
        {
            if (replacement[i] == '$' && i + 1 < replacement.Length && replacement[i + 1] is >= '1' and <= '9')
            {
                text.Append(match.Groups[replacement[++i] - '0'].ValueSpan);
            }
            else
            {
                text.Append(replacement[i]);
            }
        }

        return text.ToString();
    }
}
