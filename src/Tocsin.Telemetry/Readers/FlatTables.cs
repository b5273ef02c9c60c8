using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Which table a file with Microsoft's column names holds.</summary>
internal static class FlatTables
{
    private const int EnoughColumns = 3;

    /// <summary>The column that names a record's table, in what several tables were put together to.</summary>
    public const string Type = "Type";

    private static readonly string[] TimeColumns = ["Timestamp", "TimeGenerated"];

    public static bool IsTime(string column) => TimeColumns.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The table that the file is bound to, or that its Type column names, or that has the most of its columns; the
    /// first of those that have equally many. Null where fewer than three columns, or no time, are known.
    /// </summary>
    public static TableSchema? Recognise(InputFile file, IEnumerable<string> columns, IReadOnlyCollection<string?> types)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!TimeColumns.Any(names.Contains))
        {
            return null;
        }

        if (file.Table is not null)
        {
            return KnownTables.Find(file.Table);
        }

        var stated = types.OfType<string>().Select(KnownTables.Find).FirstOrDefault(t => t is not null);
        if (stated is not null)
        {
            return stated;
        }

        var best = KnownTables.All.Select(t => (Table: t, Count: t.Columns.Count(c => names.Contains(c.Name))))
            .OrderByDescending(c => c.Count).First();
        return best.Count >= EnoughColumns ? best.Table : null;
    }

    /// <summary>The tables that records name.</summary>
    public static ImmutableArray<TableSchema> Stated(IEnumerable<string?> types) =>
        [.. types.OfType<string>().Distinct(StringComparer.Ordinal).Select(KnownTables.Find).OfType<TableSchema>().Distinct()];

    /// <summary>Records that name their tables, each into its own.</summary>
    public static SelectedJsonPlan OfSeveral(string format, ImmutableArray<TableSchema> tables, TelemetryOptions options)
    {
        var type = MappedValue.Of(Type);
        return new SelectedJsonPlan(
            format,
            [.. tables.Select(t => new SelectedKind(l => Equal(l.Lower(type, KqlType.String)!, String(t.Name)), TableMap.Flat(t)))],
            type,
            options);
    }

    /// <summary>Records that name another table than the file's, which the records that were looked at did not.</summary>
    public static IEnumerable<OutcomeCase> Others(FieldSource source, TableSchema table)
    {
        if (source.Field([Type], KqlType.String) is not { } type)
        {
            yield break;
        }

        SqlExpression[] others = [.. KnownTables.All.Where(t => t != table).Select(t => String(t.Name))];
        yield return new OutcomeCase(new SqlIn(type, [.. others]), RecordOutcome.Skipped, type);
    }
}
