using System.Globalization;
using System.Text.RegularExpressions;

namespace Tocsin.Telemetry.Mapping;

/// <summary>An instant in a form of the source's own.</summary>
/// <param name="Format">A pattern of strptime (https://duckdb.org/docs/stable/sql/functions/dateformat).</param>
/// <param name="UtcOffset">The distance from UTC of times that do not say theirs (<c>+02:00</c>); null where they are UTC.</param>
public sealed partial record TimeFormatValue(MappedValue Text, string Format, string? UtcOffset) : MappedValue
{
    /// <summary>In minutes; null where the text is none.</summary>
    public static int? Offset(string text)
    {
        if (Hours().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var minutes = (int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture) * 60)
            + int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture);
        return text[0] == '-' ? -minutes : minutes;
    }

    /// <summary>Whether every percent sign begins a part that strptime knows, a year among them.</summary>
    public static bool IsFormat(string text)
    {
        var parts = Part().Matches(text);
        return parts.All(p => Known().IsMatch(p.Value)) && parts.Any(p => p.Value is "%Y" or "%y" or "%-y");
    }

    [GeneratedRegex(@"^[+-](?<hours>\d{2}):(?<minutes>\d{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hours();

    [GeneratedRegex("%-?.?", RegexOptions.Singleline, 1000)]
    private static partial Regex Part();

    [GeneratedRegex("^%(-?[dmyHIMSj]|[aAbBpYfgz%])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();
}
