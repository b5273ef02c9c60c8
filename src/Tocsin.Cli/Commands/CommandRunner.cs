using Tocsin.Cli.Terminal;
using Tocsin.Engine;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>Runs a command's work and turns what went wrong into plain words and an exit status.</summary>
internal static class CommandRunner
{
    public static int Run(Surroundings surroundings, Func<CancellationToken, int> work)
    {
        using var interruption = new Interruption();
        try
        {
            return work(interruption.Token);
        }
        catch (OperationCanceledException)
        {
            return Fail(surroundings, ExitStatus.Interrupted, "interrupted");
        }
        catch (UsageException e)
        {
            return Fail(surroundings, ExitStatus.Refused, e.Message);
        }
        catch (RefusedFileException e)
        {
            DiagnosticPrinter.Print(surroundings.Error, e.Diagnostics);
            return ExitStatus.Refused;
        }
        catch (QueryFailedException e)
        {
            return Fail(surroundings, ExitStatus.Refused, e.Message);
        }
        catch (UnreadableDataException e)
        {
            return Fail(surroundings, ExitStatus.Unreadable, e.Message);
        }
        catch (IOException e) when (IsBrokenPipe(e))
        {
            // The reader of our output (head, less) has seen enough.
            return ExitStatus.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(surroundings, ExitStatus.Unreadable, e.Message);
        }
        catch (Exception e)
        {
            return Fail(surroundings, ExitStatus.Internal, DescribeFault(e));
        }
    }

    public static int Fail(Surroundings surroundings, int status, string message)
    {
        foreach (var line in message.AsSpan().EnumerateLines())
        {
            surroundings.Error.WriteLine($"tocsin: {TerminalText.Neutralise(line)}");
        }

        return status;
    }

    /// <summary>The sentence for a fault of ours: the stage that failed where it is known, or what kind of fault it is.</summary>
    public static string DescribeFault(Exception e) =>
        e is EngineFaultException fault ? $"internal error in stage '{fault.Stage}': {e.Message}" : $"internal error: {e.GetType().Name}: {e.Message}";

    // EPIPE on Linux and macOS; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows.
    private static bool IsBrokenPipe(IOException e) =>
        OperatingSystem.IsWindows() ? (e.HResult & 0xffff) is 109 or 232 : e.HResult == 32 || e.Message.Contains("Broken pipe", StringComparison.Ordinal);
}
