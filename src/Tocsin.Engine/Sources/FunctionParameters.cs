using System.Text.RegularExpressions;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Yaml;

namespace Tocsin.Engine.Sources;

/// <summary>Parameters as YAML files publish them, <c>{Name, Type, Default}</c> each, and as templates do, <c>name:type=default, …</c>.</summary>
internal static partial class FunctionParameters
{
    private static readonly DiagnosticDescriptor BadParameter =
        new("TOC2085", DiagnosticSeverity.Error, "The parameter '{0}' of type '{1}' with the default '{2}' cannot be read: {3}");

    /// <summary>The parameters as KQL writes them; what is wrong with one is reported at its place.</summary>
    public static string Read(YamlFields fields, string name)
    {
        var parameters = new List<string>();
        foreach (var parameter in fields.Mappings(name))
        {
            var declaredName = parameter.Required("Name").Trim();
            var type = parameter.Required("Type").Trim();
            var given = parameter.Optional("Default")?.Trim();
            var text = $"['{declaredName}']:{TypeOf(type)}{(DefaultOf(type, given) is { Length: > 0 } value ? $"={value}" : "")}";
            var tree = SyntaxTree.Parse(new SourceText($"let f = ({text}) {{ print 1 }};"));
            if (tree.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            {
                fields.Bag.Report(BadParameter, parameter.Span, declaredName, type, given ?? "", error.Message);
            }

            parameters.Add(text);
        }

        return string.Join(", ", parameters);
    }

    /// <summary>The parameters of a template: KQL, but for tables' types and stars without quotes.</summary>
    public static string Read(string text) => BareStar().Replace(TableType().Replace(text, "${before}"), "'*'");

    private static string TypeOf(string type) =>
        type.Equals("table", StringComparison.OrdinalIgnoreCase) || type.Equals("tabular", StringComparison.OrdinalIgnoreCase) ? "(*)"
        : type.IndexOf('(', StringComparison.Ordinal) is var columns and >= 0 ? type[columns..]
        : type.ToLowerInvariant();

    /// <summary>A string's default stands with KQL's quotes or without; other defaults are KQL.</summary>
    private static string? DefaultOf(string type, string? text)
    {
        if (text is null || (text.Length == 0 && !type.Equals("string", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return type.ToUpperInvariant() switch
        {
            "STRING" when !IsQuoted(text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
            "BOOL" or "BOOLEAN" => text.ToLowerInvariant(),
            "DYNAMIC" when text.StartsWith('[') || text.StartsWith('{') => $"dynamic({text})",
            _ => text,
        };
    }

    private static bool IsQuoted(string text)
    {
        var quoted = text.TrimStart('h', 'H', '@');
        return quoted.Length >= 2 && quoted[0] is '\'' or '"' && quoted[^1] == quoted[0];
    }

    [GeneratedRegex("""(?<before>:\s*)(table|tabular)\s*:?\s*(?=\()""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableType();

    [GeneratedRegex("""(?<=:\s*string\s*=\s*)\*""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BareStar();
}
