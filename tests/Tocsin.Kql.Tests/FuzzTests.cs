using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Xunit;

namespace Tocsin.Kql.Tests;

/// <summary>Whatever the text, there is a tree, its spans lie inside the text, and the tokens tile it.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 4000;

    private static readonly string[] Pieces =
    [
        "T", " | ", "where", " a ", "==", "has", "in", "!in", "(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "..", "=", "=>",
        "'x'", "\"", "'", "@'", "```", "1", "1.5", "2h", "0x1", "datetime(2020-01-01)", "datetime(", "dynamic(", "null", "let ",
        "project", "project-away ", "summarize ", " by ", "mv-apply ", "mv-expand ", " on ", " to ", "typeof(", "long", "join ",
        "kind=inner", "hint.strategy=shuffle", "union ", "*", "a*", "parse ", " with ", "scan ", "step ", "make-series ",
        "range ", " from ", "print ", "evaluate ", "find ", "search ", "fork ", "facet ", "partition ", "-", "+", "/", "//", "\n",
        "9000000000000000000d", "-1e99d", "decimal(1e-99999999999)", "decimal(0e99999999999)", "decimal(1e-2147483648)", "time(79228162514264337593543950335)",
        "99999999999999999999", "0xffffffffffffffffff", "1e999", "real(1e-999)", "datetime(99999-99-99)", "'\\U00110000'", "'\\ud83d'",
        " ", "$left", "view", "declare query_parameters(", "datatable(a:long)[", "and", "or", "between", "not(", "toscalar(",
        "é", "\u0000", "\ud83d", "#", "~", "!", "<", ">", "as ", "asc", "nulls first", "top-nested ", "of ", "limit ", "set ",
    ];

    [Fact]
    public void RandomPieces()
    {
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            Check(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        }
    }

    [Fact]
    public void RandomCharacters()
    {
        var random = new Random(2);
        for (var round = 0; round < Rounds; round++)
        {
            var characters = Enumerable.Range(0, random.Next(1, 80)).Select(_ => (char)(random.Next(8) == 0 ? random.Next(0x10000) : random.Next(0x80)));
            Check(string.Concat(characters));
        }
    }

    /// <summary>A piece of a case is cut out, doubled, or replaced by one of another case.</summary>
    [Fact]
    public void MutatedCases()
    {
        var random = new Random(3);
        var cases = SyntaxCorpus.Cases().Select(path => SyntaxCorpus.Parse(path).Source.Text)
            .Where(text => text.Length is > 0 and < 5000).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var text = cases[random.Next(cases.Length)];
            var other = cases[random.Next(cases.Length)];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var from = random.Next(text.Length + 1);
                var to = Math.Min(text.Length, from + random.Next(12));
                var otherFrom = random.Next(other.Length);
                var otherTo = Math.Min(other.Length, otherFrom + random.Next(30));
                text = random.Next(3) switch
                {
                    0 => text[..from] + text[to..],
                    1 => text[..to] + text[from..],
                    _ => text[..from] + other[otherFrom..otherTo] + text[to..],
                };
            }

            Check(text);
        }
    }

    /// <summary>Every case cut off at every token, as it stands while somebody types it.</summary>
    [Fact]
    public void UnfinishedCases()
    {
        foreach (var tree in SyntaxCorpus.Cases().Select(SyntaxCorpus.Parse))
        {
            foreach (var token in tree.Tokens.Take(200))
            {
                Check(tree.Source.Text[..token.Span.End]);
            }
        }
    }

    private static void Check(string text)
    {
        try
        {
            var tree = SyntaxTree.Parse(new SourceText(text));
            TokensTile(tree);
            foreach (var diagnostic in tree.Diagnostics)
            {
                SpanIsInside(diagnostic.Span, text);
                Require(diagnostic.Message.Length > 0 && diagnostic.Hint is null or { Length: > 0 }, "an empty message");
            }

            TreeSpans.Check(tree);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException("Fails on: " + text, e);
        }
    }

    private static void TokensTile(SyntaxTree tree)
    {
        var position = 0;
        foreach (var token in tree.Tokens)
        {
            Require(token.LeadingTrivia.Start == position && token.Span.Start == token.LeadingTrivia.End, "a gap between tokens");
            Require(tree.Source.Slice(token.Span).SequenceEqual(token.Text), "a token with another text");
            position = token.Span.End;
        }

        Require(position == tree.Source.Length && tree.Tokens[^1].Kind == TokenKind.EndOfText, "the tokens end before the text");
    }

    private static void SpanIsInside(TextSpan span, string text) =>
        Require(span.Start >= 0 && span.Length >= 0 && span.End <= text.Length, "a message outside the text");

    /// <summary>Plain, because it runs millions of times.</summary>
    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
