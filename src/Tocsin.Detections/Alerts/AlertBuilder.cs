using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Alerts;

/// <summary>
/// Turns the result rows of one detection into alerts. Columns are settled once: by the metadata's mapping,
/// else by <see cref="ColumnConventions"/>.
/// </summary>
public sealed class AlertBuilder
{
    private const int Absent = -1;

    /// <summary>How many columns a message lists.</summary>
    private const int MostShown = 20;

    private readonly DetectionPackage _package;
    private readonly ImmutableArray<Column> _columns;
    private readonly DiagnosticBag _bag;
    private readonly int _time;
    private readonly int _firstSeen;
    private readonly int _lastSeen;
    private readonly int _risk;
    private readonly int _severity;
    private readonly ImmutableArray<(EntityKind Kind, int Column)> _entities;
    private readonly ImmutableArray<(AlertTitlePart Part, int Column)> _title;
    private readonly ImmutableArray<(string Name, int Column)> _details;

    private AlertBuilder(DetectionPackage package, ImmutableArray<Column> columns, DiagnosticBag bag)
    {
        _package = package;
        _columns = columns;
        _bag = bag;
        var alert = package.Alert;
        _time = Settle(alert.Time, ColumnConventions.Time, ColumnConventions.HoldsTime, "a datetime");
        _firstSeen = Settle(alert.FirstSeen, ColumnConventions.FirstSeen, ColumnConventions.HoldsTime, "a datetime");
        _lastSeen = Settle(alert.LastSeen, ColumnConventions.LastSeen, ColumnConventions.HoldsTime, "a datetime");
        _risk = Settle(alert.Risk, ColumnConventions.Risk, ColumnConventions.HoldsNumber, "a number");
        _severity = SettleSeverity();
        _entities = package.Entities.IsEmpty
            ? [.. ColumnConventions.FindEntities(columns)]
            : [.. package.Entities.Select(e => (e.Kind, Column: Named(e.Column))).Where(e => e.Column != Absent)];
        _title = [.. (alert.Title?.Parts ?? []).Select(p => (p, p.Column is null ? Absent : Named(p.Column)))];
        _details = [.. package.CustomDetails.Select(d => (d.Name, Column: Named(d.Column))).Where(d => d.Column != Absent)];
    }

    /// <summary>The builder, or null where the metadata names a column that the query does not yield.</summary>
    public static AlertBuilder? Create(DetectionPackage package, ImmutableArray<Column> columns, out ImmutableArray<Diagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(package.Metadata ?? package.Query);
        var builder = new AlertBuilder(package, columns, bag);
        diagnostics = [.. bag.Items];
        return bag.HasErrors ? null : builder;
    }

    /// <summary>The alert of one row.</summary>
    /// <param name="cells">The row's values, one for each column given to <see cref="Create"/>.</param>
    public Alert Build(ImmutableArray<Cell> cells)
    {
        var firstSeen = TimeIn(cells, _firstSeen);
        var lastSeen = TimeIn(cells, _lastSeen);
        var time = TimeIn(cells, _time) ?? lastSeen ?? firstSeen;
        var evidence = new Evidence(_columns, cells);
        var entities = EntitiesOf(cells);
        var id = AlertIdentity.OfRow(_package, evidence);
        return new Alert(
            id,
            _package,
            TitleOf(cells),
            time,
            SeverityOf(cells),
            _risk == Absent ? null : cells[_risk].AsNumber(),
            _package.Confidence,
            entities,
            firstSeen ?? time,
            lastSeen ?? time,
            evidence)
        {
            Key = AlertIdentity.OfEntities(_package, entities) ?? id,
            CustomDetails = [.. _details.Select(d => new AlertDetail(d.Name, cells[d.Column]))],
        };
    }

    /// <summary>The alert of a run without rows, where that is what the detection's trigger waits for.</summary>
    /// <param name="now">When the run was.</param>
    public Alert BuildOfAbsence(DateTime now)
    {
        var id = AlertIdentity.OfAbsence(_package, now);
        return new Alert(id, _package, _package.Title, now, _package.Severity, null, _package.Confidence, [], now, now, new Evidence([], []))
        {
            Key = AlertIdentity.OfAbsence(_package, null),
        };
    }

    private static DateTime? TimeIn(ImmutableArray<Cell> cells, int column) =>
        column == Absent ? null : cells[column].AsTime();

    private int Settle(ColumnReference? given, ImmutableArray<string> names, Func<KqlType, bool> fits, string expected)
    {
        if (given is null)
        {
            return ColumnConventions.Find(_columns, names, fits);
        }

        var column = Named(given);
        if (column != Absent && !fits(_columns[column].Type))
        {
            _bag.Report(DetectionDescriptors.WrongColumnType, given.Span, given.Name, _columns[column].Type.Name(), expected);
        }

        return column;
    }

    private int SettleSeverity()
    {
        if (_package.HasOneSeverity)
        {
            return Absent;
        }

        if (_package.Alert.Severity is { } mapping)
        {
            return Named(mapping.Column);
        }

        // Metadata that maps nothing means its severity; only a query that stands alone speaks through its columns.
        return _package.IsAdHoc
            ? ColumnConventions.Find(_columns, ColumnConventions.Severity, static t => t == KqlType.String)
            : Absent;
    }

    private int Named(ColumnReference reference)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (string.Equals(_columns[i].Name, reference.Name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        _bag.Report(DetectionDescriptors.NoSuchColumn, reference.Span, reference.Name, Quantity.FirstOf([.. _columns.Select(c => c.Name)], MostShown));
        return Absent;
    }

    private Severity SeverityOf(ImmutableArray<Cell> cells)
    {
        if (_severity == Absent)
        {
            return _package.Severity;
        }

        var cell = cells[_severity];
        if (_package.Alert.Severity is not { } mapping)
        {
            return Ratings.SeverityFromFirstWord(cell.Text) ?? _package.Severity;
        }

        return mapping.Cases.FirstOrDefault(c => Holds(c, cell))?.Severity ?? _package.Severity;
    }

    private static bool Holds(SeverityCase condition, Cell cell) => condition switch
    {
        { AtLeast: { } least } => cell.AsNumber() >= least,
        { EqualTo: { } text } => string.Equals(cell.Text, text, StringComparison.OrdinalIgnoreCase),
        { StartsWith: { } text } => cell.Text.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private string TitleOf(ImmutableArray<Cell> cells)
    {
        if (_title.IsEmpty)
        {
            return _package.Title;
        }

        var title = new StringBuilder();
        foreach (var (part, column) in _title)
        {
            title.Append(column == Absent ? part.Text : Shown(cells[column], part.Format));
        }

        return title.ToString().Trim();
    }

    private static string Shown(Cell cell, string? format)
    {
        if (format is not null && cell.AsNumber() is { } number)
        {
            return number.ToString(format, CultureInfo.InvariantCulture);
        }

        return string.Join(", ", cell.Texts());
    }

    private ImmutableArray<Entity> EntitiesOf(ImmutableArray<Cell> cells)
    {
        var entities = new List<Entity>();
        foreach (var (kind, column) in _entities)
        {
            foreach (var name in cells[column].Texts())
            {
                // A destination column holds a name where there is one, else the address.
                var entity = new Entity(kind == EntityKind.Url && IPAddress.TryParse(name, out _) ? EntityKind.Ip : kind, name);
                if (!entities.Contains(entity))
                {
                    entities.Add(entity);
                }
            }
        }

        return [.. entities];
    }
}
