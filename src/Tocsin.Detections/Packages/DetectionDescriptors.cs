using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Packages;

/// <summary>What can be wrong with a detection's metadata. Ids are never reused.</summary>
public static class DetectionDescriptors
{
    public static readonly DiagnosticDescriptor NotYaml =
        Error("TOC5001", "This is not YAML: {0}");

    public static readonly DiagnosticDescriptor UnknownField =
        Error("TOC5002", "Unknown field '{0}'.", "Known here: {1}.");

    public static readonly DiagnosticDescriptor MissingField =
        Error("TOC5003", "The field '{0}' is missing.");

    public static readonly DiagnosticDescriptor WrongShape =
        Error("TOC5004", "The field '{0}' holds {1}; expected {2}.");

    public static readonly DiagnosticDescriptor WrongValue =
        Error("TOC5005", "The field '{0}' holds '{1}'; expected {2}.");

    public static readonly DiagnosticDescriptor FileNotReadable =
        Error("TOC5006", "The file '{1}' that the field '{0}' names cannot be read: {2}");

    public static readonly DiagnosticDescriptor DuplicateId =
        Error("TOC5007", "The id '{0}' is taken by {1}.", "Every detection has an id of its own.");

    public static readonly DiagnosticDescriptor NoSuchColumn =
        Error("TOC5008", "The query has no result column '{0}'.", "Its columns: {1}.");

    public static readonly DiagnosticDescriptor WrongColumnType =
        Error("TOC5009", "The result column '{0}' is of type {1}; expected {2}.");

    public static readonly DiagnosticDescriptor FileOutsidePackage =
        Error("TOC5010", "The field '{0}' names '{1}', which lies outside the package's folder.");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotYaml, UnknownField, MissingField, WrongShape, WrongValue, FileNotReadable, DuplicateId, NoSuchColumn,
        WrongColumnType, FileOutsidePackage,
    ];

    private static DiagnosticDescriptor Error(string id, string message, string? hint = null) =>
        new(id, DiagnosticSeverity.Error, message, hint);
}
