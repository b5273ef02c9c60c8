using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Syntax;

/// <summary><c>entity_group [cluster('c').database('d'), …]</c>.</summary>
public sealed record EntityGroupSyntax(ImmutableArray<ExpressionSyntax> Entities, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>inline_external_table (a:long) kind=storage …</c>: the columns are kept, the rest is read for its extent.</summary>
public sealed record InlineExternalTableSyntax(ImmutableArray<ColumnDeclarationSyntax> Columns, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>Several columns as the value of one setting: <c>render … with (ycolumns = a, b)</c>.</summary>
public sealed record NameListSyntax(ImmutableArray<ExpressionSyntax> Names, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>a:long</c> among the columns of <c>find … project</c>.</summary>
public sealed record TypedColumnSyntax(NameSyntax Name, TypeSyntax Type, TextSpan Span) : ExpressionSyntax(Span);
