using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>File names or domains that are looked for as terms where whole values were meant.</summary>
internal sealed class TermListLint : Lint
{
    private static readonly string[] ExecutableEndings = [".exe", ".dll", ".com", ".bat", ".cmd", ".ps1", ".scr", ".msi"];

    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7020", DiagnosticSeverity.Warning, "{0} finds its {1} anywhere in {2}: {3} match too.", "{4}");

    public override string Explanation =>
        "has, has_any and has_all look for terms: runs of letters and digits anywhere in the text. As an allow-list that opens a door: whoever names a file or a host so that "
        + "it holds a trusted name passes. File names are compared whole (in~, !in~), domains by their end.";

    public override IEnumerable<Diagnostic> Check(LintContext context)
    {
        foreach (var node in context.Query.Tree.Root.DescendantsAndSelf())
        {
            if (node is not ExpressionSyntax expression || Conditions.Read(new Conjunct(expression, false), context.Query.Constants) is not { } predicate || expression is ParenthesizedSyntax
                || predicate.Kind is not (PredicateKind.Term or PredicateKind.AnyTerm or PredicateKind.AllTerms) || predicate.Values.IsEmpty)
            {
                continue;
            }

            var texts = predicate.Values.Select(v => v.Value as string ?? "").ToList();
            var subject = Quote(context, predicate.Subject.Span);
            var operation = OperatorText(context, expression);
            if (IsAboutFiles(subject, texts))
            {
                var sample = texts.First(IsFileName);
                yield return At(context, OperatorSpan(expression), operation, "file names", subject, $"'{sample}.txt' and 'not-{sample}'", FileHint(subject, IsNegatedAbove(context, expression, predicate)));
            }
            else if (IsNegatedAbove(context, expression, predicate) && texts.TrueForAll(IsDomain))
            {
                var sample = texts[0];
                yield return At(
                    context, OperatorSpan(expression), operation, "domains", subject, $"'{sample}.evil.example' and 'evil.example/{sample}'",
                    "Compare the end of the host's name: with matches regex @'(^|\\.)example\\.com$' over the host, or with endswith.");
            }
        }
    }

    private static string FileHint(string subject, bool isNegated) => subject.EndsWith("FileName", StringComparison.Ordinal)
        ? $"Compare whole names, ignoring case: {subject} {(isNegated ? "!in~" : "in~")} (…)."
        : "Compare whole names, ignoring case, with in~; in an array, before the names are collected (countif(… in~ (…))).";

    /// <summary>Command lines and paths hold file names amid other text; names of files and sets of them do not.</summary>
    private static bool IsAboutFiles(string subject, List<string> texts) =>
        texts.Count > 0 && texts.Count(IsFileName) * 2 > texts.Count
        && !subject.Contains("CommandLine", StringComparison.OrdinalIgnoreCase) && !subject.Contains("Path", StringComparison.OrdinalIgnoreCase)
        && !subject.Contains("Url", StringComparison.OrdinalIgnoreCase) && !subject.Contains("Script", StringComparison.OrdinalIgnoreCase);

    private static bool IsFileName(string text) =>
        Array.Exists(ExecutableEndings, e => text.EndsWith(e, StringComparison.OrdinalIgnoreCase)) && !text.Contains('\\', StringComparison.Ordinal) && !text.Contains('/', StringComparison.Ordinal);

    private static bool IsDomain(string text) =>
        text.Contains('.', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    /// <summary>Whether the term is looked for to leave rows out.</summary>
    private static bool IsNegatedAbove(LintContext context, ExpressionSyntax expression, Predicate predicate) =>
        predicate.IsNegated || context.Conjuncts.Any(c => c.Predicate.IsNegated && c.Predicate.Span == expression.Span);

    private static string OperatorText(LintContext context, ExpressionSyntax expression) => context.Source.ToString(OperatorSpan(expression));

    private static Kql.Text.TextSpan OperatorSpan(ExpressionSyntax expression) => expression switch
    {
        ListOperatorSyntax list => list.OperatorSpan,
        BinarySyntax binary => binary.OperatorSpan,
        _ => expression.Span,
    };
}
