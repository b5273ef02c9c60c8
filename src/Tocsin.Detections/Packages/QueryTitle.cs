using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>What a query says of itself: its first comment.</summary>
internal static class QueryTitle
{
    /// <summary>The first line where it is a comment, without the slashes; else null.</summary>
    public static string? Of(SourceText query)
    {
        var line = query.Text.AsSpan().TrimStart();
        if (!line.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        var end = line.IndexOfAny('\r', '\n');
        var comment = (end < 0 ? line : line[..end]).TrimStart('/').Trim();
        return comment.IsEmpty ? null : comment.ToString();
    }
}
