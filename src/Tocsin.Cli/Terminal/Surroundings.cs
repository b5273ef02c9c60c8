using Tocsin.Report.Writing;

namespace Tocsin.Cli.Terminal;

/// <summary>The streams a command talks to, and what is known of them.</summary>
internal sealed class Surroundings(Stream output, TextWriter error, int? outputWidth, bool errorIsTerminal, bool colour)
{
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
        return new Surroundings(Console.OpenStandardOutput(), Console.Error, width, !Console.IsErrorRedirected, colour);
    }
}
