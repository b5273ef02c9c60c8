using System.CommandLine;
using Tocsin.Cli.Terminal;
using Tocsin.Kql.Results;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>Carries a result to where the options want it.</summary>
internal static class ResultOutput
{
    public static void Write(OutputOptions options, ParseResult arguments, Surroundings surroundings, IRowReader rows, CancellationToken cancellationToken)
    {
        var writer = options.Writer(arguments, surroundings);
        Write(options.File(arguments), surroundings, output => writer.Write(rows, output, cancellationToken), cancellationToken);
    }

    /// <summary>All results of a query.</summary>
    public static void Write(OutputOptions options, ParseResult arguments, Surroundings surroundings, IEnumerable<NamedResult> results, int count, CancellationToken cancellationToken)
    {
        var writer = options.Writer(arguments, surroundings, count);
        Write(options.File(arguments), surroundings, output => writer.Write(results, output, cancellationToken), cancellationToken);
    }

    /// <summary>Writes to a file, which appears when it is whole, or to the standard output.</summary>
    public static void Write(string? path, Surroundings surroundings, Action<Stream> write, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            write(surroundings.Output);
            surroundings.Output.Flush();
            return;
        }

        using var file = Create(path);
        write(file.Stream);
        cancellationToken.ThrowIfCancellationRequested();
        file.Commit();
    }

    /// <summary>Lets the action write the file, which appears whole or not at all.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = Create(path);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>Lets the engine write Parquet beside the target, and renames when it is whole.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the rows to the path it is given and returns their number.</param>
    /// <param name="cancellationToken">Nothing is renamed once it is cancelled.</param>
    public static long WriteParquet(string path, Func<string, long> write, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        CheckFolder(path);
        var temporary = AtomicFile.TemporaryNameFor(target);
        try
        {
            var rows = write(temporary);
            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, target, overwrite: true);
            return rows;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>To be called before long work: an output that cannot be written should not be found out after it.</summary>
    public static void CheckFolder(string? path)
    {
        if (path is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new UsageException($"'{path}' cannot be written: its folder does not exist.");
        }
    }

    private static AtomicFile Create(string path)
    {
        CheckFolder(path);
        try
        {
            return AtomicFile.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be written: {e.Message}", e);
        }
    }
}
