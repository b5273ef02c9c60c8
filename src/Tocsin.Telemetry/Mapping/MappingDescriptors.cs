using Tocsin.Kql.Diagnostics;

namespace Tocsin.Telemetry.Mapping;

/// <summary>What can be wrong with a mapping file beside its YAML. Ids are never reused.</summary>
public static class MappingDescriptors
{
    public static readonly DiagnosticDescriptor NoSuchColumn = new(
        "TOC6040", DiagnosticSeverity.Error, "The table {1} has no column '{0}'.", "{2}");

    public static readonly DiagnosticDescriptor NoValue = new(
        "TOC6041", DiagnosticSeverity.Error, "'{0}' does not say where its value comes from.",
        "A value is a field's name, a path ($.a.b[0]), or a mapping with one of: {1}.");

    public static readonly DiagnosticDescriptor WrongType = new(
        "TOC6042", DiagnosticSeverity.Error, "'{0}' gives a value of type {1}; {2} is needed here.");

    public static readonly DiagnosticDescriptor BadPath = new(
        "TOC6043", DiagnosticSeverity.Error, "'{0}' holds '{1}', which is no path.", "A path is written $.a.b, $.a[0] or $['a.b'].c.");

    public static readonly DiagnosticDescriptor BadPattern = new(
        "TOC6044", DiagnosticSeverity.Error, "'{0}' holds a pattern that cannot be used: {1}", "It is an RE2 pattern with one group, whose text is taken.");

    public static readonly DiagnosticDescriptor BadConstant = new(
        "TOC6045", DiagnosticSeverity.Error, "'{0}' holds '{1}', which is no {2}.");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [NoSuchColumn, NoValue, WrongType, BadPath, BadPattern, BadConstant];
}
