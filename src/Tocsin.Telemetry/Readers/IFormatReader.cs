using System.Collections.Immutable;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>One format. Readers hold no state; <see cref="FormatReaders"/> lists them.</summary>
internal interface IFormatReader
{
    /// <summary>Null where the content is of another format.</summary>
    Recognition? Recognise(ContentSample sample, TelemetryOptions options);
}

internal abstract record Recognition;

/// <summary>The content is this format's; files of equal <paramref name="Shape"/> are read together.</summary>
internal sealed record Recognised(
    string Format, string Shape, Func<ImmutableArray<InputFile>, string, TelemetryReading> Plan) : Recognition
{
    public ImmutableArray<TelemetryDiagnostic> Diagnostics { get; init; } = [];
}

/// <summary>The content is this format's but not of a kind that is read.</summary>
internal sealed record Refused(string Reason) : Recognition
{
    /// <summary>Whether it would be read if it were whole: data that cannot be read is an error, other data is not.</summary>
    public bool IsDamaged { get; init; }
}
