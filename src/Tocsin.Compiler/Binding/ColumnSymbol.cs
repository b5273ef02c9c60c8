using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// A column: its identity is the object, never its name. Operators that pass a column through pass the symbol;
/// those that compute one make a new symbol.
/// </summary>
public sealed class ColumnSymbol(string name, BoundType type, bool isNullable = true)
{
    public string Name { get; } = name;

    public BoundType Type { get; } = type;

    /// <summary>Strings are never null in KQL (https://learn.microsoft.com/kusto/query/scalar-data-types/null-values).</summary>
    public bool IsNullable { get; } = isNullable && type.Kind != KqlType.String;

    /// <summary>
    /// Whether the column is there for queries that name it and for nothing else: no star, wildcard or result shows it, and a
    /// column of its name from elsewhere takes its place.
    /// </summary>
    public bool IsHidden { get; init; }

    public ColumnSymbol Renamed(string newName) => new(newName, Type, IsNullable) { IsHidden = IsHidden && newName.Equals(Name, StringComparison.Ordinal) };

    public override string ToString() => $"{Name}:{Type}";
}
