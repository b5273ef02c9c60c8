using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Detections.Analysis;

/// <summary>
/// The query of a rule as Sentinel's community repository keeps it (YAML with the field <c>query</c>), so read that places in
/// the query are places in the YAML.
/// </summary>
/// <param name="Name">The rule's name, or null.</param>
/// <param name="Query">The KQL, named after the YAML's file.</param>
/// <param name="HasPeriod">Whether the rule says how far back its events go (<c>queryPeriod</c>), or is one for near real time.</param>
public sealed record SentinelRuleText(string? Name, SourceText Query, bool HasPeriod)
{
    /// <summary>The rule, or null for a YAML file that is something else, or is none and says so.</summary>
    /// <param name="yaml">The file's text.</param>
    /// <param name="diagnostics">Takes why a file that looks like a rule cannot be read.</param>
    public static SentinelRuleText? Read(SourceText yaml, ICollection<Diagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(yaml);
        if (YamlFields.Root(yaml, bag, leavesOutNulls: true) is { } fields)
        {
            // What fills a table of its own is a summary rule, and no detection.
            return fields.Node("query") is YamlScalarNode { Value.Length: > 0 } query && !fields.Has("destinationTable")
                ? new SentinelRuleText(fields.Optional("name"), QueryText(yaml, query), fields.Has("queryPeriod") || "NRT".Equals(fields.Optional("kind"), StringComparison.OrdinalIgnoreCase))
                : null;
        }

        if (LooksLikeRule(yaml))
        {
            foreach (var fault in bag.Items)
            {
                diagnostics.Add(fault);
            }
        }

        return null;
    }

    /// <summary>Whether a file is YAML by its name.</summary>
    public static bool IsYaml(string file) => Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML";

    /// <summary>Whether the text has a line with the field <c>query</c>, as no KQL has.</summary>
    internal static bool LooksLikeRule(SourceText text) =>
        text.Text.StartsWith("query:", StringComparison.Ordinal) || text.Text.Contains("\nquery:", StringComparison.Ordinal);

    /// <summary>
    /// The YAML with blanks for all that is not the query: indentation means nothing in KQL, so the tokens are the value's own.
    /// Where they are not (escapes in a quoted text, comments in a folded one), the value stands alone.
    /// </summary>
    private static SourceText QueryText(SourceText yaml, YamlScalarNode query)
    {
        var (start, end) = Extent(yaml.Text, query);
        var masked = yaml.Text.ToCharArray();
        for (var i = 0; i < masked.Length; i++)
        {
            if ((i < start || i >= end) && masked[i] is not ('\r' or '\n'))
            {
                masked[i] = ' ';
            }
        }

        var inPlace = new SourceText(new string(masked), yaml.Name);
        var alone = new SourceText(query.Value!, yaml.Name);
        return Words(inPlace).SequenceEqual(Words(alone), StringComparer.Ordinal) ? inPlace : alone;
    }

    private static IEnumerable<string> Words(SourceText text) => SyntaxTree.Parse(text).Tokens.Select(t => t.Text);

    private static (int Start, int End) Extent(string text, YamlScalarNode node)
    {
        var (start, end) = ((int)node.Start.Index, Math.Min((int)node.End.Index, text.Length));
        return node.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => (text.IndexOf('\n', start) is var line and >= 0 ? line + 1 : start, end),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => (start + 1, end - 1),
            _ => (start, end),
        };
    }
}
