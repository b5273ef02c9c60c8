using System.Collections.Immutable;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Readers;

namespace Tocsin.Telemetry.Loading;

/// <summary>
/// One pass over files of one format and shape. Where <see cref="Stage"/> is set, its rows are put into a table of the
/// name <see cref="StageName"/> first; tables and accounts then come from that table, so that each file is read once.
/// </summary>
public sealed record TelemetryReading
{
    public required string Format { get; init; }

    public required ImmutableArray<InputFile> Files { get; init; }

    public required string StageName { get; init; }

    /// <summary>Every record with its outcome; null where the files are queried in place.</summary>
    public SqlQuery? Stage { get; init; }

    /// <summary>Tables that reading the stage leaves behind beside it (DuckDB's account of CSV lines that it cannot read).</summary>
    public ImmutableArray<string> SideTables { get; init; } = [];

    /// <summary>Whether <see cref="Tables"/> select from the stage without work, so that it need not be copied.</summary>
    public bool IsStageTable { get; init; }

    public required ImmutableArray<TableSource> Tables { get; init; }

    /// <summary>Rows of file (index), outcome, detail, records: see <see cref="RecordOutcome"/>.</summary>
    public required SqlQuery Accounting { get; init; }

    /// <summary>The rejected records: file (index), line (or null), reason, text (or null).</summary>
    public SqlQuery? Rejections { get; init; }

    /// <summary>For delimited text: what its records must look like before the database may read them.</summary>
    internal CsvShape? Shape { get; init; }

    /// <summary>
    /// The same files read with more care, where this reading meets anything but records that it can use or skip; null
    /// where it copes itself.
    /// </summary>
    internal Func<TelemetryReading>? Thorough { get; init; }

    /// <summary>The same files read for more than this reading knew of, where it meets records of that: see <see cref="RecordOutcome.Header"/>.</summary>
    internal Func<TelemetryReading>? Again { get; init; }

    /// <summary>Of files whose columns are not known yet: what finds them, and makes the reading that stands in the place of this one.</summary>
    internal BoundReader? Bound { get; init; }

    /// <summary>The same reading over other files of the same shape, under another stage name.</summary>
    public required Func<ImmutableArray<InputFile>, string, TelemetryReading> Over { get; init; }
}
