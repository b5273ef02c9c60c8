using System.Globalization;
using System.Text;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>What the checks find, as documentation: docs/checks.md is this text.</summary>
public static class CheckDocument
{
    private static readonly (DiagnosticDescriptor Descriptor, string Explanation)[] OfTargets =
    [
        (CheckDescriptors.ColumnLacking, "The query names a column that the table has elsewhere, but not in the service that --target names. Columns are those of Microsoft's documentation of each service."),
        (CheckDescriptors.TableNotKnown, "[tables.md](tables.md) lists the tables whose columns Tocsin knows, in which service and from which page. A query over others is read, and the checks that need no columns are made."),
        (CheckDescriptors.NotChecked, "Tocsin refuses what it cannot answer as Kusto does. That says nothing of whether the service takes it."),
        (CheckDescriptors.TableLacking, "Microsoft describes the table for the other service and not for the one that --target names, so the rule binds nowhere there."),
        (CheckDescriptors.ColumnDoubtful, "Columns are those of Microsoft's documentation on the date that [tables.md](tables.md) gives. Where one service's page is older than the other's, a column of the newer page may be missing, or may have come since."),
    ];

    /// <summary>Why a finding matters, or null for messages of the language itself.</summary>
    public static string? Explain(string id) => Entries().FirstOrDefault(e => e.Descriptor.Id.Equals(id, StringComparison.Ordinal)).Explanation;

    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # What `tocsin check` finds

            Messages of the language itself (TOC1xxx, TOC2xxx) come with the query's own mistakes. These come on top; each is a class in
            `src/Tocsin.Detections/Analysis/Checks`, and this page is written from them.

            | id | severity | finding |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (descriptor, _) in Entries())
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{descriptor.Id}](#{descriptor.Id.ToLowerInvariant()}) | {Word(descriptor.Severity)} | {Plain(descriptor.Message)} |\n");
        }

        foreach (var (descriptor, explanation) in Entries())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {descriptor.Id}\n\n{explanation}\n");
            if (descriptor.Hint is { } hint && Plain(hint).Trim('…', ' ').Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nThe way out: {Plain(hint)}\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(DiagnosticDescriptor Descriptor, string Explanation)> Entries() =>
        OfTargets.Concat(Lints.All.Select(l => (l.Descriptor, l.Explanation))).OrderBy(e => e.Descriptor.Id, StringComparer.Ordinal);

    /// <summary>A message without its places: <c>{0}</c> becomes an ellipsis, and what Markdown would take for more is quoted.</summary>
    private static string Plain(string message)
    {
        var text = new StringBuilder(message.Length);
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] == '{' && i + 2 < message.Length && message[i + 2] == '}')
            {
                text.Append('…');
                i += 2;
            }
            else
            {
                text.Append(message[i] is '|' or '*' or '_' ? "\\" : "").Append(message[i]);
            }
        }

        return text.Replace("……", "…").ToString();
    }

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Information => "information",
    };
}
