using System.Collections.Immutable;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Mapping;

public sealed record ColumnMap(string Target, MappedValue Value);

/// <summary>A table's columns from a source's fields. Columns that it does not name get their type's default.</summary>
public sealed class TableMap
{
    private readonly Dictionary<string, MappedValue> _values;

    public TableMap(TableSchema schema, params ReadOnlySpan<ColumnMap> columns)
    {
        Schema = schema;
        Columns = [.. columns];
        _values = Columns.ToDictionary(c => c.Target, c => c.Value, StringComparer.Ordinal);
        if (_values.Keys.FirstOrDefault(name => schema.Find(name) is null) is { } unknown)
        {
            throw new ArgumentException($"{schema.Name} has no column {unknown}.", nameof(columns));
        }
    }

    public TableSchema Schema { get; }

    public ImmutableArray<ColumnMap> Columns { get; }

    /// <summary>Whether the source has Microsoft's own columns.</summary>
    public bool IsFlat { get; private init; }

    /// <summary>Every column from the field of its own name.</summary>
    public static TableMap Flat(TableSchema schema, params ReadOnlySpan<string> parents)
    {
        ImmutableArray<string> path = [.. parents];
        return new TableMap(schema, [.. schema.Columns.Select(c => new ColumnMap(c.Name, new FieldValue(path.Add(c.Name))))]) { IsFlat = true };
    }

    /// <summary>This map with further columns, or other values for columns that it has.</summary>
    public TableMap With(params ReadOnlySpan<ColumnMap> columns)
    {
        var added = columns.ToArray();
        return new TableMap(Schema, [.. Columns.Where(c => !added.Any(a => a.Target.Equals(c.Target, StringComparison.Ordinal))), .. added]) { IsFlat = IsFlat };
    }

    /// <summary>The column's value: its own, else what <see cref="DerivedColumns"/> knows; null for the default.</summary>
    public MappedValue? Value(string target)
    {
        var own = _values.GetValueOrDefault(target);
        var derived = DerivedColumns.Value(Schema, target, name => _values.GetValueOrDefault(name));
        return (own, derived) switch
        {
            (null, _) => derived,
            (_, null) => own,
            _ => MappedValue.First(own, derived),
        };
    }
}
