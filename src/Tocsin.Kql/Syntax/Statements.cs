using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary>A whole query: statements separated by semicolons.</summary>
public sealed record QuerySyntax(ImmutableArray<StatementSyntax> Statements, TextSpan Span) : SyntaxNode(Span);

public abstract record StatementSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>T | where x</c>, or a bare scalar expression.</summary>
public sealed record ExpressionStatementSyntax(ExpressionSyntax Expression, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>let name = expression</c>; the expression may be a <see cref="FunctionDeclarationSyntax"/>.</summary>
public sealed record LetStatementSyntax(NameSyntax Name, ExpressionSyntax Value, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>set option</c> or <c>set option = value</c>.</summary>
public sealed record SetStatementSyntax(NameSyntax Name, ExpressionSyntax? Value, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>declare query_parameters(a:long = 5, …)</c>.</summary>
public sealed record QueryParametersStatementSyntax(ImmutableArray<ParameterSyntax> Parameters, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>alias database name = expression</c>.</summary>
public sealed record AliasStatementSyntax(NameSyntax Name, ExpressionSyntax Value, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>restrict access to (a, b.*, …) with (name = value, …)</c>.</summary>
public sealed record RestrictStatementSyntax(ImmutableArray<ExpressionSyntax> Entities, ImmutableArray<OperatorParameterSyntax> Properties, TextSpan Span)
    : StatementSyntax(Span);

/// <summary>
/// <c>declare pattern name = (a:string, …)[b:string] { …; }</c>; without parameters and matches it only declares the name.
/// </summary>
public sealed record PatternStatementSyntax(
    NameSyntax Name,
    ImmutableArray<ParameterSyntax> Parameters,
    ParameterSyntax? PathParameter,
    ImmutableArray<PatternMatchSyntax> Matches,
    TextSpan Span) : StatementSyntax(Span);

/// <summary><c>("a", …).["b"] = { statements; expression }</c>; the body has no parameters of its own.</summary>
public sealed record PatternMatchSyntax(ImmutableArray<ExpressionSyntax> Values, ExpressionSyntax? PathValue, FunctionDeclarationSyntax Body, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>A parameter of a function or query: <c>name:type = default</c> or <c>T:(a:long, b:string)</c>.</summary>
public sealed record ParameterSyntax(NameSyntax Name, TypeSyntax? Type, ExpressionSyntax? Default, TextSpan Span) : SyntaxNode(Span);

public abstract record TypeSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A scalar type by its name, <c>long</c>.</summary>
public sealed record ScalarTypeSyntax(string Name, TextSpan Span) : TypeSyntax(Span);

/// <summary>
/// A tabular schema, <c>(a:long, b:string)</c>. The star of a parameter, <c>(*)</c>, stands for any table; that of evaluate,
/// <c>(*, a:long)</c>, for the input's columns, which come first.
/// </summary>
public sealed record SchemaTypeSyntax(ImmutableArray<ColumnDeclarationSyntax> Columns, bool HasStar, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>name:type</c> in a schema.</summary>
public sealed record ColumnDeclarationSyntax(NameSyntax Name, TypeSyntax Type, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>(parameters) { statements; expression }</c>, also after <c>view</c>.</summary>
public sealed record FunctionDeclarationSyntax(
    bool IsView,
    ImmutableArray<ParameterSyntax> Parameters,
    ImmutableArray<StatementSyntax> Statements,
    ExpressionSyntax? Body,
    TextSpan Span) : ExpressionSyntax(Span);
