using System.Collections.Immutable;
using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

public sealed class TableSchema
{
    private readonly Dictionary<string, ColumnSchema> _byName;

    public TableSchema(string name, ImmutableArray<ColumnSchema> columns)
    {
        Name = name;
        Columns = columns;
        _byName = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>In the order in which rows carry them.</summary>
    public ImmutableArray<ColumnSchema> Columns { get; }

    /// <summary>
    /// Further names, for queries that use them: each repeats a column that differs from it in case only, or, with "", is null
    /// in every row.
    /// </summary>
    public ImmutableArray<(ColumnSchema Column, string Repeats)> Further { get; init; } = [];

    /// <summary>Whether rows have a time in every service that has the table; elsewhere files without one are the table's too.</summary>
    public bool HasOwnTime { get; init; } = true;

    /// <summary>The same with further columns of its rows, in place of names that nothing fills.</summary>
    internal TableSchema With(IReadOnlyCollection<ColumnSchema> columns, bool hasOwnTime) => new(Name, [.. Columns, .. columns])
    {
        HasOwnTime = hasOwnTime,
        Further = [.. Further.Where(f => !columns.Any(c => c.Name.Equals(f.Column.Name, StringComparison.OrdinalIgnoreCase)))],
    };

    public ColumnSchema? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads <c>Name:type, Name:type</c>, the form in which Kusto writes schemas.</summary>
    internal static TableSchema Parse(string name, string columns) => new(name,
    [
        .. columns.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(column =>
        {
            var colon = column.IndexOf(':', StringComparison.Ordinal);
            var type = KqlTypes.FromName(column[(colon + 1)..])
                ?? throw new InvalidOperationException($"{name}: '{column}' has no known type.");
            return new ColumnSchema(column[..colon], type);
        }),
    ]);
}
