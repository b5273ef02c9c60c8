using System.CommandLine;
using System.CommandLine.Parsing;

namespace Tocsin.Cli.Commands;

/// <summary>An option that takes one of a few words, ignoring case.</summary>
internal static class ChoiceOption
{
    public static Option<T?> Create<T>(string name, string helpName, string description, params T[] excluded)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Except(excluded).Select(v => Word(v.ToString())).ToList();
        return new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument => Parse<T>(argument, words),
            CompletionSources = { _ => words.Select(w => new System.CommandLine.Completions.CompletionItem(w)) },
        };
    }

    private static T? Parse<T>(ArgumentResult argument, List<string> words)
        where T : struct, Enum
    {
        var word = argument.Tokens is [var token] ? token.Value : "";

        // Enum.TryParse alone takes numbers and lists too.
        if (words.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(word.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
        }

        argument.AddError($"'{word}' is none of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary><c>AggregatedReports</c> is spelled <c>aggregated-reports</c>.</summary>
    private static string Word(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
