using Tocsin.Report.Writing;

namespace Tocsin.Cli.Terminal;

/// <summary>One line on a terminal's standard error that says what is going on; nothing at all in a pipe.</summary>
internal sealed class StatusLine(Surroundings surroundings) : IProgress<string>, IDisposable
{
    private const int Width = 78;

    private readonly Lock _gate = new();
    private bool _shown;

    public void Report(string value)
    {
        if (!surroundings.ErrorIsTerminal)
        {
            return;
        }

        lock (_gate)
        {
            surroundings.Error.Write($"\r\e[2K{TerminalText.Fit(TerminalText.Neutralise(value), Width)}");
            surroundings.Error.Flush();
            _shown = true;
        }
    }

    /// <summary>Clears the line, so that other text can follow.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_shown)
            {
                surroundings.Error.Write("\r\e[2K");
                surroundings.Error.Flush();
                _shown = false;
            }
        }
    }

    public void Dispose() => Clear();
}
