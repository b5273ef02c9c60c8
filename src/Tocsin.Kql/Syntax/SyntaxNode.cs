using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary>
/// A node of the syntax tree: immutable, with the span of its text. Comments and white space stay with the
/// tokens (<see cref="SyntaxToken.LeadingTrivia"/>), which the <see cref="SyntaxTree"/> keeps in order.
/// </summary>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>An identifier: plain, bracketed (<c>['a b']</c>), or a keyword used as a name.</summary>
public sealed record NameSyntax(string Text, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>True where the parser had to invent the name after an error.</summary>
    public bool IsMissing => Text.Length == 0;
}
