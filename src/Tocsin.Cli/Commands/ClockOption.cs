using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tocsin.Cli.Commands;

/// <summary><c>--now INSTANT|latest</c>.</summary>
internal static class ClockOption
{
    public static Option<Clock> Create() => new("--now")
    {
        Description = "The clock that ago() and now() go by: an instant (2026-03-05T18:00:00Z; UTC where no offset is given), or latest, the newest event in the data.",
        HelpName = "INSTANT|latest",
        CustomParser = Parse,
        DefaultValueFactory = _ => new Clock(null),
    };

    private static Clock? Parse(ArgumentResult argument)
    {
        var word = argument.Tokens is [var token] ? token.Value : "";
        if (word.Length == 0 || string.Equals(word, "latest", StringComparison.OrdinalIgnoreCase))
        {
            return new Clock(null);
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (BeginsWithYear(word) && DateTime.TryParse(word, CultureInfo.InvariantCulture, utc, out var instant))
        {
            return new Clock(instant);
        }

        argument.AddError($"'{word}' is no instant; expected one such as 2026-03-05T18:00:00Z, or latest.");
        return null;
    }

    /// <summary>Other forms do not tell days from months.</summary>
    private static bool BeginsWithYear(string word) => word.Length > 4 && word.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && word[4] == '-';
}

/// <summary>What the option says. An option's own value is never null: the parser of the command line cannot pass that on.</summary>
/// <param name="Instant">Null for the newest event in the data.</param>
internal sealed record Clock(DateTime? Instant)
{
    /// <summary>As the option is written; --help shows the default so.</summary>
    public override string ToString() => Instant?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) ?? "latest";
}
