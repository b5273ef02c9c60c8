using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// Files that are bound to a table by name, which have columns that no schema describes. The database looks through them
/// before they are read; what it finds makes the schema.
/// </summary>
/// <param name="table">The table's name.</param>
/// <param name="known">What is published of the table; null of a table of the user's own.</param>
internal abstract class BoundReader(string format, string table, TableSchema? known)
{
    public string Table => table;

    public TableSchema? Known => known;

    protected string Format => format;

    /// <summary>See <see cref="TelemetryReading.Shape"/>.</summary>
    protected virtual CsvShape? Shape => null;

    public Recognised Recognised(string shape) => new(format, $"{table} bound {shape}", Reading);

    /// <summary>Looks through the files.</summary>
    /// <param name="stageName">A name for what reading leaves behind, which the caller removes.</param>
    public abstract bool TryLook(
        ITelemetrySession session, ImmutableArray<InputFile> files, string stageName, [NotNullWhen(true)] out FoundColumns? found, [NotNullWhen(false)] out string? error);

    /// <summary>The files by the schema that all files of the table have together.</summary>
    public abstract TelemetryReading Read(TableSchema schema, FoundColumns found, ImmutableArray<InputFile> files, string stageName);

    /// <summary>Runs the query that gives one number for each column.</summary>
    protected static bool TryFind(
        ITelemetrySession session, FoundColumns columns, IEnumerable<SqlExpression> kinds, SqlRelation records, [NotNullWhen(true)] out FoundColumns? found, [NotNullWhen(false)] out string? error)
    {
        found = null;
        error = null;
        if (columns.Columns.IsEmpty)
        {
            found = columns;
            return true;
        }

        var query = new SqlSelect { Items = [.. kinds.Select(k => new SqlSelectItem(ColumnKinds.All(k)))], From = records };
        if (!session.TryRead(query, out var rows, out error))
        {
            return false;
        }

        found = columns.With(rows[0]);
        return true;
    }

    /// <summary>What stands for the reading until the schema is known.</summary>
    private TelemetryReading Reading(ImmutableArray<InputFile> files, string stageName) => new()
    {
        Format = format,
        Files = files,
        StageName = stageName,
        Tables = [],
        Accounting = new SqlSelect { Items = [new(new SqlNull(SqlType.Integer))], Where = Sql.Tree.Sql.False },
        Shape = Shape,
        Bound = this,
        Over = Reading,
    };
}
