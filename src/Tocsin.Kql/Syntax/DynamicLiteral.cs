using System.Collections.Immutable;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Syntax;

/// <summary>
/// The value of a <c>dynamic(…)</c> literal (https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic).
/// Property order is kept; scalars keep their KQL type, so <c>dynamic(datetime(2020-01-01))</c> stays a datetime.
/// </summary>
public abstract record DynamicLiteral;

/// <summary>A scalar in the representation of <see cref="LiteralSyntax.Value"/>; a null value is dynamic null.</summary>
public sealed record DynamicScalar(KqlType Type, object? Value) : DynamicLiteral;

public sealed record DynamicArray(ImmutableArray<DynamicLiteral> Items) : DynamicLiteral;

public sealed record DynamicBag(ImmutableArray<KeyValuePair<string, DynamicLiteral>> Properties) : DynamicLiteral;
