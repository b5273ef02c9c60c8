using Tocsin.DuckDb;
using Tocsin.Engine.Results;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Engine.Sources;

/// <summary>Rows of the caller's own, put into tables in bulk.</summary>
internal static class GivenRows
{
    /// <summary>The tables with the given rows beside those loaded.</summary>
    /// <exception cref="ArgumentException">A table or column is not known.</exception>
    public static LoadedTelemetry Add(DuckDbSession session, LoadedTelemetry loaded, IReadOnlyList<TableRows> given, CancellationToken cancellation)
    {
        for (var i = 0; i < given.Count; i++)
        {
            var (name, rows) = given[i];
            var schema = KnownTables.Find(name) ?? throw new ArgumentException($"No table '{name}' is known.", nameof(given));
            var stored = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"tocsin_given_{i}");
            RowTable.Store(session, stored, rows, cancellation);
            var source = new TableSource(schema, Select(schema, stored, rows));
            var others = loaded.Tables.FirstOrDefault(t => string.Equals(t.Schema.Name, name, StringComparison.Ordinal));
            var table = LoadedTable.Of([.. others?.Sources ?? [], source]);
            loaded = loaded with { Tables = others is null ? loaded.Tables.Add(table) : loaded.Tables.Replace(others, table) };
        }

        return loaded;
    }

    private static SqlSelect Select(TableSchema schema, string stored, IRowReader rows)
    {
        foreach (var column in rows.Columns)
        {
            if (schema.Find(column.Name)?.Type != column.Type)
            {
                throw new ArgumentException($"{schema.Name} has no column {column.Name} of type {column.Type.Name()}.", nameof(rows));
            }
        }

        return new SqlSelect
        {
            Items = [.. schema.Columns.Select(c => new SqlSelectItem(Value(schema, c, rows), c.Name))],
            From = new SqlTable(stored),
        };
    }

    private static SqlExpression Value(TableSchema schema, ColumnSchema column, IRowReader rows)
    {
        var place = rows.Columns.ToList().FindIndex(c => string.Equals(c.Name, column.Name, StringComparison.Ordinal));
        if (place < 0)
        {
            return column.Name is "Type" && KnownTables.HasType(schema) ? S.String(schema.Name) : SqlTypes.Default(column.Type);
        }

        var value = S.Column(RowTable.Column(place));
        return column.Type switch
        {
            KqlType.String => S.Coalesce(value, S.String(string.Empty)),
            KqlType.Guid or KqlType.Decimal => S.Cast(value, SqlTypes.Of(column.Type)),
            _ => value,
        };
    }
}
