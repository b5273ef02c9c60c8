using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing;

/// <summary>What a detection must make of a test's events.</summary>
/// <param name="Alerts">How many alerts.</param>
/// <param name="With">Alerts that must be among them, each another one.</param>
public sealed record Expectation(ValueTest Alerts, ImmutableArray<AlertExpectation> With, TextSpan Span)
{
    /// <summary>Whether no alert at all is what must come.</summary>
    public bool IsSilence => With.IsEmpty && Alerts.Holds(0) && !Alerts.Holds(1);
}

/// <summary>What one alert must be like; what is not given may be anything.</summary>
public sealed record AlertExpectation(
    string? Title,
    Severity? Severity,
    ValueTest? Risk,
    ImmutableArray<EntityExpectation> Entities,
    ImmutableArray<FieldExpectation> Fields)
{
    /// <summary>What is given, in words.</summary>
    public override string ToString()
    {
        IEnumerable<string> parts =
        [
            .. Entities.Select(e => $"{e.Kind.Name()} {string.Join(", ", e.Names)}"),
            .. Title is { } title ? [$"title {title}"] : Array.Empty<string>(),
            .. Severity is { } severity ? [$"severity {severity.Name()}"] : Array.Empty<string>(),
            .. Risk is { } risk ? [$"risk {risk.Text}"] : Array.Empty<string>(),
            .. Fields.Select(f => $"{f.Column} {string.Join(", ", f.Values.Select(v => v.Text))}"),
        ];
        return string.Join("; ", parts);
    }
}

/// <summary>Entities of one kind that the alert must be about.</summary>
public sealed record EntityExpectation(EntityKind Kind, ImmutableArray<string> Names);

/// <summary>A result column's value: one test, or the elements that a dynamic array must hold.</summary>
public sealed record FieldExpectation(string Column, ImmutableArray<ValueTest> Values);
