using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tocsin.Cli.Commands;

/// <summary><c>--now INSTANT|latest</c>.</summary>
internal static class ClockOption
{
    public static Option<DateTime?> Create() => new("--now")
    {
        Description = "The clock that ago() and now() go by: an instant (2026-03-05T18:00:00Z; UTC where no offset is given), or latest, the newest event in the data.",
        HelpName = "INSTANT|latest",
        CustomParser = Parse,
        DefaultValueFactory = _ => null,
    };

    private static DateTime? Parse(ArgumentResult argument)
    {
        var word = argument.Tokens is [var token] ? token.Value : "";
        if (word.Length == 0 || string.Equals(word, "latest", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (char.IsAsciiDigit(word[0]) && DateTime.TryParse(word, CultureInfo.InvariantCulture, utc, out var instant))
        {
            return instant;
        }

        argument.AddError($"'{word}' is no instant; expected one such as 2026-03-05T18:00:00Z, or latest.");
        return null;
    }
}
