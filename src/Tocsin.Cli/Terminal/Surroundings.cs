using Microsoft.Win32.SafeHandles;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Terminal;

/// <summary>The streams a command talks to, and what is known of them.</summary>
internal sealed class Surroundings(Stream output, TextWriter error, int? outputWidth, bool errorIsTerminal, bool colour)
{
    private const int StandardOutput = 1;

    public Stream Output { get; } = output;

    public TextWriter Error { get; } = error;

    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>Colours on the standard output.</summary>
    public TableSurface OutputSurface { get; } = new(outputWidth, colour && outputWidth is not null);

    public bool ErrorColour { get; } = colour && errorIsTerminal;

    public static Surroundings OfProcess()
    {
        // https://no-color.org: set and not empty, whatever its value.
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && !string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        int? width = Console.IsOutputRedirected ? null : Math.Max(40, Console.WindowWidth);
        return new Surroundings(OpenOutput(), Console.Error, width, !Console.IsErrorRedirected, colour);
    }

    /// <summary>
    /// The standard output. On Unix the console's stream says nothing of a reader that has gone (head, less), so that all rows
    /// would be computed for nobody; a file's stream does. Into a file that others write to as well it has a place of its own.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
