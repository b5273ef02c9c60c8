using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Formatting;

/// <summary>A comment, without the blanks behind it.</summary>
/// <param name="IsTrailing">It stands on the line of the token before it.</param>
/// <param name="HasBlankLineBefore">An empty line stands before it.</param>
internal readonly record struct Comment(string Text, bool IsTrailing, bool HasBlankLineBefore);

/// <summary>What stands before a token.</summary>
internal sealed record TokenTrivia(ImmutableArray<Comment> Comments, bool HasBlankLineBefore)
{
    private static readonly TokenTrivia Nothing = new([], false);

    public static TokenTrivia Read(SourceText source, in SyntaxToken token)
    {
        if (token.LeadingTrivia.Length == 0)
        {
            return Nothing;
        }

        var comments = ImmutableArray.CreateBuilder<Comment>();
        var line = 0;
        var emptyLines = 0;
        foreach (var part in source.Slice(token.LeadingTrivia).EnumerateLines())
        {
            var text = part.Trim();
            if (!text.IsEmpty)
            {
                comments.Add(new Comment(text.ToString(), line == 0 && token.LeadingTrivia.Start > 0, emptyLines > 0));
                emptyLines = 0;
            }
            else if (line > 0)
            {
                emptyLines++;
            }

            line++;
        }

        // The last line is the token's own, so that it is blank is nothing to be kept.
        return new TokenTrivia(comments.ToImmutable(), emptyLines > 1);
    }
}
