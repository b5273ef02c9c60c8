namespace Tocsin.Cli;

/// <summary>What the program's exit status means; scripts rely on it.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>A check failed, or <c>--fail-on</c> was reached.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use, or a query that is refused.</summary>
    public const int Refused = 2;

    /// <summary>Data that cannot be read, or output that cannot be written.</summary>
    public const int Unreadable = 3;

    /// <summary>A fault of ours.</summary>
    public const int Internal = 4;

    /// <summary>Stopped by Ctrl-C, as shells have it.</summary>
    public const int Interrupted = 130;
}
