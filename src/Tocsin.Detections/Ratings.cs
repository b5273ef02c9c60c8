namespace Tocsin.Detections;

/// <summary>How bad it is if the alert is true.</summary>
public enum Severity
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>How likely an alert is true.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}

/// <summary>How far a detection has been proven.</summary>
public enum DetectionStatus
{
    Experimental,
    Test,
    Stable,
    Deprecated,
}

/// <summary>The words for ratings in files and on the command line.</summary>
public static class Ratings
{
    public static string Name(this Severity severity) => severity switch
    {
        Severity.Informational => "informational",
        Severity.Low => "low",
        Severity.Medium => "medium",
        Severity.High => "high",
        Severity.Critical => "critical",
    };

    public static string Name(this Confidence confidence) => confidence switch
    {
        Confidence.Low => "low",
        Confidence.Medium => "medium",
        Confidence.High => "high",
    };

    public static string Name(this DetectionStatus status) => status switch
    {
        DetectionStatus.Experimental => "experimental",
        DetectionStatus.Test => "test",
        DetectionStatus.Stable => "stable",
        DetectionStatus.Deprecated => "deprecated",
    };

    /// <summary>The severity that a word names, ignoring case, or null.</summary>
    public static Severity? SeverityFromName(ReadOnlySpan<char> name) => Find<Severity>(name, Name);

    /// <summary>The severity whose word begins the text ("High - Sub-5min beaconing"), or null.</summary>
    public static Severity? SeverityFromFirstWord(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return SeverityFromName(text[..end]);
    }

    internal static T? Find<T>(ReadOnlySpan<char> name, Func<T, string> spell)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (name.Equals(spell(value), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
