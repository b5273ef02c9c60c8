using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Schemas;
using Tocsin.Yaml;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Reads mapping files, the built-in ones too; docs/formats.md describes the form.</summary>
public static class MappingFileReader
{
    /// <summary>The mapping, or null where the file has errors.</summary>
    /// <param name="file">The YAML; its name is the file's path.</param>
    /// <param name="bag">Takes the diagnostics, each at its place.</param>
    public static FileMapping? Read(SourceText file, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(bag);
        return Read(file, bag, KnownTables.Find);
    }

    private static FileMapping? Read(SourceText file, DiagnosticBag bag, Func<string, TableSchema?> find)
    {
        if (YamlFields.Root(file, bag) is not { } fields)
        {
            return null;
        }

        var name = fields.Optional("name") ?? Path.GetFileNameWithoutExtension(file.Name);
        var schema = Table(fields, find);
        _ = fields.Node("columns");
        var values = new MappedValueReader();
        if (fields.Mapping("let") is { } named)
        {
            values.ReadNamed(named);
        }

        var columns = schema is null ? [] : Columns(fields, schema, values);
        var mapping = new FileMapping(name, new TableMap(schema ?? KnownTables.DeviceNetworkEvents, [.. columns]))
        {
            Header = fields.Texts("header"),
            Where = Conditions(fields),
        };
        if (fields.Mapping("recognised") is { } recognised)
        {
            mapping = mapping with
            {
                All = Sampled(recognised, "all"),
                Any = Sampled(recognised, "any"),
                None = Sampled(recognised, "none"),
            };
            recognised.RefuseTheRest();
        }

        fields.RefuseTheRest();
        return bag.HasErrors ? null : WithMarks(mapping);
    }

    /// <summary>A built-in mapping by the name of its file.</summary>
    internal static FileMapping BuiltIn(string name)
    {
        using var stream = typeof(MappingFileReader).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no built-in mapping '{name}'.");
        using var reader = new StreamReader(stream);
        var bag = new DiagnosticBag(new SourceText(reader.ReadToEnd(), $"{name}.yaml"));
        return Read(bag.Source, bag, t => t.Equals(KnownTables.ZeekCertificates.Name, StringComparison.Ordinal) ? KnownTables.ZeekCertificates : KnownTables.Find(t))
            ?? throw new InvalidOperationException($"The built-in mapping '{name}' is wrong: {string.Join("; ", bag.Items.Select(d => $"{d.Position} {d.Message}"))}");
    }

    /// <summary>A mapping that does not say which files it takes, takes those with a field of its time column.</summary>
    private static FileMapping WithMarks(FileMapping mapping) =>
        !mapping.Header.IsEmpty || mapping.All.Length + mapping.Any.Length > 0
            ? mapping
            : mapping with { Any = [.. MappingLowerer.Fields(mapping.Map.Value("Timestamp")).Select(f => FieldPath.Sampled(f.Path))] };

    private static TableSchema? Table(YamlFields fields, Func<string, TableSchema?> find)
    {
        if (fields.Required("table") is not { Length: > 0 } name)
        {
            return null;
        }

        var schema = find(name);
        if (schema is null)
        {
            fields.Report(YamlDescriptors.WrongValue, "table", name, $"a table of docs/tables.md, such as {KnownTables.Nearest(name)}");
        }

        return schema;
    }

    private static List<ColumnMap> Columns(YamlFields fields, TableSchema schema, MappedValueReader reader)
    {
        var columns = new List<ColumnMap>();
        if (fields.Mapping("columns") is not { } values)
        {
            if (!fields.Has("columns"))
            {
                fields.ReportMissing("columns");
            }

            return columns;
        }

        foreach (var name in values.Names)
        {
            if (schema.Find(name) is not { } column)
            {
                values.Bag.Report(MappingDescriptors.NoSuchColumn, values.SpanOfKey(name), values.PathOf(name), schema.Name, $"The nearest are {NearestName.Some(name, schema.Columns.Select(c => c.Name))}.");
                _ = values.Node(name);
            }
            else if (reader.Read(values, name, column.Type) is { } value)
            {
                columns.Add(new ColumnMap(name, value));
            }
        }

        if (!columns.Exists(c => c.Target is "Timestamp" or "TimeGenerated") && !values.Has("Timestamp"))
        {
            values.ReportMissing("Timestamp");
        }

        return columns;
    }

    private static ImmutableArray<RecordCondition> Conditions(YamlFields fields)
    {
        if (fields.Mapping("where") is not { } conditions)
        {
            return [];
        }

        var read = ImmutableArray.CreateBuilder<RecordCondition>();
        foreach (var name in conditions.Names)
        {
            var values = conditions.Texts(name);
            if (FieldPath.Parse(name) is { } path)
            {
                read.Add(new RecordCondition(new FieldValue(path), values));
            }
            else
            {
                conditions.Bag.Report(MappingDescriptors.BadPath, conditions.SpanOfKey(name), conditions.PathOf(name), name);
            }
        }

        return read.ToImmutable();
    }

    private static ImmutableArray<string> Sampled(YamlFields fields, string name)
    {
        var read = ImmutableArray.CreateBuilder<string>();
        foreach (var text in fields.Texts(name))
        {
            if (FieldPath.Parse(text) is { } path)
            {
                read.Add(FieldPath.Sampled(path));
            }
            else
            {
                fields.Report(MappingDescriptors.BadPath, name, text);
            }
        }

        return read.ToImmutable();
    }
}
