using System.Globalization;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Telemetry.Diagnostics;

/// <summary>A message about a file (or a member of an archive, written <c>archive!member</c>), or about a path that was asked for.</summary>
public sealed record TelemetryDiagnostic(DiagnosticDescriptor Descriptor, string Path, IReadOnlyList<object> Arguments)
{
    public string Id => Descriptor.Id;

    public DiagnosticSeverity Severity => Descriptor.Severity;

    public string Message => Format(Descriptor.Message);

    public string? Hint => Descriptor.Hint is null ? null : Format(Descriptor.Hint);

    private string Format(string format) => string.Format(CultureInfo.InvariantCulture, format, [Path, .. Arguments]);
}

internal static class TelemetryDiagnosticExtensions
{
    /// <summary>The path is argument 0 of every message of this layer.</summary>
    public static TelemetryDiagnostic For(this DiagnosticDescriptor descriptor, string path, params object[] arguments) =>
        new(descriptor, path, arguments);
}
