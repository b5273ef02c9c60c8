using System.Collections.Immutable;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>A detection: a KQL query with what an analyst needs to know of it.</summary>
public sealed record DetectionPackage
{
    /// <summary>The stable name that scripts and <c>--rules</c> use, in lower-case kebab.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The KQL; its <see cref="SourceText.Name"/> is the file's path.</summary>
    public required SourceText Query { get; init; }

    /// <summary>detection.yaml, or null for a KQL file that stands alone.</summary>
    public SourceText? Metadata { get; init; }

    public DetectionStatus Status { get; init; } = DetectionStatus.Experimental;

    public Severity Severity { get; init; } = Severity.Medium;

    public Confidence Confidence { get; init; } = Confidence.Medium;

    /// <summary>ATT&amp;CK tactics by their short names, such as <c>command-and-control</c>.</summary>
    public ImmutableArray<string> Tactics { get; init; } = [];

    /// <summary>ATT&amp;CK techniques and sub-techniques, such as <c>T1071.001</c>.</summary>
    public ImmutableArray<string> Techniques { get; init; } = [];

    public ImmutableArray<string> Authors { get; init; } = [];

    public ImmutableArray<string> DataSources { get; init; } = [];

    public ImmutableArray<RequiredTable> Tables { get; init; } = [];

    public AlertMapping Alert { get; init; } = AlertMapping.None;

    public ImmutableArray<EntityMapping> Entities { get; init; } = [];

    public ImmutableArray<string> FalsePositives { get; init; } = [];

    public ImmutableArray<string> BlindSpots { get; init; } = [];

    public ImmutableArray<MendedFault> Mended { get; init; } = [];

    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>A KQL file without metadata: severity and entities come from column names alone.</summary>
    public bool IsAdHoc => Metadata is null;
}

/// <summary>A table the query reads, with the columns that must hold something for it to work.</summary>
public sealed record RequiredTable(string Name, ImmutableArray<string> Columns);

/// <summary>A fault of the published query, and what ours does instead.</summary>
public sealed record MendedFault(string Fault, string Ours);

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
