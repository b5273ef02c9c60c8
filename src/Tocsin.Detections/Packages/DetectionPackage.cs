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

    /// <summary>What the file of a published rule says and none of these properties has, in sentences.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>The KQL; its <see cref="SourceText.Name"/> is the file's path.</summary>
    public required SourceText Query { get; init; }

    /// <summary>The YAML: detection.yaml or a rule of Sentinel; null for KQL that stands alone.</summary>
    public SourceText? Metadata { get; init; }

    public DetectionStatus Status { get; init; } = DetectionStatus.Experimental;

    public Severity Severity { get; init; } = Severity.Medium;

    /// <summary>Every alert has <see cref="Severity"/>, whatever its row says.</summary>
    public bool HasOneSeverity { get; init; }

    public Confidence Confidence { get; init; } = Confidence.Medium;

    /// <summary>The release of ATT&amp;CK that tactics and techniques are of, such as <c>17.1</c>, or null.</summary>
    public string? AttackVersion { get; init; }

    /// <summary>ATT&amp;CK tactics by their short names, such as <c>command-and-control</c>.</summary>
    public ImmutableArray<string> Tactics { get; init; } = [];

    /// <summary>ATT&amp;CK techniques and sub-techniques, such as <c>T1071.001</c>.</summary>
    public ImmutableArray<string> Techniques { get; init; } = [];

    public ImmutableArray<string> Authors { get; init; } = [];

    public ImmutableArray<DataSource> DataSources { get; init; } = [];

    public ImmutableArray<RequiredTable> Tables { get; init; } = [];

    public AlertMapping Alert { get; init; } = AlertMapping.None;

    public ImmutableArray<EntityMapping> Entities { get; init; } = [];

    /// <summary>Result columns that an alert shows by name.</summary>
    public ImmutableArray<CustomDetail> CustomDetails { get; init; } = [];

    /// <summary>How often the query runs over how much time, or null.</summary>
    public Schedule? Schedule { get; init; }

    public Trigger Trigger { get; init; } = Trigger.AnyRow;

    /// <summary>For how long the same alert is not raised again, or null.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>The <c>let</c> values of the query that users may set.</summary>
    public ImmutableArray<TuningParameter> Parameters { get; init; } = [];

    public ImmutableArray<string> FalsePositives { get; init; } = [];

    public ImmutableArray<string> BlindSpots { get; init; } = [];

    public ImmutableArray<MendedFault> Mended { get; init; } = [];

    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>playbook.md: what to do when it fires; null where there is none.</summary>
    public SourceText? Playbook { get; init; }

    /// <summary>investigation.md: how to find out what happened; null where there is none.</summary>
    public SourceText? Investigation { get; init; }

    /// <summary>hunting/*.kql, in the order of their names.</summary>
    public ImmutableArray<HuntingQuery> HuntingQueries { get; init; } = [];

    /// <summary>What Sentinel knows the rule by, where it is there already; null where exports make that up.</summary>
    public SentinelIdentity? Sentinel { get; init; }

    /// <summary>The package's folder, or null for a file that stands alone.</summary>
    public string? Folder { get; init; }

    /// <summary>A file that stands alone: severity and entities come from column names where it does not say them.</summary>
    public bool IsAdHoc => Folder is null;

    /// <summary>The package with its query as a text of its own: that of a rule in YAML stands among blanks for the rest of its file, so that places in it are places there.</summary>
    public DetectionPackage WithQueryAlone() => IsAdHoc && Metadata is not null ? this with { Query = QueryBlock.Of(Query) } : this;
}

/// <summary>A table the query reads, with the columns that must hold something for it to work.</summary>
public sealed record RequiredTable(string Name, ImmutableArray<string> Columns)
{
    /// <summary>Where metadata names the table.</summary>
    public TextSpan Span { get; init; }

    /// <summary>Where metadata lists the columns.</summary>
    public TextSpan ColumnsSpan { get; init; }
}

/// <summary>A fault of the published query, and what ours does instead.</summary>
public sealed record MendedFault(string Fault, string Ours);

/// <summary>A rule that Sentinel has under an id of its own: an export with another id would stand beside it, not in its place.</summary>
/// <param name="Version">Such as <c>1.0.2</c>, or null.</param>
public sealed record SentinelIdentity(Guid? Id, string? Version);

/// <summary>An ATT&amp;CK data source, such as Network Traffic, with a component, such as Network Connection Creation, or null.</summary>
public sealed record DataSource(string Name, string? Component)
{
    public override string ToString() => Component is null ? Name : $"{Name}: {Component}";
}

/// <summary>A query to go on with by hand.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Title">The query's first comment: what it answers.</param>
public sealed record HuntingQuery(string Name, string Title, SourceText Query);
