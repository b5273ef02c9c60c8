using System.Globalization;
using Tocsin.DuckDb;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;

namespace Tocsin.Engine.Results;

/// <summary>Rows that no query of the database computed, as a temporary table of it. Its columns are numbered: names may differ in case alone.</summary>
internal static class RowTable
{
    /// <summary>The name of a column by its place among the rows' columns.</summary>
    public static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    public static void Store(DuckDbSession session, string name, IRowReader rows, CancellationToken cancellation)
    {
        var columns = rows.Columns.Select((c, i) => $"{DuckDbWriter.Quote(Column(i))} {DuckDbWriter.Spell(StoredType(c.Type))}");
        session.Execute($"CREATE TEMP TABLE {DuckDbWriter.Quote(name)} ({string.Join(", ", columns)})", cancellation);
        using var appender = session.Append(name);
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < rows.Columns.Count; i++)
            {
                Append(appender, rows, i);
            }

            appender.EndRow();
        }

        appender.Complete();
    }

    /// <summary>Guids and decimals stay the text as which they come.</summary>
    private static SqlType StoredType(KqlType type) => type is KqlType.Guid or KqlType.Decimal ? SqlType.Varchar : SqlTypes.Of(type);

    private static void Append(DuckDbAppender appender, IRowReader rows, int column)
    {
        if (rows.IsNull(column))
        {
            appender.SetNull(column);
            return;
        }

        switch (rows.Columns[column].Type)
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
}
