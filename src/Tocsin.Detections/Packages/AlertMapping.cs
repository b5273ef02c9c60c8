using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>A result column that metadata names, with the place where it does.</summary>
public sealed record ColumnReference(string Name, TextSpan Span);

/// <summary>Which result columns make up an alert; what is not given follows column names.</summary>
public sealed record AlertMapping(
    AlertTitle? Title,
    ColumnReference? Time,
    ColumnReference? FirstSeen,
    ColumnReference? LastSeen,
    ColumnReference? Risk,
    SeverityMapping? Severity)
{
    public static AlertMapping None { get; } = new(null, null, null, null, null, null);
}

/// <summary>A title with <c>{Column}</c> or <c>{Column:format}</c> in it.</summary>
public sealed record AlertTitle(ImmutableArray<AlertTitlePart> Parts);

/// <summary>Literal text, or a column with an optional .NET numeric format.</summary>
public sealed record AlertTitlePart(string Text, ColumnReference? Column = null, string? Format = null);

/// <summary>Severity by the value of a column: the first case that holds, else the detection's own.</summary>
public sealed record SeverityMapping(ColumnReference Column, ImmutableArray<SeverityCase> Cases);

/// <summary>Exactly one of <see cref="AtLeast"/> (numbers), <see cref="EqualTo"/> and <see cref="StartsWith"/> (text, ignoring case) is set.</summary>
public sealed record SeverityCase(Severity Severity, double? AtLeast, string? EqualTo, string? StartsWith);

/// <summary>A column whose value, or each element of whose array, is an entity.</summary>
public sealed record EntityMapping(EntityKind Kind, ColumnReference Column);

/// <summary>A result column that alerts show under a name.</summary>
public sealed record CustomDetail(string Name, ColumnReference Column);

/// <summary>What an alert is about.</summary>
public enum EntityKind
{
    Host,
    Account,
    Process,
    Ip,
    Url,
}

public static class EntityKinds
{
    public static string Name(this EntityKind kind) => kind switch
    {
        EntityKind.Host => "host",
        EntityKind.Account => "account",
        EntityKind.Process => "process",
        EntityKind.Ip => "ip",
        EntityKind.Url => "url",
    };
}
