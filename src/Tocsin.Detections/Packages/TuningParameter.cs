using System.Collections.Immutable;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Packages;

/// <summary>A <c>let</c> value of the query that users may set.</summary>
/// <param name="Name">The let statement's name.</param>
/// <param name="Default">The value as KQL text, as the query has it.</param>
/// <param name="Effect">What a higher or lower value, or a longer list, does.</param>
/// <param name="Span">Where metadata declares it.</param>
public sealed record TuningParameter(string Name, KqlType Type, string Default, string Effect, TextSpan Span)
{
    /// <summary>The file, in the package's folder, whose lines are the list's values; null for other parameters.</summary>
    public AllowList? AllowList { get; init; }
}

/// <summary>A file of values, one a line; lines that begin with # are comments.</summary>
/// <param name="File">The path inside the package's folder.</param>
public sealed record AllowList(string File, ImmutableArray<string> Values);
