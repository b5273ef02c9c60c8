using System.Text.RegularExpressions;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Functions as they are published in YAML: ASIM's parsers (<c>ParserName</c>, <c>ParserParams</c>, <c>ParserQuery</c>) and the
/// functions of Sentinel's solutions (<c>FunctionName</c>, <c>FunctionAlias</c>, <c>FunctionParams</c>, <c>FunctionQuery</c>).
/// Other YAML is none of ours.
/// </summary>
internal static partial class FunctionYaml
{
    private static readonly string[] Names =
        ["ParserName", "FunctionName", "FunctionAlias", "EquivalentBuiltInParser", "EquivalentBuiltInFunction"];

    public static IReadOnlyList<FunctionDefinition> Read(SourceText published)
    {
        if (!QueryField().IsMatch(published.Text))
        {
            return [];
        }

        // A star alone is a mark of YAML's own; the published files mean the text.
        var file = published.With(StarDefault().Matches(published.Text).Select(m => new TextEdit(new TextSpan(m.Index, m.Length), "'*'")));
        var bag = new DiagnosticBag(file);
        if (YamlFields.Root(file, bag) is not { } root)
        {
            return Unreadable(NameField().Matches(file.Text).Select(m => m.Groups["name"].Value), published, bag);
        }

        var names = Names.SelectMany(n => root.Texts(n)).Select(n => n.Trim()).Distinct(StringComparer.Ordinal).ToArray();
        var field = root.Has("ParserQuery") ? "ParserQuery" : "FunctionQuery";
        var parameters = FunctionParameters.Read(root, root.Has("ParserParams") ? "ParserParams" : "FunctionParams");
        var query = root.Required(field);
        if (bag.HasErrors)
        {
            return Unreadable(names, published, bag);
        }

        var text = root.Node(field) is YamlScalarNode { Style: ScalarStyle.Literal } block && Block(file, block) is var (start, end, indents)
            ? FunctionDefinition.Around(file, start, end, parameters, indents)
            : FunctionDefinition.Around(new SourceText(query, $"{published.Name} ({field})"), 0, query.Length, parameters, []);
        var identity = FunctionDefinition.IdentityOf($"({parameters}) {{{query}}}");
        return [.. names.Select(n => new FunctionDefinition(n, published.Name, identity, DefinitionRank.Source, text))];
    }

    private static IReadOnlyList<FunctionDefinition> Unreadable(IEnumerable<string> names, SourceText file, DiagnosticBag bag)
    {
        var fault = FunctionDefinition.Fault(bag.Items.First(d => d.Severity == DiagnosticSeverity.Error));
        return [
            FunctionDefinition.Unreadable(Path.GetFileNameWithoutExtension(file.Name), file, DefinitionRank.Guess, fault),
            .. names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).Select(n => FunctionDefinition.Unreadable(n, file, DefinitionRank.Source, fault)),
        ];
    }

    /// <summary>
    /// Where a block's lines stand in the file, and the indents that are no part of its text; null where taking them away
    /// does not give the text that YAML reads, as with a block that says its indent itself.
    /// </summary>
    private static (int Start, int End, List<TextEdit> Indents)? Block(SourceText file, YamlScalarNode block)
    {
        var text = file.Text;
        var header = text.IndexOf('\n', (int)block.Start.Index);
        if (header < 0)
        {
            return null;
        }

        var indent = -1;
        var indents = new List<TextEdit>();
        var end = Math.Min((int)block.End.Index, text.Length);
        for (var line = header + 1; line < end;)
        {
            var next = text.IndexOf('\n', line) is var found and >= 0 ? found + 1 : text.Length;
            var blanks = text.AsSpan(line, next - line).IndexOfAnyExcept(' ') is var first and >= 0 ? first : next - line;
            var isBlank = text.AsSpan(line, next - line).Trim().IsEmpty;
            if (indent < 0 && !isBlank)
            {
                indent = blanks;
            }

            if (indent >= 0 && Math.Min(indent, blanks) is var removed and > 0)
            {
                indents.Add(new TextEdit(new TextSpan(line, removed), ""));
            }

            line = next;
        }

        var read = file.With([new TextEdit(TextSpan.FromBounds(0, header + 1), ""), .. indents, new TextEdit(TextSpan.FromBounds(end, text.Length), "")]);
        return FunctionDefinition.IdentityOf(read.Text) == FunctionDefinition.IdentityOf(block.Value ?? "") ? (header + 1, end, indents) : null;
    }

    [GeneratedRegex("""^(Parser|Function)Query\s*:""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex QueryField();

    [GeneratedRegex("""^(ParserName|FunctionName|FunctionAlias|EquivalentBuiltIn(Parser|Function))\s*:[ \t]*(?<name>\w+)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex NameField();

    [GeneratedRegex("""(?<=^[ \t]*(-[ \t]+)?Default[ \t]*:[ \t]*)\*(?=[ \t]*\r?$)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex StarDefault();
}
