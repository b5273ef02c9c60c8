using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;

namespace Tocsin.Engine;

/// <summary>What the commands ask of the engine.</summary>
public interface IEngine
{
    /// <summary>Finds out what the files hold and binds them to tables.</summary>
    /// <exception cref="UnreadableDataException">A path does not exist, or holds nothing that can be read.</exception>
    /// <exception cref="RefusedFileException">A file of mappings or of user agents is none.</exception>
    IEngineSession Open(DataRequest request, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Takes files into a store.</summary>
    /// <exception cref="UnreadableDataException">A path does not exist, or the store cannot be written.</exception>
    /// <exception cref="RefusedFileException">A mapping file is none.</exception>
    IngestSummary Ingest(IngestRequest request, IProgress<string> progress, CancellationToken cancellationToken);
}

/// <summary>Data bound to tables, with a clock; queries run over it.</summary>
public interface IEngineSession : IDisposable
{
    DataSummary Data { get; }

    /// <summary>Compiles a query without running it.</summary>
    CompiledQuery Compile(SourceText query);

    /// <summary>Writes rows that the engine did not make, such as alerts, as Parquet; returns their number.</summary>
    long WriteParquet(IRowReader rows, string path, CancellationToken cancellationToken);
}

/// <summary>A query that was accepted, or the reasons why it was not.</summary>
public abstract class CompiledQuery
{
    public abstract IReadOnlyList<Diagnostic> Diagnostics { get; }

    public bool IsRefused => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>How many results it has: one, unless it has several statements or ends with fork, facet or preview(); none where it was refused.</summary>
    public abstract int ResultCount { get; }

    /// <summary>The columns of the first result; none where the query does not bind.</summary>
    public abstract IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>One stage of the way of the query as text, or null where the query did not get that far.</summary>
    public abstract string? Emit(Stage stage);

    /// <summary>Runs a query of one result.</summary>
    /// <exception cref="EngineFaultException">The engine failed on a query that it had accepted.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The query has several results.</exception>
    public abstract IRowReader Run(CancellationToken cancellationToken);

    /// <summary>Runs the query; its results come in order, and each is read before the next is asked for.</summary>
    /// <exception cref="EngineFaultException">The engine failed on a query that it had accepted.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract IEnumerable<NamedResult> RunAll(CancellationToken cancellationToken);

    /// <summary>
    /// What to know of the answer, once its rows are read: points on which it rests that neither Kusto's documentation nor
    /// recorded answers settle.
    /// </summary>
    public virtual IReadOnlyList<string> Notes() => [];

    /// <summary>The tables that it reads, where the data have rows of none of them; otherwise none.</summary>
    public virtual IReadOnlyList<string> TablesWithoutRows => [];

    /// <summary>Runs a query of one result straight into a Parquet file; returns the number of rows.</summary>
    public abstract long WriteParquet(string path, CancellationToken cancellationToken);
}

public enum Stage
{
    Syntax,
    Bound,
    Plan,
    Sql,
}

/// <param name="Paths">Files and folders to sniff.</param>
/// <param name="Tables">Files that are bound to a table of the given name.</param>
/// <param name="Now">The clock that was asked for, or null for the newest event.</param>
public sealed record DataRequest(IReadOnlyList<string> Paths, IReadOnlyList<NamedFile> Tables, DateTime? Now)
{
    /// <summary>Files that _GetWatchlist() gives under a name.</summary>
    public IReadOnlyList<NamedFile> Watchlists { get; init; } = [];

    /// <summary>Folders and files of KQL functions that queries may call.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>A database of addresses in MaxMind's format, which geo_info_from_ip_address() looks addresses up in; or null.</summary>
    public string? GeoDatabase { get; init; }

    /// <summary>A file of patterns in the form of ua-parser's regexes.yaml, by which parse_user_agent() goes; or null.</summary>
    public string? UserAgents { get; init; }

    /// <summary>Files that stand for the addresses that externaldata names.</summary>
    public IReadOnlyList<NamedFile> ExternalFiles { get; init; } = [];

    /// <summary>Whether externaldata may fetch http and https addresses.</summary>
    public bool AllowsNetwork { get; init; }

    /// <summary>Rows that the caller has made, of known tables; they come beside those of the files.</summary>
    public IReadOnlyList<TableRows> Rows { get; init; } = [];

    public bool NamesNoData => Paths.Count + Tables.Count + Rows.Count == 0 && Store is null;

    /// <summary>A store's folder, or null.</summary>
    public string? Store { get; init; }

    /// <summary>Mapping files, which say what becomes of files of forms that are not known.</summary>
    public IReadOnlyList<string> Mappings { get; init; } = [];

    /// <summary>Takes every rejected record, one JSON object a line, once all are known; null where nobody wants them.</summary>
    public Action<Action<Stream>>? Rejects { get; init; }

    /// <summary>Takes what became of every record, once all is read; null where nobody asked.</summary>
    public Action<Action<Stream>>? Accounts { get; init; }

    /// <summary>Whether the hourly reports that Defender would have written are made from the connections.</summary>
    public bool DerivesAggregatedReports { get; init; }

    /// <summary>Whether a single record or file that cannot be read ends the run.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether a strict run ends at a file that is left out because it holds no telemetry, too.</summary>
    public bool NeedsAllFiles { get; init; }
}

/// <param name="Paths">Files and folders to take in.</param>
/// <param name="Store">The store's folder; it is made where it is missing.</param>
public sealed record IngestRequest(IReadOnlyList<string> Paths, string Store)
{
    public bool IsStrict { get; init; }

    /// <summary>See <see cref="DataRequest.Rejects"/>.</summary>
    public Action<Action<Stream>>? Rejects { get; init; }

    /// <summary>See <see cref="DataRequest.Accounts"/>.</summary>
    public Action<Action<Stream>>? Accounts { get; init; }

    /// <summary>See <see cref="DataRequest.Mappings"/>.</summary>
    public IReadOnlyList<string> Mappings { get; init; } = [];
}

/// <param name="Files">Source files taken in now.</param>
/// <param name="KnownFiles">Source files whose content the store has already.</param>
public sealed record IngestSummary(
    int Files, int KnownFiles, IReadOnlyList<RecordCount> Used, IReadOnlyList<RecordCount> Skipped, long Rejected, IReadOnlyList<string> Warnings);

public sealed record NamedFile(string Name, string Path);

/// <summary>Rows of one known table. Columns that the reader leaves out hold nothing; they are read while the session opens.</summary>
public sealed record TableRows(string Table, IRowReader Rows);

/// <param name="Now">What <c>now()</c> answers.</param>
/// <param name="NowIsFromData">The clock is that of the newest event.</param>
/// <param name="StrayClocks">Events far ahead of all others, which did not move the clock.</param>
/// <param name="Warnings">What is wrong with files that are read, in plain words.</param>
public sealed record DataSummary(
    int Files,
    long Events,
    long BadRecords,
    DateTime? Earliest,
    DateTime? Latest,
    DateTime Now,
    bool NowIsFromData,
    IReadOnlyList<StrayClock> StrayClocks,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The clock was asked for; where it is not, and not from the data either, it is the system's.</summary>
    public bool ClockIsAskedFor { get; init; }

    /// <summary>Events of more than <see cref="RuleReach"/> before the clock; counted when it is asked for, while the session is open.</summary>
    public Lazy<long> OldEvents { get; init; } = new(0L);

    /// <summary>How far advanced hunting keeps events, and so how far rules look back at most.</summary>
    public static TimeSpan RuleReach { get; } = TimeSpan.FromDays(30);

    /// <summary>Records by the table they are rows of, the largest first.</summary>
    public IReadOnlyList<RecordCount> UsedRecords { get; init; } = [];

    /// <summary>Records of kinds that map to no table, by kind, the largest first.</summary>
    public IReadOnlyList<RecordCount> SkippedRecords { get; init; } = [];

    /// <summary>Files that hold no telemetry.</summary>
    public IReadOnlyList<LeftOutFile> LeftOutFiles { get; init; } = [];
}

public sealed record RecordCount(string Kind, long Records);

public sealed record LeftOutFile(string Path, string Reason);

public sealed record StrayClock(string Source, DateTime Time, long Events);

/// <summary>Data that cannot be read.</summary>
public sealed class UnreadableDataException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A file that the user wrote says what cannot be, at the places that the diagnostics name.</summary>
public sealed class RefusedFileException(IReadOnlyList<Diagnostic> diagnostics) : Exception(string.Join("; ", diagnostics.Select(d => d.Message)))
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}

/// <summary>The query met a value that one of its functions does not take.</summary>
public sealed class QueryFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A fault of ours, with the stage it happened in.</summary>
public sealed class EngineFaultException(string stage, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Stage { get; } = stage;
}
