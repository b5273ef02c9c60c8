using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>Runs a subquery for every row of the input, whose columns it may read, and yields all its rows.</summary>
public sealed record BoundForEach(BoundQuery Input, BoundQuery Subquery, TextSpan Span) : BoundQuery(Subquery.Columns, Span);

/// <summary>The rows of one partition: those of the shared query whose key is that of the present row of the outer query.</summary>
public sealed record BoundPartitionRows(SharedQuery Rows, ColumnSymbol Key, ColumnSymbol OuterKey, ImmutableArray<ColumnSymbol> Columns, TextSpan Span)
    : BoundQuery(Columns, Span);
