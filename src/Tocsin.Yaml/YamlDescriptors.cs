using Tocsin.Kql.Diagnostics;

namespace Tocsin.Yaml;

/// <summary>What can be wrong with the fields of any YAML file. Ids are never reused.</summary>
internal static class YamlDescriptors
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

    private static DiagnosticDescriptor Error(string id, string message, string? hint = null) =>
        new(id, DiagnosticSeverity.Error, message, hint);
}
