using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Testing;

/// <summary>What can be wrong with a test, beside what <see cref="Packages.DetectionDescriptors"/> has for all YAML. Ids are never reused.</summary>
public static class TestDescriptors
{
    public static readonly DiagnosticDescriptor NoSuchTable =
        Error("TOC5101", "The field '{0}' names the table '{1}', whose schema is not known.", "The nearest names are {2}; docs/tables.md has all.");

    public static readonly DiagnosticDescriptor NoSuchTableColumn =
        Error("TOC5102", "The table {1} has no column '{2}' (field '{0}').", "{3}");

    public static readonly DiagnosticDescriptor WrongColumnValue =
        Error("TOC5103", "The field '{0}' holds '{1}', which is no value of type {2}.");

    public static readonly DiagnosticDescriptor DuplicateName =
        Error("TOC5104", "The test's name '{0}' is taken by {1}.", "Names seed the random choices of a scenario, and reports tell tests apart by them.");

    public static readonly DiagnosticDescriptor TooManyEvents =
        Error("TOC5105", "The field '{0}' asks for {1} events; a scenario makes {2} at most.", "Larger data belongs into a file beside the test.");

    public static readonly DiagnosticDescriptor NoEvents =
        Error("TOC5106", "The test has neither events nor data.", "A detection is silent over nothing at all; say what must not alert.");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NoSuchTable, NoSuchTableColumn, WrongColumnValue, DuplicateName, TooManyEvents, NoEvents,
    ];

    private static DiagnosticDescriptor Error(string id, string message, string? hint = null) =>
        new(id, DiagnosticSeverity.Error, message, hint);
}
