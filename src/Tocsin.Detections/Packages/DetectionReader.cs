using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Packages;

/// <summary>Reads detection.yaml. Every mistake is reported with file, line, column and field.</summary>
internal static partial class DetectionReader
{
    private static readonly ImmutableArray<string> Conditions = ["atLeast", "equals", "startsWith"];

    /// <summary>The package, or null where the metadata has errors.</summary>
    /// <param name="metadata">The YAML; its name is the file's path.</param>
    /// <param name="folder">Where the files lie that the metadata names.</param>
    /// <param name="bag">Takes the diagnostics.</param>
    public static DetectionPackage? Read(SourceText metadata, PackageFolder folder, DiagnosticBag bag)
    {
        if (YamlFields.Root(metadata, bag) is not { } fields)
        {
            return null;
        }

        var package = new DetectionPackage
        {
            Id = Id(fields),
            Title = fields.Required("title"),
            Description = fields.Required("description"),
            Metadata = metadata,
            Query = FileText(fields, "kql", folder),
            Status = fields.Choice("status", Ratings.Name, DetectionStatus.Experimental),
            Severity = RequiredChoice(fields, "severity", Ratings.Name, Severity.Medium),
            Confidence = RequiredChoice(fields, "confidence", Ratings.Name, Confidence.Medium),
            Authors = fields.Texts("authors"),
            DataSources = [.. fields.Texts("dataSources").Select(DataSourceOf)],
            Tables = [.. fields.Mappings("tables").Select(Table)],
            Alert = fields.Mapping("alert") is { } alert ? Alert(alert) : AlertMapping.None,
            Entities = [.. fields.Mappings("entities").Select(Entity)],
            CustomDetails = fields.Mapping("customDetails") is { } details ? CustomDetails(details) : [],
            Schedule = fields.Mapping("schedule") is { } schedule ? OperationReader.Schedule(schedule) : null,
            Trigger = fields.Mapping("trigger") is { } trigger ? OperationReader.Trigger(trigger) : Trigger.AnyRow,
            Suppression = fields.Mapping("suppression") is { } suppression ? OperationReader.Suppression(suppression) : null,
            Parameters = [.. fields.Mappings("parameters").Select(p => ParameterReader.Read(p, folder))],
            FalsePositives = fields.Texts("falsePositives"),
            BlindSpots = fields.Texts("blindSpots"),
            Mended = [.. fields.Mappings("mended").Select(Mended)],
            References = fields.Texts("references"),
            Sentinel = fields.Mapping("sentinel") is { } sentinel ? Sentinel(sentinel) : null,
            Playbook = folder.ReadIfThere("playbook.md"),
            Investigation = folder.ReadIfThere("investigation.md"),
            HuntingQueries = [.. folder.FilesIn("hunting", "*.kql").Select(f => Hunting(folder.Read(f)))],
            Folder = folder.Path,
        };
        if (fields.Mapping("attack") is { } attack)
        {
            package = package with { AttackVersion = attack.Optional("version"), Tactics = TacticNames(attack), Techniques = TechniqueIds(attack) };
            attack.RefuseTheRest();
        }

        fields.RefuseTheRest();
        return bag.HasErrors ? null : Checked(package, bag);
    }

    /// <summary>The package with its allow-lists in the query, if what it says of the query is true.</summary>
    private static DetectionPackage? Checked(DetectionPackage package, DiagnosticBag bag)
    {
        PackageCheck.Check(package, bag);
        package = package with { Query = AllowLists.Apply(package, bag) };
        return bag.HasErrors ? null : package;
    }

    private static string Id(YamlFields fields)
    {
        var id = fields.Required("id");
        if (id.Length > 0 && !IdPattern().IsMatch(id))
        {
            fields.Report(DetectionDescriptors.WrongValue, "id", id, "lower-case letters, digits and single hyphens");
        }

        return id;
    }

    /// <summary>The text of the file that a field names. A package is a folder one can move: all it names lies inside.</summary>
    internal static SourceText FileText(YamlFields fields, string name, PackageFolder folder)
    {
        var file = fields.Required(name);
        if (file.Length == 0)
        {
            return new SourceText("");
        }

        if (!PackageFolder.IsInside(file))
        {
            fields.Report(DetectionDescriptors.FileOutsidePackage, name, file);
            return new SourceText("");
        }

        try
        {
            return folder.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fields.Report(DetectionDescriptors.FileNotReadable, name, file, e.Message);
            return new SourceText("");
        }
    }

    private static HuntingQuery Hunting(SourceText query)
    {
        var name = Path.GetFileNameWithoutExtension(query.Name);
        return new HuntingQuery(name, QueryTitle.Of(query) ?? name, query);
    }

    private static DataSource DataSourceOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new DataSource(text, null) : new DataSource(text[..colon].Trim(), text[(colon + 1)..].Trim());
    }

    internal static T RequiredChoice<T>(YamlFields fields, string name, Func<T, string> spell, T otherwise)
        where T : struct, Enum
    {
        if (!fields.Has(name))
        {
            fields.ReportMissing(name);
        }

        return fields.Choice(name, spell, otherwise);
    }

    private static ImmutableArray<string> TacticNames(YamlFields attack)
    {
        var names = attack.Texts("tactics");
        foreach (var name in names.Where(n => !AttackTactics.Names.Contains(n, StringComparer.Ordinal)))
        {
            attack.Report(DetectionDescriptors.WrongValue, "tactics", name, $"one of {string.Join(", ", AttackTactics.Names)}");
        }

        return names;
    }

    private static ImmutableArray<string> TechniqueIds(YamlFields attack)
    {
        var ids = attack.Texts("techniques");
        foreach (var id in ids.Where(i => !TechniquePattern().IsMatch(i)))
        {
            attack.Report(DetectionDescriptors.WrongValue, "techniques", id, "a technique such as T1071 or T1071.001");
        }

        return ids;
    }

    private static RequiredTable Table(YamlFields fields)
    {
        var table = new RequiredTable(fields.Required("name"), fields.Texts("columns")) { Span = fields.SpanOf("name"), ColumnsSpan = fields.SpanOf("columns") };
        fields.RefuseTheRest();
        return table;
    }

    private static MendedFault Mended(YamlFields fields)
    {
        var mended = new MendedFault(fields.Required("fault"), fields.Required("ours"));
        fields.RefuseTheRest();
        return mended;
    }

    private static SentinelIdentity Sentinel(YamlFields fields)
    {
        Guid? id = null;
        if (fields.Optional("id") is { } text)
        {
            if (Guid.TryParse(text, out var guid))
            {
                id = guid;
            }
            else
            {
                fields.Report(DetectionDescriptors.WrongValue, "id", text, "a GUID such as 7ce00cba-f76f-4026-ab7f-7e4f1b67bd18");
            }
        }

        var version = fields.Optional("version");
        if (version is not null && !VersionPattern().IsMatch(version))
        {
            fields.Report(DetectionDescriptors.WrongValue, "version", version, "three numbers such as 1.0.2");
        }

        fields.RefuseTheRest();
        return new SentinelIdentity(id, version);
    }

    private static EntityMapping Entity(YamlFields fields)
    {
        var kind = RequiredChoice(fields, "type", EntityKinds.Name, EntityKind.Host);
        var mapping = new EntityMapping(kind, RequiredColumn(fields, "column"));
        fields.RefuseTheRest();
        return mapping;
    }

    private static ImmutableArray<CustomDetail> CustomDetails(YamlFields fields) =>
        [.. fields.Names.Select(name => new CustomDetail(name, RequiredColumn(fields, name)))];

    private static AlertMapping Alert(YamlFields fields)
    {
        var mapping = new AlertMapping(
            Title(fields),
            Column(fields, "time"),
            Column(fields, "firstSeen"),
            Column(fields, "lastSeen"),
            Column(fields, "risk"),
            fields.Mapping("severity") is { } severity ? SeverityOf(severity) : null);
        fields.RefuseTheRest();
        return mapping;
    }

    private static AlertTitle? Title(YamlFields fields)
    {
        if (fields.Optional("title") is not { } text)
        {
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<AlertTitlePart>();
        var end = 0;
        foreach (Match match in ColumnInTitle().Matches(text))
        {
            parts.Add(new AlertTitlePart(text[end..match.Index]));
            var format = match.Groups["format"] is { Success: true, Value: var value } ? value : null;
            parts.Add(new AlertTitlePart("", new ColumnReference(match.Groups["name"].Value, fields.SpanOf("title")), format));
            end = match.Index + match.Length;
        }

        parts.Add(new AlertTitlePart(text[end..]));
        return new AlertTitle(parts.ToImmutable());
    }

    private static SeverityMapping SeverityOf(YamlFields fields)
    {
        var mapping = new SeverityMapping(RequiredColumn(fields, "column"), [.. fields.Mappings("cases").Select(Case)]);
        if (mapping.Cases.IsEmpty)
        {
            fields.ReportMissing("cases");
        }

        fields.RefuseTheRest();
        return mapping;
    }

    private static SeverityCase Case(YamlFields fields)
    {
        var given = Conditions.Count(fields.Has);
        var result = new SeverityCase(
            RequiredChoice(fields, "severity", Ratings.Name, Severity.Medium),
            fields.Number("atLeast"),
            fields.Optional("equals"),
            fields.Optional("startsWith"));
        if (given != 1)
        {
            fields.Report(DetectionDescriptors.WrongShape, "severity", "no single condition", "exactly one of atLeast, equals, startsWith beside it");
        }

        fields.RefuseTheRest();
        return result;
    }

    private static ColumnReference? Column(YamlFields fields, string name) =>
        fields.Optional(name) is { Length: > 0 } column ? new ColumnReference(column, fields.SpanOf(name)) : null;

    private static ColumnReference RequiredColumn(YamlFields fields, string name) =>
        new(fields.Required(name), fields.SpanOf(name));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^T\d{4}(\.\d{3})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TechniquePattern();

    [GeneratedRegex(@"^\d+\.\d+\.\d+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    internal static partial Regex VersionPattern();

    [GeneratedRegex(@"\{(?<name>[A-Za-z_]\w*)(:(?<format>[^{}]+))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColumnInTitle();
}
