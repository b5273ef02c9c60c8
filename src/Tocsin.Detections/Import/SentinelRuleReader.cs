using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using Tocsin.Detections.Export;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Text;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Detections.Import;

/// <summary>Reads an analytics rule or a hunting query in the template of Sentinel's community repository.</summary>
internal static partial class SentinelRuleReader
{
    // What becomes part of the package; other fields are noted.
    private static readonly ImmutableArray<string> Taken =
    [
        "id", "name", "description", "severity", "kind", "query", "queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold", "tactics",
        "relevantTechniques", "requiredDataConnectors", "entityMappings", "customDetails", "alertDetailsOverride", "tags", "version", "status",
        "eventGroupingSettings",
    ];

    // Where an entity has several identifiers, the one that names it best.
    private static readonly ImmutableArray<string> Identifiers = ["FullName", "HostName", "Name", "NetBiosName", "Address", "Url", "DomainName", "CommandLine", "Sid", "AadUserId", "ProcessId"];

    private static readonly ImmutableArray<Severity> Severities = [Severity.Informational, Severity.Low, Severity.Medium, Severity.High];

    /// <param name="file">The YAML.</param>
    /// <param name="bag">Takes what is wrong with it.</param>
    /// <param name="notes">Takes what of it is not in the package, in sentences.</param>
    /// <param name="defaults">Takes what the package has and the file does not say.</param>
    public static DetectionPackage? Read(SourceText file, DiagnosticBag bag, List<string> notes, List<string>? defaults = null)
    {
        if (YamlFields.Root(file, bag, leavesOutNulls: true) is not { } fields)
        {
            return null;
        }

        if (fields.Optional("kind") is { } kind && kind.ToUpperInvariant() is not ("SCHEDULED" or "NRT"))
        {
            bag.Report(ExportDescriptors.NotScheduled, fields.SpanOf("kind"), kind);
            return null;
        }

        if (!fields.Has("query"))
        {
            bag.Report(ExportDescriptors.NotARule, default, "it has no field 'query'.");
            return null;
        }

        var name = fields.Required("name");
        var tags = TagsOf(fields);
        var id = Tagged(tags, "tocsin-id") ?? DetectionImporter.IdOf(name);
        var query = new SourceText(fields.Required("query").TrimEnd() + "\n", id + ".kql");
        var package = new DetectionPackage
        {
            Id = id,
            Title = name,
            Description = fields.Optional("description")?.TrimEnd() is { Length: > 0 } description ? description : name,
            Query = query,
            Severity = SeverityOf(fields),
            HasOneSeverity = fields.Has("severity") && !HasSeverityColumn(fields),
            Confidence = Ratings.Find<Confidence>(Tagged(tags, "tocsin-confidence"), Ratings.Name) ?? Confidence.Medium,
            Tactics = Tactics(fields, notes),
            Techniques = Techniques(fields, notes),
            Schedule = ScheduleOf(fields),
            Trigger = TriggerOf(fields),
            Tables = DetectionImporter.TablesOf(query, fields.Mappings("requiredDataConnectors").SelectMany(c => c.Texts("dataTypes")).Where(ServiceTables.Ours.ContainsKey)),
            Entities = [.. fields.Mappings("entityMappings").Select(e => Entity(e, notes)).OfType<EntityMapping>()],
            CustomDetails = fields.Mapping("customDetails") is { } details ? [.. details.Names.Select(n => new CustomDetail(n, Column(details, n)))] : [],
            Sentinel = IdentityOf(fields, id),
            Alert = fields.Mapping("alertDetailsOverride") is { } alert ? AlertOf(alert, notes) : AlertMapping.None,
        };
        NoteTheRest(fields, tags, notes);
        if (!fields.Has("severity"))
        {
            defaults?.Add("The file says no severity: it is set to medium.");
        }

        if (Tagged(tags, "tocsin-confidence") is null)
        {
            defaults?.Add("Rules of Sentinel say no confidence: it is set to medium.");
        }

        return package;
    }

    private static void NoteTheRest(YamlFields fields, ImmutableArray<string> tags, List<string> notes)
    {
        notes.AddRange(tags.Where(t => !t.StartsWith("tocsin-", StringComparison.Ordinal)).Select(t => $"The tag '{t}' is not taken over."));
        if (fields.Mapping("eventGroupingSettings")?.Optional("aggregationKind") is "SingleAlert")
        {
            notes.Add("All rows are to be one alert (SingleAlert): each is one here.");
        }

        foreach (var other in fields.Names.Except(Taken, StringComparer.Ordinal))
        {
            notes.Add($"The field '{other}' is not taken over.");
        }
    }

    private static ImmutableArray<string> TagsOf(YamlFields fields)
    {
        // Tags may be mappings too, of which none is ours.
        return fields.Node("tags") is YamlSequenceNode tags ? [.. tags.OfType<YamlScalarNode>().Select(t => t.Value).OfType<string>()] : [];
    }

    private static string? Tagged(ImmutableArray<string> tags, string name) =>
        tags.FirstOrDefault(t => t.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static Severity SeverityOf(YamlFields fields)
    {
        if (fields.Optional("severity") is not { } text)
        {
            return Severity.Medium;
        }

        if (SentinelWords.SeverityFrom(text) is { } severity)
        {
            return severity;
        }

        fields.Report(DetectionDescriptors.WrongValue, "severity", text, "Informational, Low, Medium or High");
        return Severity.Medium;
    }

    private static bool HasSeverityColumn(YamlFields fields) =>
        fields.Mapping("alertDetailsOverride")?.Optional("alertSeverityColumnName") is { Length: > 0 };

    private static ImmutableArray<string> Tactics(YamlFields fields, List<string> notes)
    {
        var tactics = ImmutableArray.CreateBuilder<string>();
        foreach (var tactic in fields.Texts("tactics"))
        {
            if (SentinelWords.TacticFrom(tactic) is { } known)
            {
                tactics.Add(known);
            }
            else
            {
                notes.Add($"The tactic '{tactic}' is none of ATT&CK for enterprises, and is not taken over.");
            }
        }

        return tactics.ToImmutable();
    }

    /// <summary>Techniques as they are written: <c>T1071, T1059.001</c> in one text too, or with a title behind.</summary>
    private static ImmutableArray<string> Techniques(YamlFields fields, List<string> notes)
    {
        var techniques = ImmutableArray.CreateBuilder<string>();
        foreach (var text in fields.Texts("relevantTechniques"))
        {
            var found = Technique().Matches(text).Select(m => m.Value.ToUpperInvariant()).ToList();
            techniques.AddRange(found);
            if (found.Count == 0)
            {
                notes.Add($"'{text}' is no technique such as T1071 or T1071.001, and is not taken over.");
            }
        }

        return [.. techniques.Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\bT\d{4}(\.\d{3})?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Technique();

    /// <summary>The rule's id and version, unless they are those that an export of the package would make up.</summary>
    private static SentinelIdentity? IdentityOf(YamlFields fields, string package)
    {
        Guid? id = Guid.TryParse(fields.Optional("id"), out var guid) && guid != NameBasedGuid.Of(package) ? guid : null;
        var version = fields.Optional("version") is { } text && text != SentinelRuleBuilder.FirstVersion && DetectionReader.VersionPattern().IsMatch(text) ? text : null;
        return id is null && version is null ? null : new SentinelIdentity(id, version);
    }

    private static Schedule? ScheduleOf(YamlFields fields) =>
        Duration(fields, "queryFrequency") is { } frequency && Duration(fields, "queryPeriod") is { } period ? new Schedule(frequency, period) : null;

    /// <summary><c>1d</c>, or <c>P1D</c> as templates for the Resource Manager have it.</summary>
    private static TimeSpan? Duration(YamlFields fields, string name)
    {
        if (fields.Optional(name) is not { } text)
        {
            return null;
        }

        if (TimeSpanText.TryParse(text, out var ticks) && ticks > 0)
        {
            return new TimeSpan(ticks);
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            fields.Report(DetectionDescriptors.WrongValue, name, text, "a length of time such as 1h or PT1H");
            return null;
        }
    }

    private static Trigger TriggerOf(YamlFields fields)
    {
        var word = fields.Optional("triggerOperator") ?? "gt";
        var found = Ratings.Find<TriggerOperator>(word, TriggerOperators.Name) ?? Ratings.Find<TriggerOperator>(word, o => o.ToString());
        if (found is null)
        {
            fields.Report(DetectionDescriptors.WrongValue, "triggerOperator", word, "gt, lt, eq or ne");
        }

        return new Trigger(found ?? TriggerOperator.GreaterThan, (long)(fields.Number("triggerThreshold") ?? 0));
    }

    private static EntityMapping? Entity(YamlFields fields, List<string> notes)
    {
        var type = fields.Required("entityType");
        var columns = fields.Mappings("fieldMappings").Select(m => (Identifier: m.Required("identifier"), Column: Column(m, "columnName"))).ToList();
        if (SentinelWords.EntityFrom(type) is not { } kind || columns.Count == 0)
        {
            notes.Add($"Entities of type '{type}' are not known here: {string.Join(", ", columns.Select(c => c.Column.Name))}.");
            return null;
        }

        var best = columns.MinBy(c => Identifiers.IndexOf(c.Identifier) is >= 0 and var rank ? rank : int.MaxValue);
        foreach (var other in columns.Where(c => c != best))
        {
            notes.Add($"Of the entity {type}, {best.Column.Name} is taken; {other.Column.Name} ({other.Identifier}) is not.");
        }

        return new EntityMapping(kind, best.Column);
    }

    private static AlertMapping AlertOf(YamlFields fields, List<string> notes)
    {
        foreach (var other in fields.Names.Where(n => n is not ("alertDisplayNameFormat" or "alertSeverityColumnName")))
        {
            notes.Add($"The field 'alertDetailsOverride.{other}' is not taken over.");
        }

        var title = fields.Optional("alertDisplayNameFormat") is { Length: > 0 } format ? TitleOf(format, fields.SpanOf("alertDisplayNameFormat")) : null;
        var severity = fields.Optional("alertSeverityColumnName") is { Length: > 0 }
            ? new SeverityMapping(Column(fields, "alertSeverityColumnName"), [.. Severities.Select(s => new SeverityCase(s, AtLeast: null, EqualTo: SentinelWords.Severity(s), StartsWith: null))])
            : null;
        return AlertMapping.None with { Title = title, Severity = severity };
    }

    private static AlertTitle TitleOf(string format, TextSpan span)
    {
        var parts = ImmutableArray.CreateBuilder<AlertTitlePart>();
        var end = 0;
        foreach (Match match in Placeholder().Matches(format))
        {
            parts.Add(new AlertTitlePart(format[end..match.Index]));
            parts.Add(new AlertTitlePart("", new ColumnReference(match.Groups["name"].Value, span)));
            end = match.Index + match.Length;
        }

        parts.Add(new AlertTitlePart(format[end..]));
        return new AlertTitle(parts.ToImmutable());
    }

    private static ColumnReference Column(YamlFields fields, string name) => new(fields.Required(name), fields.SpanOf(name));

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_]\w*)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
