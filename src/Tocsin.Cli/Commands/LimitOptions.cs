using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tocsin.Engine;

namespace Tocsin.Cli.Commands;

/// <summary>Makes the engine of a command, within the limits that its options set.</summary>
internal delegate IEngine EngineFactory(EngineOptions options);

/// <summary>The options <c>--memory</c> and <c>--threads</c>.</summary>
internal sealed class LimitOptions
{
    /// <summary>Less than this does not even open a database.</summary>
    private const long LeastMemory = 64_000_000;

    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "Memory that the engine may take before it spills to disk, such as 2GB or 512MB. Without it: 80 % of the machine's.",
        HelpName = "SIZE",
        CustomParser = ParseSize,
    };

    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Threads that the engine may use. Without it: one for each core.",
        HelpName = "N",
        CustomParser = ParseThreads,
    };

    public void AddTo(Command command)
    {
        command.Add(_memory);
        command.Add(_threads);
    }

    public EngineOptions Read(ParseResult result) => new(result.GetValue(_memory), result.GetValue(_threads));

    private static long? ParseSize(ArgumentResult argument)
    {
        var word = argument.Tokens is [var token] ? token.Value : "";
        var digits = word.AsSpan().TrimEnd("BbGgIiKkMmTt ");
        var scale = word[digits.Length..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 1L,
            "K" or "KB" => 1_000L,
            "M" or "MB" => 1_000_000L,
            "G" or "GB" => 1_000_000_000L,
            "T" or "TB" => 1_000_000_000_000L,
            "KIB" => 1L << 10,
            "MIB" => 1L << 20,
            "GIB" => 1L << 30,
            "TIB" => 1L << 40,
            _ => 0L,
        };
        if (scale == 0 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / scale)
        {
            argument.AddError($"'{word}' is no size; expected one such as 2GB or 512MB.");
            return null;
        }

        var bytes = (long)(number * scale);
        if (bytes < LeastMemory)
        {
            argument.AddError($"'{word}' is too little; the engine needs {LeastMemory / 1_000_000} MB.");
            return null;
        }

        return bytes;
    }

    private static int? ParseThreads(ArgumentResult argument)
    {
        var word = argument.Tokens is [var token] ? token.Value : "";
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= 1024)
        {
            return threads;
        }

        argument.AddError($"'{word}' is no number of threads; expected 1 to 1024.");
        return null;
    }
}
