using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Types;
using Tocsin.Yaml;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// One value of a mapping file: a field's name or path, or a mapping whose first key says how the value is made. Whatever
/// does not fit the column's type is reported at its place, so that nothing fails once data is read.
/// </summary>
internal sealed class MappedValueReader
{
    private delegate MappedValue? Form(MappedValueReader reader, YamlFields fields, KqlType type);

    private static readonly Dictionary<string, Form> Forms = new(StringComparer.Ordinal)
    {
        ["first"] = (r, f, t) => r.First(f, t),
        ["constant"] = (_, f, t) => Constant(f, t),
        ["lookup"] = (r, f, t) => r.Lookup(f, t),
        ["if"] = (r, f, t) => r.Choice(f, t),
        ["part"] = (r, f, t) => r.Part(f, t),
        ["extract"] = (r, f, _) => r.Extract(f),
        ["unix"] = (r, f, t) => r.Unix(f, t),
        ["time"] = (r, f, t) => r.Time(f, t),
        ["object"] = (r, f, t) => r.Object(f, t),
        ["join"] = (r, f, t) => r.Join(f, t),
        ["lower"] = (r, f, t) => r.Text(f, "lower", t) is { } text ? new LowerValue(text) : null,
        ["address"] = (r, f, t) => r.Text(f, "address", t) is { } text ? new AddressValue(text) : null,
        ["address-type"] = (r, f, t) => r.Text(f, "address-type", t) is { } text ? new AddressTypeValue(text) : null,
        ["direction"] = (r, f, t) => r.Direction(f, t),
        ["value"] = (r, f, t) => r.Named(f, t),
    };

    private static readonly Dictionary<string, TextPart> Parts = new(StringComparer.Ordinal)
    {
        ["file-name"] = TextPart.FileName,
        ["account-domain"] = TextPart.AccountDomain,
        ["account-name"] = TextPart.AccountName,
    };

    private static readonly Dictionary<string, UnixUnit> Units = new(StringComparer.Ordinal)
    {
        ["seconds"] = UnixUnit.Seconds,
        ["milliseconds"] = UnixUnit.Milliseconds,
        ["microseconds"] = UnixUnit.Microseconds,
        ["nanoseconds"] = UnixUnit.Nanoseconds,
    };

    private readonly Dictionary<string, MappedValue> _named = new(StringComparer.Ordinal);

    /// <summary>Reads the texts that a file names so that its columns may refer to them, each to those before it.</summary>
    public void ReadNamed(YamlFields fields)
    {
        foreach (var name in fields.Names)
        {
            if (Read(fields, name, KqlType.String) is { } value)
            {
                _named.Add(name, value);
            }
        }
    }

    /// <summary>The value under a name, of the type; null where it is not there or has errors.</summary>
    public MappedValue? Read(YamlFields fields, string name, KqlType type) =>
        fields.Node(name) is { } node ? Read(fields.Bag, node, fields.PathOf(name), type) : null;

    private MappedValue? Read(DiagnosticBag bag, YamlNode node, string path, KqlType type)
    {
        switch (node)
        {
            case YamlScalarNode { Value: { Length: > 0 } text }:
                if (FieldPath.Parse(text) is { } parts)
                {
                    return new FieldValue(parts);
                }

                bag.Report(MappingDescriptors.BadPath, YamlFields.SpanOf(node), path, text);
                return null;
            case YamlMappingNode mapping:
                var fields = new YamlFields(mapping, path, bag);
                if (fields.Names.FirstOrDefault(Forms.ContainsKey) is { } form)
                {
                    var value = Forms[form](this, fields, type);
                    fields.RefuseTheRest();
                    return value;
                }

                break;
        }

        bag.Report(MappingDescriptors.NoValue, YamlFields.SpanOf(node), path, string.Join(", ", Forms.Keys));
        return null;
    }

    private MappedValue? Required(YamlFields fields, string name, KqlType type)
    {
        if (fields.Node(name) is null)
        {
            fields.ReportMissing(name);
            return null;
        }

        return Read(fields, name, type);
    }

    /// <summary>A form whose result is text, of text.</summary>
    private MappedValue? Text(YamlFields fields, string name, KqlType type) =>
        Gives(fields, name, KqlType.String, type) ? Required(fields, name, KqlType.String) : null;

    private static bool Gives(YamlFields fields, string form, KqlType given, KqlType needed)
    {
        if (given == needed)
        {
            return true;
        }

        fields.Report(MappingDescriptors.WrongType, form, given.Name(), needed.Name());
        return false;
    }

    private ImmutableArray<MappedValue> List(YamlFields fields, string name, KqlType type)
    {
        if (fields.Node(name) is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            fields.Report(YamlDescriptors.WrongShape, name, "no list", "a list of values");
            return [];
        }

        return
        [
            .. list.Children.Select((node, i) => Read(fields.Bag, node, string.Create(CultureInfo.InvariantCulture, $"{fields.PathOf(name)}[{i}]"), type))
                .OfType<MappedValue>(),
        ];
    }

    private FirstValue First(YamlFields fields, KqlType type) => new(List(fields, "first", type));

    private static ConstantValue? Constant(YamlFields fields, KqlType type)
    {
        var text = fields.Required("constant");
        return IsOf(fields, "constant", text, type) ? new ConstantValue(text) : null;
    }

    private LookupValue? Lookup(YamlFields fields, KqlType type)
    {
        var entries = ImmutableArray.CreateBuilder<LookupEntry>();
        if (fields.Mapping("values") is { } values)
        {
            foreach (var key in values.Names)
            {
                var result = values.Optional(key) ?? string.Empty;
                if (IsOf(values, key, result, type))
                {
                    entries.Add(new LookupEntry(key, result));
                }
            }
        }
        else if (!fields.Has("values"))
        {
            fields.ReportMissing("values");
        }

        var otherwise = Read(fields, "otherwise", type);
        return Required(fields, "lookup", KqlType.String) is { } key0 ? new LookupValue(key0, entries.ToImmutable(), otherwise) : null;
    }

    private ChoiceValue? Choice(YamlFields fields, KqlType type)
    {
        var subject = Required(fields, "if", KqlType.String);
        var text = fields.Optional("equals");
        if (text is null)
        {
            fields.ReportMissing("equals");
        }

        var then = Required(fields, "then", type);
        var otherwise = Required(fields, "else", type);
        return subject is not null && text is not null && then is not null && otherwise is not null
            ? new ChoiceValue(subject, text, then, otherwise)
            : null;
    }

    private PartValue? Part(YamlFields fields, KqlType type)
    {
        var whole = Required(fields, "of", KqlType.String);
        return Gives(fields, "part", KqlType.String, type) && OneOf(fields, "part", Parts) is { } part && whole is not null ? new PartValue(whole, part) : null;
    }

    private ExtractValue? Extract(YamlFields fields)
    {
        var whole = Required(fields, "of", KqlType.String);
        var pattern = fields.Required("extract");
        try
        {
            // What .NET can match without going back is what RE2 can.
            var regex = new Regex(pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            if (regex.GetGroupNumbers().Length != 2)
            {
                fields.Report(MappingDescriptors.BadPattern, "extract", "it has not one group.");
                return null;
            }
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            fields.Report(MappingDescriptors.BadPattern, "extract", e.Message);
            return null;
        }

        return whole is null ? null : new ExtractValue(whole, pattern);
    }

    private UnixSecondsValue? Unix(YamlFields fields, KqlType type)
    {
        var unit = fields.Has("unit") ? OneOf(fields, "unit", Units) : UnixUnit.Seconds;
        var seconds = Required(fields, "unix", KqlType.String);
        return Gives(fields, "unix", KqlType.DateTime, type) && unit is { } known && seconds is not null ? new UnixSecondsValue(seconds, known) : null;
    }

    private TimeFormatValue? Time(YamlFields fields, KqlType type)
    {
        var text = Required(fields, "time", KqlType.String);
        var format = fields.Required("format");
        var offset = fields.Optional("offset");
        if (!TimeFormatValue.IsFormat(format))
        {
            fields.Report(YamlDescriptors.WrongValue, "format", format, "a pattern of strptime with a year, such as %d/%b/%Y:%H:%M:%S %z");
            return null;
        }

        if (offset is not null && (TimeFormatValue.Offset(offset) is null || format.Contains("%z", StringComparison.Ordinal)))
        {
            fields.Report(YamlDescriptors.WrongValue, "offset", offset, "the distance from UTC, such as +02:00, of times that do not say it themselves");
            return null;
        }

        return Gives(fields, "time", KqlType.DateTime, type) && text is not null ? new TimeFormatValue(text, format, offset) : null;
    }

    private ObjectValue? Object(YamlFields fields, KqlType type)
    {
        if (!Gives(fields, "object", KqlType.String, type) || fields.Mapping("object") is not { } properties)
        {
            return null;
        }

        var read = ImmutableArray.CreateBuilder<ObjectProperty>();
        foreach (var name in properties.Names)
        {
            var kind = PropertyKind.Text;
            var path = properties.PathOf(name);
            var node = properties.Node(name);
            if (node is YamlMappingNode { Children: [var only] } && only.Key is YamlScalarNode { Value: "number" or "boolean" } key)
            {
                kind = key.Value == "number" ? PropertyKind.Number : PropertyKind.Boolean;
                node = only.Value;
            }

            if (node is not null && Read(properties.Bag, node, path, KqlType.String) is { } value)
            {
                read.Add(new ObjectProperty(name, value, kind));
            }
        }

        return new ObjectValue(read.ToImmutable());
    }

    private JoinedValue? Join(YamlFields fields, KqlType type)
    {
        var separator = fields.Optional("separator") ?? " ";
        var values = List(fields, "join", KqlType.String);
        return Gives(fields, "join", KqlType.String, type) ? new JoinedValue(separator, values) : null;
    }

    private DirectionValue? Direction(YamlFields fields, KqlType type)
    {
        if (!Gives(fields, "direction", KqlType.String, type) || fields.Mapping("direction") is not { } ends)
        {
            return null;
        }

        var from = Required(ends, "from", KqlType.String);
        var to = Required(ends, "to", KqlType.String);
        var isFromLocal = Read(ends, "from-is-local", KqlType.String);
        var isToLocal = Read(ends, "to-is-local", KqlType.String);
        ends.RefuseTheRest();
        return from is not null && to is not null ? new DirectionValue(from, to, isFromLocal, isToLocal) : null;
    }

    private MappedValue? Named(YamlFields fields, KqlType type)
    {
        var name = fields.Required("value");
        if (!Gives(fields, "value", KqlType.String, type))
        {
            return null;
        }

        if (_named.TryGetValue(name, out var value))
        {
            return value;
        }

        fields.Report(YamlDescriptors.WrongValue, "value", name, _named.Count == 0 ? "a name under 'let'" : $"one of {string.Join(", ", _named.Keys)}");
        return null;
    }

    private static T? OneOf<T>(YamlFields fields, string name, Dictionary<string, T> words)
        where T : struct
    {
        var word = fields.Required(name);
        if (words.TryGetValue(word, out var value))
        {
            return value;
        }

        fields.Report(YamlDescriptors.WrongValue, name, word, $"one of {string.Join(", ", words.Keys)}");
        return null;
    }

    private static bool IsOf(YamlFields fields, string name, string text, KqlType type)
    {
        var isOf = type switch
        {
            KqlType.Bool => bool.TryParse(text, out _),
            KqlType.Int => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            KqlType.Long => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            KqlType.DateTime => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            _ => true,
        };
        if (!isOf)
        {
            fields.Report(MappingDescriptors.BadConstant, name, text, type.Name());
        }

        return isOf;
    }
}
