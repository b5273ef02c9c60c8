using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Import;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Export;

/// <summary>
/// Makes a rule of Sentinel from a package, within the limits that Sentinel and the checks of its community repository
/// set. What Sentinel refuses is refused; what it has no word for is noted.
/// </summary>
internal sealed class SentinelRuleBuilder
{
    private const int LongestName = 256;
    private const int LongestDescription = 5000;
    private const int LongestQuery = 10_000;
    private const int MostPlaceholders = 3;
    private const int MostDetails = 20;
    private const int LongestDetailName = 20;
    private const int MostEntities = 10;
    internal const string FirstVersion = "1.0.0";
    private const string SeverityColumn = "AlertSeverity";
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);
    private static readonly ServiceTables Service = ServiceTables.Sentinel;

    private readonly DetectionPackage _package;
    private readonly DiagnosticBag _bag;
    private readonly List<ExportNote> _notes = [];
    private ServiceQuery _query;

    private SentinelRuleBuilder(DetectionPackage package)
    {
        _package = package;
        _bag = new DiagnosticBag(package.Metadata ?? package.Query);
        _query = ServiceQuery.For(Service, package.Query);
    }

    public static (SentinelRule? Rule, ImmutableArray<ExportNote> Notes, ImmutableArray<Diagnostic> Diagnostics) Build(DetectionPackage package)
    {
        var builder = new SentinelRuleBuilder(package);
        if (builder._query.IsRefused)
        {
            return (null, [], builder._query.Diagnostics);
        }

        builder._notes.AddRange(builder._query.Notes);
        var rule = builder.Build();
        return (builder._bag.HasErrors ? null : rule, [.. builder._notes], [.. builder._bag.Items]);
    }

    private SentinelRule Build()
    {
        var severityColumn = SeverityOf();
        var entities = Entities();
        var details = Details();
        var rule = new SentinelRule
        {
            Id = _package.Sentinel?.Id ?? NameBasedGuid.Of(_package.Id),
            Version = _package.Sentinel?.Version ?? FirstVersion,
            Name = Within("name", _package.Title, LongestName),
            Description = Within("description", _package.Description.Length > 0 ? _package.Description.TrimEnd() : _package.Title, LongestDescription),
            Severity = SentinelWords.Severity(_package.Severity),
            Query = Within("query", _query.Text.Text.ReplaceLineEndings("\n").TrimEnd(), LongestQuery),
            Schedule = ScheduleOf(),
            Trigger = _package.Trigger,
            Tactics = [.. _package.Tactics.Select(SentinelWords.Tactic)],
            Techniques = _package.Techniques,
            Tags = [$"tocsin-id:{_package.Id}", $"tocsin-confidence:{_package.Confidence.Name()}"],
            Connectors = Connectors(),
            Entities = entities,
            CustomDetails = details,
            TitleFormat = Title(),
            SeverityColumn = severityColumn,
        };
        NoteTheRest();
        return rule;
    }

    private string Within(string field, string text, int length)
    {
        if (text.Length > length)
        {
            _bag.Report(ExportDescriptors.OutOfRange, default, Service.Name, $"a {field}", $"up to {length} characters", text.Length);
        }

        return text;
    }

    /// <summary>Frequency and period from 5 minutes to 14 days; a period of two days or more runs at most hourly.</summary>
    private Schedule ScheduleOf()
    {
        var lookBack = RuleQuery.Parse(_package.Query).LongestAgo();
        var schedule = _package.Schedule;
        if (schedule is null)
        {
            var period = lookBack ?? TimeSpan.FromDays(1);
            schedule = new Schedule(period, period);
            Note(ExportNoteKind.Added, "queryFrequency, queryPeriod", $"the package has no schedule; {TimeSpanText.Write(period)} is {(lookBack is null ? "a guess" : "the query's look-back")}.");
        }

        foreach (var (name, value) in new[] { ("queryFrequency", schedule.Frequency), ("queryPeriod", schedule.Period) })
        {
            if (value < Shortest || value > Longest || value.Ticks % TimeSpan.TicksPerMinute != 0)
            {
                _bag.Report(ExportDescriptors.OutOfRange, default, Service.Name, $"a {name}", "whole minutes from 5m to 14d", TimeSpanText.Write(value));
            }
        }

        if (schedule.Period >= TimeSpan.FromDays(2) && schedule.Frequency < TimeSpan.FromHours(1))
        {
            _bag.Report(ExportDescriptors.OutOfRange, default, Service.Name, "a queryFrequency", "1h or more where the period is 2d or more", TimeSpanText.Write(schedule.Frequency));
        }

        if (lookBack > schedule.Period)
        {
            Note(ExportNoteKind.Changed, "queryPeriod", $"the query looks back {TimeSpanText.Write(lookBack.Value)}, and Sentinel shows it no more than {TimeSpanText.Write(schedule.Period)}.");
        }

        if (_package.Trigger.Threshold is < 0 or > 10_000)
        {
            _bag.Report(ExportDescriptors.OutOfRange, default, Service.Name, "a triggerThreshold", "0 to 10000", _package.Trigger.Threshold);
        }

        return schedule;
    }

    /// <summary>Severity by a column: as it is where the column already holds Sentinel's words, else in a column of its own.</summary>
    private string? SeverityOf()
    {
        if (_package.Severity == Severity.Critical)
        {
            Note(ExportNoteKind.Changed, "severity critical", "High is the gravest in Sentinel.");
        }

        if (_package.Alert.Severity is not { } mapping)
        {
            return null;
        }

        var column = Mapped(mapping.Column);
        if (mapping.Cases.All(c => c.EqualTo is { } word && SentinelWords.SeverityFrom(word) == c.Severity && c.Severity != Severity.Critical))
        {
            return column;
        }

        if (mapping.Cases.Any(c => c.Severity == Severity.Critical))
        {
            Note(ExportNoteKind.Changed, $"critical by {column}", "High is the gravest in Sentinel.");
        }

        var cases = mapping.Cases.Select(c => $"{Condition(column, c)}, \"{SentinelWords.Severity(c.Severity)}\"");
        var expression = $"case({string.Join(", ", cases)}, \"{SentinelWords.Severity(_package.Severity)}\")";
        Append([(SeverityColumn, expression)]);
        return SeverityColumn;
    }

    private static string Condition(string column, SeverityCase condition) => condition switch
    {
        { AtLeast: { } least } => string.Create(CultureInfo.InvariantCulture, $"{KqlLiteral.Name(column)} >= {least}"),
        { EqualTo: { } text } => $"{KqlLiteral.Name(column)} =~ {KqlLiteral.Quote(text)}",
        _ => $"{KqlLiteral.Name(column)} startswith {KqlLiteral.Quote(condition.StartsWith ?? "")}",
    };

    /// <summary>Sentinel reads an entity from text: of a list, the first element stands for it.</summary>
    private ImmutableArray<SentinelEntity> Entities()
    {
        var mappings = _query.EntitiesOf(_package).Take(MostEntities).Select(e => (e.Kind, Name: e.Column.Name, Column: Mapped(e.Column))).ToList();
        foreach (var left in _query.EntitiesOf(_package).Skip(MostEntities))
        {
            Note(ExportNoteKind.Lost, $"entity {left.Column.Name}", $"a rule takes {MostEntities} entities.");
        }

        var lists = mappings.Where(m => _query.IsDynamic(m.Column)).DistinctBy(m => m.Column, StringComparer.Ordinal).ToList();
        Append(lists.Select(m => ServiceQuery.FirstOf(m.Column)));
        foreach (var list in lists)
        {
            Note(ExportNoteKind.Changed, $"entity {list.Name}", "a list is no entity in Sentinel; its first element is.");
        }

        var listNames = lists.Select(l => l.Column).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. mappings.Select(m =>
            {
                var (type, identifier) = SentinelWords.Entity(m.Kind, m.Column);
                return new SentinelEntity(type, identifier, listNames.Contains(m.Column) ? ServiceQuery.FirstOf(m.Column).Name : m.Column);
            }),
        ];
    }

    private ImmutableArray<CustomDetail> Details()
    {
        var details = ImmutableArray.CreateBuilder<CustomDetail>();
        foreach (var detail in _package.CustomDetails)
        {
            var name = detail.Name[..Math.Min(detail.Name.Length, LongestDetailName)];
            if (details.Count == MostDetails || details.Any(d => string.Equals(d.Name, name, StringComparison.Ordinal)))
            {
                Note(ExportNoteKind.Lost, $"custom detail {detail.Name}", $"a rule takes {MostDetails}, with names of up to {LongestDetailName} characters.");
                continue;
            }

            if (name.Length < detail.Name.Length)
            {
                Note(ExportNoteKind.Changed, $"custom detail {detail.Name}", $"a name has up to {LongestDetailName} characters: {name}.");
            }

            details.Add(new CustomDetail(name, detail.Column with { Name = Mapped(detail.Column) }));
        }

        return details.ToImmutable();
    }

    private string? Title()
    {
        if (_package.Alert.Title is not { } title)
        {
            return null;
        }

        if (title.Parts.Count(p => p.Column is not null) > MostPlaceholders)
        {
            Note(ExportNoteKind.Lost, "alert title", $"it takes more than {MostPlaceholders} columns; alerts bear the rule's name.");
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in title.Parts)
        {
            text.Append(part.Column is { } column ? $"{{{{{Mapped(column)}}}}}" : part.Text);
            if (part is { Format: { } format, Column.Name: var name })
            {
                Note(ExportNoteKind.Changed, "alert title", $"{name} is shown as it is, not in the format '{format}'.");
            }
        }

        return text.Length <= LongestName ? text.ToString() : null;
    }

    private ImmutableArray<SentinelConnector> Connectors()
    {
        var tables = (_package.Tables.IsEmpty ? DetectionImporter.TablesOf(_package.Query, []) : _package.Tables).Select(t => t.Name).ToImmutableArray();
        var ofDefender = tables.Where(t => Service.Tables.ContainsKey(t) && ServiceTables.DefenderXdr.Tables.ContainsKey(t)).ToImmutableArray();
        foreach (var other in tables.Except(ofDefender, StringComparer.Ordinal))
        {
            Note(ExportNoteKind.Lost, $"table {other}", "which connector brings it is not known here.");
        }

        return ofDefender.IsEmpty ? [] : [new SentinelConnector("MicrosoftThreatProtection", ofDefender)];
    }

    /// <summary>What a rule of Sentinel has no field for.</summary>
    private void NoteTheRest()
    {
        if (_package.Suppression is { } suppression)
        {
            var by = suppression.By.IsEmpty ? "entity" : string.Join(", ", suppression.By.Select(k => k.Name()));
            Note(ExportNoteKind.Lost, $"suppression by {by} for {TimeSpanText.Write(suppression.Window)}", "Sentinel's suppression stops the whole rule, so it is off; group alerts into incidents by entity instead.");
        }

        NoteLost(_package.FalsePositives.Length, "false positive");
        NoteLost(_package.BlindSpots.Length, "blind spot");
        NoteLost(_package.Parameters.Length, "tuning parameter", "it stands in the query as a let statement.", "they stand in the query as let statements.");
        NoteLost(_package.HuntingQueries.Length, "hunting query", plural: "hunting queries");
        NoteLost(_package.Playbook, "playbook");
        NoteLost(_package.Investigation, "investigation guide");
    }

    private void NoteLost(object? part, string noun)
    {
        if (part is not null)
        {
            Note(ExportNoteKind.Lost, noun, "a rule has no field for it.");
        }
    }

    private void NoteLost(int count, string noun, string whyOne = "a rule has no field for it.", string whyMany = "a rule has no field for them.", string? plural = null)
    {
        if (count > 0)
        {
            Note(ExportNoteKind.Lost, Quantity.Of(count, noun, plural), count == 1 ? whyOne : whyMany);
        }
    }

    private void Note(ExportNoteKind kind, string what, string why) => _notes.Add(new ExportNote(kind, _package.Metadata ?? _package.Query, null, what, why));

    /// <summary>The result column that metadata names, as this query calls it.</summary>
    private string Mapped(ColumnReference reference)
    {
        var name = _query.NameOf(Service, reference.Name);
        if (_query.Find(name) is null)
        {
            _bag.Report(ExportDescriptors.NoEntities, reference.Span, reference.Name, string.Join(", ", _query.Columns.Select(c => c.Name)));
        }

        return name;
    }

    private void Append(IEnumerable<(string Name, string Expression)> columns)
    {
        _query = _query.Computing(Service, columns);
        _bag.AddRange(_query.Diagnostics);
    }
}
