using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>What is wrong with a query in the place where it is to run. The lints have their descriptors with them.</summary>
public static class CheckDescriptors
{
    public static readonly DiagnosticDescriptor ColumnLacking = new(
        "TOC7001", DiagnosticSeverity.Error, "{0} has no column '{1}' in {2}{3}.", "{4}");

    public static readonly DiagnosticDescriptor TableNotKnown = new(
        "TOC7002", DiagnosticSeverity.Warning, "The table '{0}' is not known to Tocsin: the names and types of what is read from it are not checked.");

    public static readonly DiagnosticDescriptor TableLacking = new(
        "TOC7005", DiagnosticSeverity.Error, "The table '{0}' does not exist in {1}: it is a table of {2}.",
        "Run the rule there, or take a table of the service's own; a Defender portal with a Sentinel workspace connected has the tables of both.");

    public static readonly DiagnosticDescriptor ColumnDoubtful = new(
        "TOC7006", DiagnosticSeverity.Warning, "Whether {0} has a column '{1}' in {2} is not known{3}: the page of that table is of {4}, older than the one that lists the column.",
        "Look it up at {5}.");

    public static readonly DiagnosticDescriptor NotChecked = new(
        "TOC7003", DiagnosticSeverity.Warning, "This could not be checked for {0}: {1}");
}
