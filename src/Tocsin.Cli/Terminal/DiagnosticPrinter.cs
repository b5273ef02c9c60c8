using Tocsin.Kql.Diagnostics;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Terminal;

/// <summary>
/// Prints diagnostics for people:
/// <code>
/// query:1:14: error TOC1017 (KS176): …
///   DeviceEvents | wher x
///                  ^^^^
///   hint: …
/// </code>
/// </summary>
internal static class DiagnosticPrinter
{
    private const int LongestLine = 160;

    public static void Print(TextWriter output, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Print(output, diagnostic);
        }
    }

    private static void Print(TextWriter output, Diagnostic diagnostic)
    {
        var position = diagnostic.Position;
        var name = TerminalText.Neutralise(diagnostic.Source.Name);
        output.WriteLine($"{name}:{position}: {Word(diagnostic.Severity)} {Code(diagnostic)}: {TerminalText.Neutralise(diagnostic.Message)}");
        PrintPlace(output, diagnostic, position.Line, position.Column);
        if (diagnostic.Hint is { Length: > 0 } hint)
        {
            output.WriteLine($"  hint: {TerminalText.Neutralise(hint)}");
        }
    }

    /// <summary>Our code, and Microsoft's where one corresponds.</summary>
    private static string Code(Diagnostic diagnostic) =>
        diagnostic.Descriptor.KustoCode is { } kusto ? $"{diagnostic.Id} ({kusto})" : diagnostic.Id;

    private static void PrintPlace(TextWriter output, Diagnostic diagnostic, int line, int column)
    {
        var text = diagnostic.Source.LineAt(line);
        if (text.AsSpan().Trim().IsEmpty)
        {
            return;
        }

        // A line may be a whole query of megabytes: only the part around the place is shown.
        var start = Math.Max(0, Math.Min(column - 1 - (LongestLine / 2), text.Length - LongestLine));
        var shown = text.AsSpan(start, Math.Min(LongestLine, text.Length - start));
        var before = shown[..Math.Clamp(column - 1 - start, 0, shown.Length)];
        var length = Math.Clamp(diagnostic.Span.Length, 1, Math.Max(1, shown.Length - before.Length));
        output.WriteLine($"  {TerminalText.Neutralise(shown)}");
        output.WriteLine($"  {new string(' ', TerminalText.Width(TerminalText.Neutralise(before)))}{new string('^', length)}");
    }

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Information => "info",
    };
}
