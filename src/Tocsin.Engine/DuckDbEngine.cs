using System.Collections.Immutable;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.DuckDb;
using Tocsin.Engine.Kernels;
using Tocsin.Engine.Sources;
using Tocsin.Engine.Store;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Context;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Loading;

namespace Tocsin.Engine;

/// <summary>How much of the machine the engine may take; null leaves DuckDB's default.</summary>
/// <param name="MemoryLimit">Bytes held before spilling to disk.</param>
/// <param name="TempFolder">Where spilled data, unpacked archives and copies of files go.</param>
public sealed record EngineOptions(long? MemoryLimit = null, int? Threads = null, string? TempFolder = null)
{
    /// <summary>Whether plans are rewritten to run faster; answers are the same without.</summary>
    public bool IsRewriting { get; init; } = true;

    /// <summary>How telemetry is read within these limits.</summary>
    internal TelemetryOptions Reading => TelemetryOptions.Default with { TemporaryFolder = TempFolder ?? Path.GetTempPath() };
}

/// <summary>The engine on embedded DuckDB.</summary>
public sealed class DuckDbEngine(EngineOptions? options = null) : IEngine
{
    /// <summary>How many files are named with what is wrong with them, where nothing could be read.</summary>
    private const int MostReasons = 5;

    private readonly EngineOptions _options = options ?? new EngineOptions();

    /// <summary>
    /// Begins what every query waits for, beside whatever comes first: loading DuckDB's library and, with a query of no
    /// meaning, the compiler's catalogue.
    /// </summary>
    public static void Preload()
    {
        DuckDbSession.Preload();
        ThreadPool.UnsafeQueueUserWorkItem(_ => KqlCompiler.Compile(new SourceText("print 1"), new CompilerOptions(new Dictionary<string, TableDescriptor>(), Now: 0)), null);
    }

    /// <summary>Takes files into a store.</summary>
    /// <exception cref="UnreadableDataException">A path does not exist, or the store cannot be written.</exception>
    public IngestSummary Ingest(IngestRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var session = OpenSession();
        KernelCatalogue.Register(session);
        return new StoreIngest(session, _options.Reading, progress, cancellationToken).Run(request);
    }

    private DuckDbSession OpenSession() => DuckDbSession.Open(new DuckDbOptions
    {
        MemoryLimit = _options.MemoryLimit,
        Threads = _options.Threads,
        TempDirectory = Path.Combine(_options.TempFolder ?? Path.GetTempPath(), $"tocsin-spill-{Environment.ProcessId}"),

        // Chains of thousands of operators are legal KQL; the default of 1000 would refuse them.
        Settings = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("max_expression_depth", "20000")

            // It mixes up columns where an unnested list comes out of a struct (INTERNAL Error, or another column's values).
            .Add("disabled_optimizers", "unnest_rewriter"),
    });

    /// <summary>The full path of a file that functions look things up in, once it is clear that it can be read.</summary>
    private static string? Reference<T>(ReferenceFiles<T> files, string? path)
        where T : class
    {
        if (path is null)
        {
            return null;
        }

        files.Open(path);
        return Path.GetFullPath(path);
    }

    public IEngineSession Open(DataRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var mappings = Mappings.Read(request.Mappings);
        var session = OpenSession();
        TelemetrySet? set = null;
        try
        {
            KernelCatalogue.Register(session);
            var references = new QueryReferences(
                WatchlistTables.Load(session, request.Watchlists, cancellationToken),
                StoredFunctions.Read(request.Functions),
                new ExternalFiles(request.ExternalFiles, request.AllowsNetwork, _options.Reading.TemporaryFolder))
            {
                GeoDatabase = Reference(GeoDatabases.Files, request.GeoDatabase),
                UserAgents = Reference(UserAgentFiles.Files, request.UserAgents),
            };
            var loaded = LoadedTelemetry.None;
            if (request.Paths.Count + request.Tables.Count > 0)
            {
                set = TelemetryCatalog.Open(
                    [.. request.Paths, .. request.Tables.Select(t => t.Path)],
                    _options.Reading with
                    {
                        KeepsRejections = request.Rejects is not null,
                        Mappings = mappings,
                        Tables = TablesOf(request.Tables),
                    });
                progress.Report("Reading events…");
                loaded = TelemetryLoader.Load(set, new TelemetrySession(session, cancellationToken));
                Accounts.Write(loaded, request.Accounts);
                Rejects.WriteOrFail(loaded, request.Rejects, request.IsStrict, request.NeedsAllFiles);
                RequireReadable(loaded);
            }

            loaded = StoreTables.Add(loaded, request.Store);
            if (request.DerivesAggregatedReports)
            {
                loaded = AggregatedReports.Add(loaded, new TelemetrySession(session, cancellationToken));
            }

            loaded = GivenRows.Add(session, loaded, request.Rows, cancellationToken);
            var tables = new TableCatalogue(loaded, session);

            // Parquet out of an archive is read in place: its copy lives as long as the session.
            return new DuckDbEngineSession(session, set, tables, request.NamesNoData ? DataSummaries.OfNoData(request) : DataSummaries.Summarise(session, loaded, request, cancellationToken), references, _options.IsRewriting);
        }
        catch (DuckDbException e)
        {
            session.Dispose();
            set?.Dispose();
            StoreTables.RequireSound(request.Store, e, cancellationToken);
            throw EngineFaults.Of("loading", e);
        }
        catch
        {
            session.Dispose();
            set?.Dispose();
            throw;
        }
    }

    /// <summary>The files that are bound to a table, by their paths; a file that is named counts before a folder that has it.</summary>
    private static ImmutableDictionary<string, string> TablesOf(IReadOnlyList<NamedFile> tables)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var table in tables.OrderBy(t => File.Exists(t.Path) ? 0 : 1))
        {
            foreach (var file in TelemetryCatalog.Find([table.Path]))
            {
                names.TryAdd(Path.GetFullPath(file), table.Name);
            }
        }

        return names.ToImmutable();
    }

    /// <summary>A path that is not there, a name that no table can have, or paths that hold nothing usable, end the run; a bad file among good ones does not.</summary>
    private static void RequireReadable(LoadedTelemetry loaded)
    {
        var errors = loaded.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0 && (loaded.Tables.IsEmpty || errors.Any(e => e.Descriptor == TelemetryDescriptors.PathNotFound || e.Descriptor == TelemetryDescriptors.TableName)))
        {
            // Each file's own reason says more than that none was usable.
            var reasons = loaded.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Take(MostReasons).Select(d => d.Message);
            throw new UnreadableDataException(string.Join(Environment.NewLine, errors.Select(DataSummaries.InWords).Concat(reasons)));
        }
    }
}
