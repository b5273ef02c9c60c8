using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tocsin.Telemetry.Mapping;

/// <summary>How mapping files write fields: a name as it stands, or a path from the record's root: <c>$.a.b[0]['c.d']</c>.</summary>
internal static partial class FieldPath
{
    /// <summary>Null where the text is no path.</summary>
    public static ImmutableArray<string>? Parse(string text)
    {
        if (!text.StartsWith('$'))
        {
            return text.Length == 0 ? null : [text];
        }

        var parts = ImmutableArray.CreateBuilder<string>();
        var end = 1;
        foreach (Match step in Step().Matches(text))
        {
            if (step.Index != end)
            {
                return null;
            }

            end += step.Length;
            parts.Add(step.Groups["index"].Success ? $"[{step.Groups["index"].Value}]" : step.Groups["name"].Value);
        }

        // An array of records is its own format; a path leads from one record.
        return end < text.Length || parts.Count == 0 || parts[0].StartsWith('[') ? null : parts.ToImmutable();
    }

    /// <summary>The name under which a sample knows the field.</summary>
    public static string Sampled(ImmutableArray<string> path) => string.Join('/', path.TakeWhile(p => !p.StartsWith('[')));

    [GeneratedRegex(@"\.(?<name>[^.\[\]""']+)|\.""(?<name>[^""]+)""|\['(?<name>[^']+)'\]|\[(?<index>\d{1,4})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
