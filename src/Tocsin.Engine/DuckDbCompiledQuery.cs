using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Printing;
using Tocsin.DuckDb;
using Tocsin.Engine.Kernels;
using Tocsin.Engine.Results;
using Tocsin.Engine.Sources;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Results;
using Tocsin.Kql.Syntax;
using Tocsin.Sql.Dialects;

namespace Tocsin.Engine;

internal sealed class DuckDbCompiledQuery(DuckDbSession session, Compilation compilation, TableCatalogue tables) : CompiledQuery
{
    public override IReadOnlyList<Diagnostic> Diagnostics => compilation.Diagnostics;

    public override int ResultCount => compilation.Results.Length;

    public override IReadOnlyList<ResultColumn> Columns => compilation.Columns;

    public override IReadOnlyList<string> TablesWithoutRows
    {
        get
        {
            string[] read = [.. compilation.Bound.Results.SelectMany(r => BoundLineage.Of(r.Query, compilation.Syntax.Source).Tables).Where(tables.Tables.ContainsKey).Distinct(StringComparer.Ordinal)];
            return read.Any(tables.IsLoaded) ? [] : read;
        }
    }

    private CompiledResult Only => compilation.Results is [var only] ? only : throw new InvalidOperationException($"The query has {compilation.Results.Length} results.");

    public override string? Emit(Stage stage) => stage switch
    {
        Stage.Syntax => SyntaxPrinter.Print(compilation.Syntax),
        Stage.Bound => compilation.Succeeded ? CompilationPrinter.PrintBound(compilation) : null,
        Stage.Plan => compilation.Succeeded ? CompilationPrinter.PrintPlan(compilation) : null,
        Stage.Sql => compilation.Succeeded ? CompilationPrinter.PrintSql(compilation) : null,
    };

    public override IRowReader Run(CancellationToken cancellationToken) => Read(Only, cancellationToken);

    public override IEnumerable<NamedResult> RunAll(CancellationToken cancellationToken)
    {
        try
        {
            Keep(cancellationToken);
            foreach (var result in compilation.Results)
            {
                using var rows = Read(result, cancellationToken);
                yield return new NamedResult(result.Name, result.Render, rows);
            }
        }
        finally
        {
            foreach (var table in compilation.Kept)
            {
                session.Execute($"DROP TABLE IF EXISTS {DuckDbWriter.Quote(table.Name)}", CancellationToken.None);
            }
        }
    }

    private DuckDbRowReader Read(CompiledResult result, CancellationToken cancellationToken)
    {
        try
        {
            return new DuckDbRowReader(session.Query(result.SqlText, cancellationToken), result.Columns, compilation.Bound.ReadsFiles);
        }
        catch (DuckDbException e)
        {
            throw EngineFaults.Of("execution", e, compilation.Bound.ReadsFiles);
        }
    }

    /// <summary>Computes what the results share.</summary>
    private void Keep(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var table in compilation.Kept)
            {
                session.Execute($"CREATE OR REPLACE TEMP TABLE {DuckDbWriter.Quote(table.Name)} AS {table.SqlText}", cancellationToken);
            }
        }
        catch (DuckDbException e)
        {
            throw EngineFaults.Of("execution", e, compilation.Bound.ReadsFiles);
        }
    }

    public override IReadOnlyList<string> Notes() => [.. session.Notes().Order(StringComparer.Ordinal)];

    public override long WriteParquet(string path, CancellationToken cancellationToken)
    {
        try
        {
            return ParquetWriter.Copy(session, Only, path, cancellationToken);
        }
        catch (DuckDbException e)
        {
            throw EngineFaults.Of("execution", e, compilation.Bound.ReadsFiles);
        }
    }
}

/// <summary>DuckDB's failures in our terms.</summary>
internal static class EngineFaults
{
    /// <summary>A query that was accepted and then fails is a fault of ours, save where the machine gave out.</summary>
    /// <param name="readsFiles">Whether the query itself names files, whose faults are theirs.</param>
    public static Exception Of(string stage, DuckDbException e, bool readsFiles = false) => e.Kind switch
    {
        // Kernels refuse values that they do not take or would have to guess about.
        _ when e.InnerException is KernelArgumentException or NotSupportedException or ArgumentException => new QueryFailedException(InFunction(e), e),
        _ when e.InnerException is FunctionMemoryException or OutOfMemoryException => new UnreadableDataException(MemoryMessage(e.InnerException.Message), e),
        DuckDbErrorKind.OutOfMemory => new UnreadableDataException(MemoryMessage(FirstLine(e.Message)), e),
        DuckDbErrorKind.InvalidInput or DuckDbErrorKind.Conversion when readsFiles => new UnreadableDataException(FirstLine(e.Message), e),
        _ when IsOfParquet(e) => new UnreadableDataException(FirstLine(e.Message), e),
        DuckDbErrorKind.IO => new UnreadableDataException(FirstLine(e.Message), e),
        _ => new EngineFaultException(stage, FirstLine(e.Message), e),
    };

    /// <summary>Parquet files are queried in place, so their damage is met while a query runs. Messages name the format or its compression.</summary>
    private static bool IsOfParquet(DuckDbException e) =>
        e.Kind is DuckDbErrorKind.InvalidInput or DuckDbErrorKind.Invalid
        && Array.Exists(["parquet", "gzip", "snappy", "zstd", "lz4", "brotli"], name => e.Message.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The functions' own memory and DuckDB's alike.</summary>
    private static string MemoryMessage(string reason) =>
        $"The query needs more memory than it may take: {reason.TrimEnd('.')}. Raise --memory, or narrow the query: an earlier where, a shorter time range, fewer or smaller groups.";

    /// <summary>What a function says of its arguments, with the function's name where it does not say it itself.</summary>
    private static string InFunction(DuckDbException e)
    {
        var message = e.InnerException!.Message.Split(" (Parameter '")[0];
        if (e.InnerException is KernelArgumentException { IsOfOperator: true })
        {
            return message;
        }

        var name = e.Function is { } function ? function.StartsWith(KernelCatalogue.NamePrefix, StringComparison.Ordinal) ? function[KernelCatalogue.NamePrefix.Length..] : function : null;
        return name is null || message.Contains($"{name}()", StringComparison.Ordinal) ? message : $"{name}(): {message}";
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
