using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Export;

/// <summary>Writes a detection in another product's form. A further one is a class and a line in <see cref="DetectionExporters"/>.</summary>
public interface IDetectionExporter
{
    /// <summary>What <c>--to</c> calls it.</summary>
    string Name { get; }

    /// <summary>The ending of its files, with the dot.</summary>
    string Extension { get; }

    ExportResult Export(DetectionPackage package);
}

/// <summary>A detection in another form, or the reasons why it has none there.</summary>
/// <param name="Text">The whole file, or null where the target would refuse the detection.</param>
/// <param name="Notes">What the target does not say or says in another way, in the order of the query's text.</param>
/// <param name="Diagnostics">Why the detection is refused.</param>
public sealed record ExportResult(string? Text, ImmutableArray<ExportNote> Notes, ImmutableArray<Diagnostic> Diagnostics)
{
    public static ExportResult Refused(ImmutableArray<ExportNote> notes, params IEnumerable<Diagnostic> diagnostics) => new(null, notes, [.. diagnostics]);
}

public enum ExportNoteKind
{
    /// <summary>The target's rule lacks it.</summary>
    Lost,

    /// <summary>The target's rule has it in another way.</summary>
    Changed,

    /// <summary>The target asks for it, and the detection does not have it.</summary>
    Added,
}

/// <summary>One sentence on the difference between a detection and its export.</summary>
/// <param name="Span">The place in the query, or null for what metadata says.</param>
/// <param name="What">The query's text, or what metadata calls it.</param>
public sealed record ExportNote(ExportNoteKind Kind, SourceText Source, TextSpan? Span, string What, string Why)
{
    internal const int LongestText = 140;

    public override string ToString()
    {
        var place = Span is { } span ? $"{Path.GetFileName(Source.Name)}:{Source.PositionAt(span.Start)}: " : "";
        return $"{place}{Word(Kind)}: {What}: {Why}";
    }

    public static ExportNote At(ExportNoteKind kind, SyntaxTree query, TextSpan span, string why) =>
        new(kind, query.Source, span, query.OneLine(span, LongestText), why);

    private static string Word(ExportNoteKind kind) => kind switch
    {
        ExportNoteKind.Lost => "lost",
        ExportNoteKind.Changed => "changed",
        ExportNoteKind.Added => "added",
    };
}
