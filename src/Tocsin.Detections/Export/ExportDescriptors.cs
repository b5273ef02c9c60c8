using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Export;

/// <summary>Why a detection cannot leave in a form, or come in from one. Ids are never reused.</summary>
public static class ExportDescriptors
{
    public static readonly DiagnosticDescriptor NamesCollide =
        Error("TOC5801", "{0} calls the column '{1}' '{2}', and the query uses both names.", "Use one of them throughout.");

    public static readonly DiagnosticDescriptor ColumnsChange =
        Error("TOC5802", "Renaming '{1}' to '{2}' for {0} would change the result's columns from {3} to {4}.", "Name the columns with 'project'.");

    public static readonly DiagnosticDescriptor OutOfRange =
        Error("TOC5803", "{0} takes {1} of {2}; the detection has {3}.");

    public static readonly DiagnosticDescriptor MissingColumn =
        Error("TOC5804", "{0} needs {1} in the result, and the query cannot be given it: {2}", "Carry it through the query, for example with arg_max().");

    public static readonly DiagnosticDescriptor NoEntities =
        Error("TOC5805", "The mapped column '{0}' is not among the result columns: {1}.");

    public static readonly DiagnosticDescriptor NoLogSource =
        Error("TOC5806", "Sigma has no log source for {0}.", "Sigma rules read network_connection, process_creation, file_event, image_load or registry_event.");

    public static readonly DiagnosticDescriptor NothingLeft =
        Error("TOC5807", "No condition of the query can be said in Sigma: the rule would match every event.");

    public static readonly DiagnosticDescriptor RefusedByService =
        Error("TOC5808", "{0} would refuse the query: {1}");

    public static readonly DiagnosticDescriptor NotScheduled =
        Error("TOC5851", "The rule is of kind '{0}'; only scheduled rules, those for near real time (NRT) and hunting queries have a query that can be run.");

    public static readonly DiagnosticDescriptor NotARule =
        Error("TOC5852", "The file is neither a package, KQL nor a rule of Microsoft Sentinel: {0}");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NamesCollide, ColumnsChange, OutOfRange, MissingColumn, NoEntities, NoLogSource, NothingLeft, RefusedByService, NotScheduled, NotARule,
    ];

    private static DiagnosticDescriptor Error(string id, string message, string? hint = null) =>
        new(id, DiagnosticSeverity.Error, message, hint);
}
