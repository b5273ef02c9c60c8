using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;

namespace Tocsin.Detections.Alerts;

/// <summary>One row of a detection's result, in the shape that all detections share.</summary>
/// <param name="Id">The same for the same detection and evidence, run after run.</param>
/// <param name="Time">When it happened, in UTC; null where the row holds no time.</param>
/// <param name="Risk">The detection's own score, on its own scale, or null.</param>
public sealed record Alert(
    string Id,
    DetectionPackage Detection,
    string Title,
    DateTime? Time,
    Severity Severity,
    double? Risk,
    Confidence Confidence,
    ImmutableArray<Entity> Entities,
    DateTime? FirstSeen,
    DateTime? LastSeen,
    Evidence Evidence)
{
    /// <summary>
    /// The same for the same detection and entities, whatever else the row says: alerts of one key are repetitions. The kinds of
    /// entities that count are those of the detection's suppression, else all.
    /// </summary>
    public string Key { get; init; } = Id;

    /// <summary>Values that the detection shows by name.</summary>
    public ImmutableArray<AlertDetail> CustomDetails { get; init; } = [];

    /// <summary>The id of the alert that this one repeats within the detection's suppression window; null where it is raised.</summary>
    public string? SuppressedBy { get; init; }

    /// <summary>The incident that the alert belongs to; null until alerts are grouped.</summary>
    public Incident? Incident { get; init; }

    public bool IsRaised => SuppressedBy is null;

    /// <summary>The texts of the entities of one kind, in the order of their columns.</summary>
    public IEnumerable<string> EntitiesOf(EntityKind kind) => Entities.Where(e => e.Kind == kind).Select(e => e.Name);
}

/// <summary>A host, account, process, address or URL that an alert is about.</summary>
public sealed record Entity(EntityKind Kind, string Name);

public sealed record AlertDetail(string Name, Cell Value);

/// <summary>The whole result row.</summary>
public sealed record Evidence(ImmutableArray<Column> Columns, ImmutableArray<Cell> Cells)
{
    public Cell? this[string column]
    {
        get
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                if (string.Equals(Columns[i].Name, column, StringComparison.Ordinal))
                {
                    return Cells[i];
                }
            }

            return null;
        }
    }
}
