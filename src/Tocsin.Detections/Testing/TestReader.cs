using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Detections.Testing.Scenarios;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing;

/// <summary>Reads one test. Every mistake is reported with file, line, column and field.</summary>
internal sealed class TestReader
{
    private const string Silence = "silence";

    private readonly SourceText _source;
    private readonly DetectionPackage _package;
    private readonly DiagnosticBag _bag;

    private TestReader(SourceText source, DetectionPackage package, DiagnosticBag bag)
    {
        _source = source;
        _package = package;
        _bag = bag;
    }

    /// <summary>The test, or null where the YAML has errors.</summary>
    /// <param name="source">The YAML; its name is the file's path, from which data files are found.</param>
    /// <param name="package">The detection that the test is of.</param>
    /// <param name="bag">Takes the diagnostics.</param>
    public static DetectionTest? Read(SourceText source, DetectionPackage package, DiagnosticBag bag) =>
        YamlFields.Root(source, bag) is { } fields ? new TestReader(source, package, bag).Read(fields) : null;

    private DetectionTest? Read(YamlFields fields)
    {
        var name = fields.Required("name");
        var kind = DetectionReader.RequiredChoice(fields, "kind", TestKinds.Name, TestKind.Attack);
        var start = Start(fields);
        var test = new DetectionTest
        {
            Name = name,
            Kind = kind,
            Source = _source,
            Covers = fields.Optional("covers"),
            Description = fields.Optional("description") ?? "",
            Start = start,
            Now = Now(fields, start),
            Settings = Settings(fields),
            Data = [.. fields.Texts("data").Select(f => DataFile(fields, f))],
            DerivesReports = fields.Flag("deriveReports") ?? false,
            Events = [.. fields.Mappings("events").Select(e => ScenarioReader.Read(e, start)).OfType<ScenarioEvents>()],
            Expectation = Expected(fields, kind),
        };
        if (test.Events.IsEmpty && test.Data.IsEmpty && !_bag.HasErrors)
        {
            _bag.Report(TestDescriptors.NoEvents, fields.SpanOf("name"));
        }

        fields.RefuseTheRest();
        return _bag.HasErrors ? null : test;
    }

    private static DateTime Start(YamlFields fields)
    {
        if (fields.Optional("start") is { } text)
        {
            if (TestTimes.Instant(text) is { } instant)
            {
                return instant;
            }

            fields.Report(DetectionDescriptors.WrongValue, "start", text, "an instant such as 2026-04-13T08:00:00Z");
        }
        else if (fields.Has("events") && !fields.Has("start"))
        {
            fields.ReportMissing("start");
        }

        return DateTime.UnixEpoch;
    }

    private static DateTime? Now(YamlFields fields, DateTime start)
    {
        if (fields.Optional("now") is not { } text)
        {
            return null;
        }

        if (TestTimes.Instant(text) is { } instant)
        {
            return instant;
        }

        if (TimeSpanText.TryParse(text, out var ticks) && ticks > 0 && fields.Has("start"))
        {
            return start.AddTicks(ticks);
        }

        fields.Report(DetectionDescriptors.WrongValue, "now", text, "an instant such as 2026-04-14T08:00:00Z, or a length of time after start such as 24h");
        return null;
    }

    private ImmutableArray<ParameterSetting> Settings(YamlFields fields)
    {
        var values = fields.Mapping("set") is { } set ? OverrideReader.Settings(set) : [];
        var additions = fields.Mapping("add") is { } add ? OverrideReader.Settings(add).Select(s => s with { IsAddition = true }) : [];
        ImmutableArray<ParameterSetting> settings = [.. values, .. additions];
        var diagnostics = new List<Diagnostic>();
        PackageTuning.Apply(_package, settings, diagnostics);
        _bag.AddRange(diagnostics);
        return settings;
    }

    /// <summary>A package is a folder one can move: the data of its tests lies inside, beside or below them.</summary>
    private string DataFile(YamlFields fields, string name)
    {
        var file = Path.Combine(Path.GetDirectoryName(_source.Name) ?? "", name);
        if (!PackageFolder.IsInside(name))
        {
            fields.Report(DetectionDescriptors.FileOutsidePackage, "data", name);
        }
        else if (!File.Exists(file) && !Directory.Exists(file))
        {
            fields.Report(DetectionDescriptors.FileNotReadable, "data", name, $"'{file}' does not exist.");
        }

        return file;
    }

    private static Expectation Expected(YamlFields fields, TestKind kind)
    {
        var silence = ValueTest.Parse("0");
        var span = fields.SpanOf("expect");
        switch (fields.Node("expect"))
        {
            case null when kind == TestKind.Benign:
                return new Expectation(silence, [], fields.SpanOf("kind"));
            case null:
                fields.ReportMissing("expect");
                return new Expectation(silence, [], span);
            case YamlDotNet.RepresentationModel.YamlScalarNode scalar:
                if (scalar.Value is not Silence)
                {
                    fields.Report(DetectionDescriptors.WrongValue, "expect", scalar.Value ?? "", $"{Silence}, or a mapping of alerts and with");
                }

                return new Expectation(silence, [], span);
            default:
                return fields.Mapping("expect") is { } mapping ? Expected(mapping, span) : new Expectation(silence, [], span);
        }
    }

    private static Expectation Expected(YamlFields fields, TextSpan span)
    {
        ImmutableArray<AlertExpectation> with = [.. fields.Mappings("with").Select(Alert)];
        var count = ValueTest.Parse(with.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (fields.Optional("alerts") is { } text)
        {
            count = ValueTest.Parse(text);
            if (!count.IsOfNumbers)
            {
                fields.Report(DetectionDescriptors.WrongValue, "alerts", text, "a number, or a test of one such as \">= 2\"");
            }
        }
        else if (!fields.Has("with"))
        {
            fields.ReportMissing("alerts");
        }

        fields.RefuseTheRest();
        return new Expectation(count, with, span);
    }

    private static AlertExpectation Alert(YamlFields fields)
    {
        var alert = new AlertExpectation(
            fields.Optional("title"),
            fields.Has("severity") ? fields.Choice("severity", Ratings.Name, Severity.Medium) : null,
            fields.Optional("risk") is { } risk ? ValueTest.Parse(risk) : null,
            fields.Mapping("entities") is { } entities ? Entities(entities) : [],
            fields.Mapping("fields") is { } columns ? Columns(columns) : []);
        fields.RefuseTheRest();
        return alert;
    }

    private static ImmutableArray<EntityExpectation> Entities(YamlFields fields)
    {
        var entities = ImmutableArray.CreateBuilder<EntityExpectation>();
        foreach (var kind in Enum.GetValues<EntityKind>())
        {
            if (fields.Texts(kind.Name()) is { IsEmpty: false } names)
            {
                entities.Add(new EntityExpectation(kind, names));
            }
        }

        fields.RefuseTheRest();
        return entities.ToImmutable();
    }

    private static ImmutableArray<FieldExpectation> Columns(YamlFields fields) =>
        [.. fields.Names.Select(name => new FieldExpectation(name, [.. Values(fields, name).Select(ValueTest.Parse)]))];

    /// <summary>A value of nothing at all tests for the empty text.</summary>
    private static ImmutableArray<string> Values(YamlFields fields, string name) =>
        fields.Texts(name) is { IsEmpty: false } texts ? texts : [""];
}
