using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Packages;

/// <summary>What can be wrong with a detection's metadata. Ids are never reused.</summary>
public static class DetectionDescriptors
{
    public static readonly DiagnosticDescriptor NotYaml = YamlDescriptors.NotYaml;

    public static readonly DiagnosticDescriptor UnknownField = YamlDescriptors.UnknownField;

    public static readonly DiagnosticDescriptor MissingField = YamlDescriptors.MissingField;

    public static readonly DiagnosticDescriptor WrongShape =
        Error("TOC5004", "The field '{0}' holds {1}; expected {2}.");

    public static readonly DiagnosticDescriptor WrongValue =
        Error("TOC5005", "The field '{0}' holds '{1}'; expected {2}.");

    public static readonly DiagnosticDescriptor FileNotReadable =
        Error("TOC5006", "The file '{1}' that the field '{0}' names cannot be read: {2}");

    public static readonly DiagnosticDescriptor DuplicateId =
        Error("TOC5007", "The id '{0}' is taken by {1}.", "Every detection has an id of its own; that of a KQL file is its name.");

    public static readonly DiagnosticDescriptor NoSuchColumn =
        Error("TOC5008", "The query has no result column '{0}'.", "Its columns: {1}.");

    public static readonly DiagnosticDescriptor WrongColumnType =
        Error("TOC5009", "The result column '{0}' is of type {1}; expected {2}.");

    public static readonly DiagnosticDescriptor FileOutsidePackage =
        Error("TOC5010", "The field '{0}' names '{1}', which lies outside the package's folder.");

    public static readonly DiagnosticDescriptor NoSuchParameter =
        Error("TOC5011", "The detection '{1}' has no parameter '{0}'.", "Its parameters: {2}.");

    public static readonly DiagnosticDescriptor WrongParameterValue =
        Error("TOC5012", "'{0}' is no value for the parameter '{1}' of type {2}; expected {3}.");

    public static readonly DiagnosticDescriptor ParameterIsNoLet =
        Error("TOC5013", "The query has no let statement '{0}' at its top.", "Its let statements: {1}.");

    public static readonly DiagnosticDescriptor ParameterType =
        Error("TOC5014", "The parameter '{0}' is declared as {1}; the let statement is of type {2}.");

    public static readonly DiagnosticDescriptor ParameterDefault =
        Error("TOC5015", "The default of the parameter '{0}' is {1}; the let statement holds {2}.", "A parameter's default says what the query does when nothing is set.");

    public static readonly DiagnosticDescriptor UnknownTable =
        Warning("TOC5016", "The table '{0}' is unknown here.", "The nearest names are {1}; docs/tables.md has all.");

    public static readonly DiagnosticDescriptor UnknownColumn =
        Error("TOC5017", "The table '{0}' has no column '{1}'.");

    public static readonly DiagnosticDescriptor UnusedTable =
        Warning("TOC5018", "The query does not name the table '{0}'.");

    public static readonly DiagnosticDescriptor UnusedColumn =
        Warning("TOC5019", "The query does not name the column '{1}' of {0}.");

    public static readonly DiagnosticDescriptor OverrideWithoutRule =
        Warning("TOC5020", "There is no detection '{0}' here to override.");

    public static readonly DiagnosticDescriptor NoSuchRule =
        Error("TOC5021", "No detection of this run has the id '{0}'.", "Its detections: {1}.");

    public static readonly DiagnosticDescriptor ParameterOfNone =
        Error("TOC5022", "No detection of this run has a parameter '{0}'.", "tocsin rules show RULE lists the parameters of a rule.");

    public static readonly DiagnosticDescriptor ParameterIsNoList =
        Error("TOC5023", "Nothing can be added to '{0}': the query holds no list there.");

    public static readonly DiagnosticDescriptor AllowListValue =
        Error("TOC5024", "The line '{0}' of {1} is no number, as the values of '{2}' are.");

    public static readonly DiagnosticDescriptor UnreadableFile =
        Error("TOC5025", "The file cannot be read: {0}");

    public static readonly DiagnosticDescriptor SeveralResults =
        Error("TOC5050", "The query has {0} results; a detection has one.", "Keep the statement that finds what to alert on, or put the results together with union.");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotYaml, UnknownField, MissingField, WrongShape, WrongValue, FileNotReadable, DuplicateId, NoSuchColumn,
        WrongColumnType, FileOutsidePackage, NoSuchParameter, WrongParameterValue, ParameterIsNoLet, ParameterType,
        ParameterDefault, UnknownTable, UnknownColumn, UnusedTable, UnusedColumn, OverrideWithoutRule, NoSuchRule,
        ParameterOfNone, ParameterIsNoList, AllowListValue,
        SeveralResults,
    ];

    private static DiagnosticDescriptor Error(string id, string message, string? hint = null) =>
        new(id, DiagnosticSeverity.Error, message, hint);

    private static DiagnosticDescriptor Warning(string id, string message, string? hint = null) =>
        new(id, DiagnosticSeverity.Warning, message, hint);
}
