using Tocsin.Kql.Text;

namespace Tocsin.Detections.Parameters;

/// <summary>A value for a parameter, and the place that gives it.</summary>
/// <param name="Value">As people write it; of a list, its KQL.</param>
public sealed record ParameterSetting(string Name, string Value, SourceText Source, TextSpan Span)
{
    /// <summary>The value is a list of a file; it fits parameters of type dynamic only.</summary>
    public bool IsList { get; init; }

    /// <summary>The list's values join those that the parameter has.</summary>
    public bool IsAddition { get; init; }
}

/// <summary>A value for a parameter of one rule, or of every rule that has it.</summary>
/// <param name="Rule">The rule's id, or null for all.</param>
public sealed record RuleSetting(string? Rule, ParameterSetting Setting)
{
    /// <summary>Reads <c>NAME=VALUE</c> or <c>RULE.NAME=VALUE</c>; null for other text.</summary>
    /// <param name="text">The option's argument.</param>
    /// <param name="option">What messages call its place.</param>
    public static RuleSetting? Parse(string text, string option)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            return null;
        }

        // A let's name has no dot; the id of a rule, which may be a file's name, has some at times.
        var left = text[..equals].Trim();
        var dot = left.LastIndexOf('.');
        var name = left[(dot + 1)..];
        return name.Length == 0 || dot == 0
            ? null
            : new RuleSetting(dot < 0 ? null : left[..dot], new ParameterSetting(name, text[(equals + 1)..], new SourceText(text, option), new TextSpan(0, text.Length)));
    }
}
