using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Xml;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Export;

/// <summary>
/// A custom detection rule of Defender XDR, as its API takes it
/// (https://learn.microsoft.com/graph/api/resources/security-detectionrule).
/// </summary>
internal sealed class DefenderExporter : IDetectionExporter
{
    private const int MostPlaceholders = 3;

    public string Name => "defender";

    public string Extension => ".json";

    public ExportResult Export(DetectionPackage package)
    {
        var (query, notes, diagnostics) = DefenderQuery.For(package);
        if (query is null)
        {
            return ExportResult.Refused(notes, diagnostics);
        }

        var all = notes.ToBuilder();
        var rule = new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.security.detectionRule",
            ["id"] = package.Id,
            ["displayName"] = package.Title,
            ["description"] = DescriptionOf(package),
            ["status"] = "enabled",
            ["queryCondition"] = new JsonObject { ["queryText"] = query.Text.Text.ReplaceLineEndings("\n").TrimEnd() },
            ["schedule"] = new JsonObject { ["frequency"] = XmlConvert.ToString(DefenderQuery.FrequencyFor(DefenderQuery.PeriodOf(package))!.Value) },
            ["detectionAction"] = new JsonObject { ["alertTemplate"] = Template(package, query, all) },
        };
        NoteTheRest(package, all);
        return new ExportResult(JsonText.Write(rule), all.ToImmutable(), []);
    }

    private static JsonObject Template(DetectionPackage package, ServiceQuery query, ImmutableArray<ExportNote>.Builder notes)
    {
        if (package.Severity == Severity.Critical)
        {
            notes.Add(Note(package, ExportNoteKind.Changed, "severity critical", "high is the gravest in Defender XDR."));
        }

        return new JsonObject
        {
            ["title"] = Title(package, query, notes),
            ["description"] = DescriptionOf(package),
            ["severity"] = (package.Severity == Severity.Critical ? Severity.High : package.Severity).Name(),
            ["recommendedActions"] = string.Join("\n", package.FalsePositives.Select(f => "Rule out: " + f)),
            ["tactics"] = Tactics(package),
            ["entityMappings"] = Entities(package, query),
        };
    }

    private static string DescriptionOf(DetectionPackage package) => package.Description.Length > 0 ? package.Description.TrimEnd() : package.Title;

    /// <summary>Every tactic with all techniques: packages do not say which belongs to which.</summary>
    private static JsonArray Tactics(DetectionPackage package) =>
    [
        .. package.Tactics.Select(t => new JsonObject
        {
            ["tactic"] = SentinelWords.Tactic(t),
            ["techniques"] = new JsonArray([.. package.Techniques.Select(id => new JsonObject { ["technique"] = id })]),
        }),
    ];

    private static string Title(DetectionPackage package, ServiceQuery query, ImmutableArray<ExportNote>.Builder notes)
    {
        if (package.Alert.Title is not { } title)
        {
            return package.Title;
        }

        if (title.Parts.Count(p => p.Column is not null) > MostPlaceholders)
        {
            notes.Add(Note(package, ExportNoteKind.Lost, "alert title", $"it takes more than {MostPlaceholders} columns; alerts bear the rule's name."));
            return package.Title;
        }

        return string.Concat(title.Parts.Select(p => p.Column is { } column ? $"{{{{{query.NameOf(ServiceTables.DefenderXdr, column.Name)}}}}}" : p.Text));
    }

    private static JsonObject Entities(DetectionPackage package, ServiceQuery query)
    {
        var mappings = new JsonObject
        {
            // The device that response actions are taken on.
            ["hosts"] = new JsonArray
            {
                query.Find("DeviceName") is null
                    ? new JsonObject { ["deviceIdColumn"] = "DeviceId" }
                    : new JsonObject { ["deviceIdColumn"] = "DeviceId", ["nameColumn"] = "DeviceName" },
            },
        };
        foreach (var entity in query.EntitiesOf(package).Where(e => e.Kind != EntityKind.Host))
        {
            var column = query.NameOf(ServiceTables.DefenderXdr, entity.Column.Name);
            var (kind, property) = Mapping(entity.Kind, column);
            if (mappings[kind] is not JsonArray list)
            {
                list = [];
                mappings[kind] = list;
            }

            list.Add(new JsonObject { [property] = query.IsDynamic(column) ? ServiceQuery.FirstOf(column).Name : column });
        }

        return mappings;
    }

    /// <summary>https://learn.microsoft.com/graph/api/resources/security-entitymappingconfiguration; a process is known by a hash there, so its file stands for it.</summary>
    private static (string Kind, string Property) Mapping(EntityKind kind, string column) => kind switch
    {
        EntityKind.Account when column.Contains("Sid", StringComparison.Ordinal) => ("accounts", "sidColumn"),
        EntityKind.Account when column.Contains("Upn", StringComparison.Ordinal) => ("accounts", "upnColumn"),
        EntityKind.Account => ("accounts", "nameColumn"),
        EntityKind.Process => ("files", "nameColumn"),
        EntityKind.Ip => ("ips", "addressColumn"),
        EntityKind.Url => ("urls", "addressColumn"),
        EntityKind.Host => ("hosts", "nameColumn"),
    };

    private static void NoteTheRest(DetectionPackage package, ImmutableArray<ExportNote>.Builder notes)
    {
        if (package.Alert.Severity is { } severity)
        {
            notes.Add(Note(package, ExportNoteKind.Lost, $"severity by {severity.Column.Name}", $"a rule has one severity, {package.Severity.Name()}."));
        }

        if (package.Suppression is { } suppression)
        {
            notes.Add(Note(package, ExportNoteKind.Lost, $"suppression for {TimeSpanText.Write(suppression.Window)}", "Defender XDR drops repeated rows by itself, by the event they point to."));
        }

        if (package.Trigger != Trigger.AnyRow)
        {
            notes.Add(Note(package, ExportNoteKind.Lost, $"trigger {package.Trigger.Operator.Name()} {package.Trigger.Threshold}", "every row is an alert."));
        }
    }

    private static ExportNote Note(DetectionPackage package, ExportNoteKind kind, string what, string why) =>
        new(kind, package.Metadata ?? package.Query, null, what, why);
}
