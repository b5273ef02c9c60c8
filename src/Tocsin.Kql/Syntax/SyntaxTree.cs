using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary>A parsed query: its root, every token with its trivia, and what was wrong with the text.</summary>
public sealed record SyntaxTree(SourceText Source, QuerySyntax Root, ImmutableArray<SyntaxToken> Tokens, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Parses any text: bad text gives diagnostics and a tree of what could be read, never an exception.</summary>
    public static SyntaxTree Parse(SourceText source) => Parser.Parse(source);
}
