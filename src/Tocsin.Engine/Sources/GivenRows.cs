using Tocsin.DuckDb;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;
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
    public static LoadedTelemetry Add(DuckDbSession session, LoadedTelemetry loaded, IReadOnlyList<TableRows> given)
    {
        for (var i = 0; i < given.Count; i++)
        {
            var (name, rows) = given[i];
            var schema = KnownTables.Find(name) ?? throw new ArgumentException($"No table '{name}' is known.", nameof(given));
            var stored = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"tocsin_given_{i}");
            Store(session, stored, rows);
            var source = new TableSource(schema, Select(schema, stored, rows));
            var others = loaded.Tables.FirstOrDefault(t => string.Equals(t.Schema.Name, name, StringComparison.Ordinal));
            var table = LoadedTable.Of([.. others?.Sources ?? [], source]);
            loaded = loaded with { Tables = others is null ? loaded.Tables.Add(table) : loaded.Tables.Replace(others, table) };
        }

        return loaded;
    }

    private static void Store(DuckDbSession session, string name, IRowReader rows)
    {
        var columns = rows.Columns.Select(c => $"{DuckDbWriter.Quote(c.Name)} {DuckDbWriter.Spell(StoredType(c.Type))}");
        session.Execute($"CREATE TEMP TABLE {DuckDbWriter.Quote(name)} ({string.Join(", ", columns)})");
        using var appender = session.Append(name);
        while (rows.Read())
        {
            for (var i = 0; i < rows.Columns.Count; i++)
            {
                Append(appender, rows, i);
            }

            appender.EndRow();
        }

        appender.Complete();
    }

    private static void Append(DuckDbAppender appender, IRowReader rows, int column)
    {
        var type = rows.Columns[column].Type;
        if (rows.IsNull(column))
        {
            appender.SetNull(column);
            return;
        }

        switch (type)
        {
            case KqlType.Bool:
                appender.Set(column, rows.GetBool(column));
                break;
            case KqlType.Int:
                appender.Set(column, (int)rows.GetLong(column));
                break;
            case KqlType.Long or KqlType.DateTime or KqlType.TimeSpan:
                appender.Set(column, rows.GetLong(column));
                break;
            case KqlType.Real:
                appender.Set(column, rows.GetReal(column));
                break;
            default:
                appender.SetText(column, rows.GetUtf8(column));
                break;
        }
    }

    /// <summary>Guids and decimals come as text, and are converted when they are read.</summary>
    private static SqlType StoredType(KqlType type) => type is KqlType.Guid or KqlType.Decimal ? SqlType.Varchar : SqlTypes.Of(type);

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
        if (!rows.Columns.Any(c => string.Equals(c.Name, column.Name, StringComparison.Ordinal)))
        {
            return column.Name is "Type" && KnownTables.HasType(schema) ? S.String(schema.Name) : SqlTypes.Default(column.Type);
        }

        return column.Type switch
        {
            KqlType.String => S.Coalesce(S.Column(column.Name), S.String(string.Empty)),
            KqlType.Guid or KqlType.Decimal => S.Cast(S.Column(column.Name), SqlTypes.Of(column.Type)),
            _ => S.Column(column.Name),
        };
    }
}
