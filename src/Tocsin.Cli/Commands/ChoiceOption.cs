using System.CommandLine;
using System.CommandLine.Parsing;

namespace Tocsin.Cli.Commands;

/// <summary>An option that takes one of a few words, ignoring case.</summary>
internal static class ChoiceOption
{
    public static Option<T?> Create<T>(string name, string helpName, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = Parse<T>,
            CompletionSources = { _ => Words<T>().Select(w => new System.CommandLine.Completions.CompletionItem(w)) },
        };

    private static T? Parse<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var word = argument.Tokens is [var token] ? token.Value : "";

        // Enum.TryParse alone takes numbers and lists too.
        if (Words<T>().Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(word.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
        }

        argument.AddError($"'{word}' is none of {string.Join(", ", Words<T>())}.");
        return null;
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(Word);

    /// <summary><c>AggregatedReports</c> is spelled <c>aggregated-reports</c>.</summary>
    private static string Word(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
