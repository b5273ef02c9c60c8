using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Lowering;
using Tocsin.Compiler.Plan;
using Tocsin.Compiler.Rewriting;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Results;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler;

/// <summary>What a compilation needs beside the text.</summary>
/// <param name="Tables">The tables that exist, by name.</param>
/// <param name="Now">What now() answers, in ticks of 100 ns since 0001-01-01.</param>
public sealed record CompilerOptions(IReadOnlyDictionary<string, TableDescriptor> Tables, long Now)
{
    /// <summary>The tables that wildcards, search and find reach where they name none; null for all.</summary>
    public IReadOnlyCollection<string>? WildcardTables { get; init; }

    /// <summary>What the regular expression library has against a pattern, or null; without it patterns are not checked.</summary>
    public Func<string, string?>? RegexError { get; init; }

    /// <summary>Functions that queries may call without defining them.</summary>
    public ImmutableArray<StoredFunction> Functions { get; init; } = [];

    /// <summary>What _GetWatchlist() gives, by the watchlists' names.</summary>
    public IReadOnlyDictionary<string, TableDescriptor> Watchlists { get; init; } = ImmutableDictionary<string, TableDescriptor>.Empty;

    /// <summary>Finds the local file behind an address of externaldata; without it externaldata has its columns and no rows.</summary>
    public Func<string, ExternalFile>? ExternalFiles { get; init; }

    /// <summary>The file that geo_info_from_ip_address() looks addresses up in; without it the function is refused.</summary>
    public string? GeoDatabase { get; init; }

    /// <summary>The file of patterns that parse_user_agent() goes by; without it the function is refused.</summary>
    public string? UserAgents { get; init; }

    /// <summary>
    /// Runs a query of one column of strings while another is compiled, for plug-ins whose columns depend on the data;
    /// without it they need a schema.
    /// </summary>
    public Func<SqlQuery, DataAnswer>? Probe { get; init; }

    /// <summary>Whether plans are rewritten; answers are the same without.</summary>
    public bool IsRewriting { get; init; } = true;
}

/// <summary>A file that externaldata reads, or why it does not.</summary>
public sealed record ExternalFile(string? Path, string? Refusal);

/// <summary>One result of a query, compiled.</summary>
/// <param name="Name">What the query calls it, or null.</param>
/// <param name="Render">How it asks to be drawn, or null.</param>
public sealed record CompiledResult(string? Name, RenderHint? Render, ImmutableArray<ResultColumn> Columns, QueryPlan Plan, SqlQuery Sql)
{
    /// <summary>The SQL as DuckDB reads it.</summary>
    public string SqlText => DuckDbWriter.Write(Sql);
}

/// <summary>Rows that several results share, to be stored as a temporary table before the results are computed.</summary>
public sealed record CompiledTable(string Name, QueryPlan Plan, SqlQuery Sql)
{
    /// <summary>The SQL as DuckDB reads it.</summary>
    public string SqlText => DuckDbWriter.Write(Sql);
}

/// <summary>Every stage of a compilation, as far as it came.</summary>
public sealed record Compilation(SyntaxTree Syntax, BoundProgram Bound)
{
    /// <summary>The results, in order; none where the query is refused.</summary>
    public ImmutableArray<CompiledResult> Results { get; init; } = [];

    /// <summary>What several results share, each after those that it reads.</summary>
    public ImmutableArray<CompiledTable> Kept { get; init; } = [];

    /// <summary>The columns of the first result, also of a query that binds and is refused for what it would do.</summary>
    public ImmutableArray<ResultColumn> Columns { get; init; } = [];

    public ImmutableArray<Diagnostic> Diagnostics => Bound.Diagnostics;

    /// <summary>False where the query is refused; the diagnostics say why.</summary>
    public bool Succeeded => !Results.IsEmpty;
}

/// <summary>The way of a query from text to SQL, stage by stage; docs/architecture.md has the table.</summary>
public static class KqlCompiler
{
    public static Compilation Compile(SourceText source, CompilerOptions options)
    {
        var syntax = SyntaxTree.Parse(source);
        Func<BoundQuery, DataAnswer>? probe = options.Probe is { } run ? query => run(Lower(query, options, kept: null).Sql) : null;
        var bound = Binder.Bind(syntax, FunctionCatalogue.Default, options, probe);
        var settings = bound.Now is { } now ? options with { Now = now } : options;

        // What one result computes once is a part of its SQL; several need a table to share.
        var kept = bound.Results.Length > 1 ? new KeptTables() : null;
        ImmutableArray<CompiledResult> results = [.. bound.Results.Select(r => Compile(r, settings, kept))];
        return new Compilation(syntax, bound) { Columns = Shown(bound.Columns), Results = results, Kept = kept?.Lower(t => Compile(t, settings, kept)) ?? [] };
    }

    private static CompiledResult Compile(BoundResult result, CompilerOptions options, KeptTables? kept)
    {
        var (plan, sql) = Lower(result.Query, options, kept);
        return new CompiledResult(result.Name, result.Render, Shown(result.Query.Columns), plan, sql);
    }

    private static ImmutableArray<ResultColumn> Shown(ImmutableArray<ColumnSymbol> columns) => [.. columns.Select(c => new ResultColumn(c.Name, c.Type.Kind))];

    private static CompiledTable Compile(KeptTable table, CompilerOptions options, KeptTables kept)
    {
        var setting = SettingOf(options, kept);
        var (columns, names) = table.Stored;
        var plan = setting.Rewrite(Planner.Plan(table.Query, kept) with { Result = columns });
        return new CompiledTable(table.Name, plan, PlanLowerer.LowerKept(plan, names, setting));
    }

    private static (QueryPlan Plan, SqlQuery Sql) Lower(BoundQuery query, CompilerOptions options, KeptTables? kept)
    {
        var setting = SettingOf(options, kept);
        var plan = setting.Rewrite(Planner.Plan(query, kept));
        return (plan, PlanLowerer.Lower(plan, setting));
    }

    private static LoweringSetting SettingOf(CompilerOptions options, KeptTables? kept)
    {
        var clock = new LoweringClock(options.Now);
        return new LoweringSetting(clock, options.Tables, kept, options.IsRewriting ? plan => PlanRewrites.Apply(plan, clock) : plan => plan);
    }
}
