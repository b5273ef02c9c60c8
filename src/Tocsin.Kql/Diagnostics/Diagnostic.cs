using System.Globalization;
using Tocsin.Kql.Text;

namespace Tocsin.Kql.Diagnostics;

public enum DiagnosticSeverity
{
    Error,
    Warning,
    Information,
}

/// <summary>
/// One kind of message. Ids are never reused: TOC1xxx syntax, TOC2xxx binding, TOC3xxx unsupported,
/// TOC4xxx execution, TOC5xxx detections, TOC6xxx telemetry, TOC7xxx checks.
/// </summary>
/// <param name="Id">Our stable code.</param>
/// <param name="Message">A composite format string; says what was found and what was expected.</param>
/// <param name="Hint">The way out, or null. A composite format string over the same arguments; where it comes to nothing there is none.</param>
/// <param name="KustoCode">Microsoft's code of the corresponding message (KS…), a cross-reference only.</param>
public sealed record DiagnosticDescriptor(
    string Id,
    DiagnosticSeverity Severity,
    string Message,
    string? Hint = null,
    string? KustoCode = null)
{
    /// <summary>The message at a place; of a text that was changed after it was read, at the place in what was read.</summary>
    public Diagnostic At(SourceText source, TextSpan span, params object[] arguments)
    {
        var (original, place) = source.InOriginal(span);
        return new(this, original, place, arguments);
    }
}

/// <summary>A message about a place in a text.</summary>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, SourceText Source, TextSpan Span, IReadOnlyList<object> Arguments)
{
    public string Id => Descriptor.Id;

    public DiagnosticSeverity Severity => Descriptor.Severity;

    public LinePosition Position => Source.PositionAt(Span.Start);

    public string Message => Format(Descriptor.Message);

    public string? Hint => Descriptor.Hint is null || Format(Descriptor.Hint) is not { Length: > 0 } hint ? null : hint;

    private string Format(string format) => string.Format(CultureInfo.InvariantCulture, format, [.. Arguments]);
}

/// <summary>Collects the diagnostics of one stage; user mistakes are values, never exceptions.</summary>
public sealed class DiagnosticBag(SourceText source)
{
    private readonly List<Diagnostic> _items = [];

    public SourceText Source { get; } = source;

    public IReadOnlyList<Diagnostic> Items => _items;

    public bool HasErrors => _items.Exists(d => d.Severity == DiagnosticSeverity.Error);

    public void Report(DiagnosticDescriptor descriptor, TextSpan span, params object[] arguments) =>
        _items.Add(descriptor.At(Source, span, arguments));

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(diagnostics);
}
