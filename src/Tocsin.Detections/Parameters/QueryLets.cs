using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Parameters;

/// <summary>The let statements at the top of a query, found in its syntax tree.</summary>
internal sealed class QueryLets
{
    private readonly SyntaxTree _tree;

    private QueryLets(SyntaxTree tree)
    {
        _tree = tree;
        Statements = [.. tree.Root.Statements.OfType<LetStatementSyntax>()];
    }

    public ImmutableArray<LetStatementSyntax> Statements { get; }

    /// <summary>Whether the query could be read; its own diagnostics say what is wrong with it.</summary>
    public bool IsReadable => _tree.Diagnostics.All(d => d.Severity != Kql.Diagnostics.DiagnosticSeverity.Error);

    public static QueryLets Of(SourceText query) => new(SyntaxTree.Parse(query));

    public LetStatementSyntax? Find(string name) => Statements.FirstOrDefault(s => string.Equals(s.Name.Text, name, StringComparison.Ordinal));

    /// <summary>The type of a let value that is a literal, else null: an expression's type needs the binder.</summary>
    public static KqlType? LiteralType(ExpressionSyntax value) => value switch
    {
        LiteralSyntax literal => literal.Type,
        UnarySyntax { Operand: LiteralSyntax literal } => literal.Type,
        ParenthesizedSyntax parenthesized => LiteralType(parenthesized.Expression),
        _ => null,
    };

    /// <summary>What can be set in a query that comes without metadata: every let that is a literal.</summary>
    public ImmutableArray<TuningParameter> Literals() =>
    [
        .. from statement in Statements
           let type = LiteralType(statement.Value)
           where type is not null
           select new TuningParameter(statement.Name.Text, type.Value, _tree.Source.ToString(statement.Value.Span), "", statement.Name.Span),
    ];

    /// <summary>Every name in the query: those of tables and columns, of whatever it defines, and its keywords.</summary>
    public HashSet<string> Names() => _tree.Tokens.Where(t => t.Kind == TokenKind.Word).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);

    public string TextOf(ExpressionSyntax value) => _tree.Source.ToString(value.Span);

    /// <summary>The text of the query up to and with a let statement.</summary>
    public string TextUpTo(LetStatementSyntax let) => _tree.Source.Text[..let.Span.End];

    /// <summary>A value in one spelling: the literal's value, or an expression's tokens without trivia.</summary>
    public string Canonical(ExpressionSyntax value) => value is LiteralSyntax literal
        ? KqlLiteral.Write(literal.Type, literal.Value)
        : string.Join(' ', _tree.Tokens.Where(t => t.Span.Start >= value.Span.Start && t.Span.End <= value.Span.End && t.Span.Length > 0).Select(t => t.Text));

    /// <summary>KQL text in the spelling of <see cref="Canonical(ExpressionSyntax)"/>, or null where it is no expression.</summary>
    public static string? Canonical(string kql)
    {
        var lets = Of(new SourceText($"let Value = {kql}\n;print 1"));
        return lets is { IsReadable: true, Statements: [var let], _tree.Root.Statements.Length: 2 } ? lets.Canonical(let.Value) : null;
    }
}
