using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Loading;

/// <summary>One table's rows from one reading.</summary>
/// <param name="Rows">Yields exactly the schema's columns, in order, in the database's form of their types.</param>
/// <param name="IsDirectScan">Whether the rows are best read from the files for each query; else they are loaded once.</param>
/// <param name="NativeTime">For a direct scan: the files' own time column, on which row groups can be skipped.</param>
public sealed record TableSource(TableSchema Schema, SqlQuery Rows, bool IsDirectScan = false, NativeTimeColumn? NativeTime = null)
{
    /// <summary>
    /// The kind of record that one sensor sees (<c>Microsoft-Windows-Sysmon 3</c>, <c>zeek conn</c>), which others may know
    /// more about; null for rows that come complete, as Defender's own do.
    /// </summary>
    public string? Sensor { get; init; }

    /// <summary>The same rows with the columns of a schema that has more, which are empty in them.</summary>
    internal TableSource Widened(TableSchema schema)
    {
        return this with { Schema = schema, Rows = Wide(Rows), NativeTime = NativeTime is { } time ? time with { Bounded = (from, to) => Wide(time.Bounded(from, to)) } : null };

        SqlQuery Wide(SqlQuery rows) => new SqlSelect
        {
            Items = [.. schema.Columns.Select(c => new SqlSelectItem(Schema.Find(c.Name) is null ? SqlTypes.Default(c.Type) : Sql.Tree.Sql.Column(c.Name), c.Name))],
            From = new SqlDerived(rows, "narrower"),
        };
    }
}

public enum NativeTimeKind
{
    Timestamp,
    TimestampNanoseconds,
    TimestampWithZone,

    /// <summary>BIGINT ticks, as our own tables have them.</summary>
    Ticks,
}

/// <summary>The column that Timestamp is computed from, as the files have it.</summary>
/// <param name="Bounded">
/// The rows with a condition on the file's own column added, for ticks from..to (either may be null). The bounds are
/// widened to the column's precision: the caller still applies its own exact condition to Timestamp.
/// </param>
public sealed record NativeTimeColumn(string Name, NativeTimeKind Kind, Func<long?, long?, SqlQuery> Bounded);
