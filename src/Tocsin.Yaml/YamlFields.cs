using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Yaml;

/// <summary>
/// One YAML mapping, read field by field. What is missing, misshapen or unknown is reported at its place,
/// under its path (<c>alert.severity.column</c>), and reading goes on with a stand-in.
/// </summary>
internal sealed class YamlFields
{
    private readonly YamlMappingNode _node;
    private readonly string _path;
    private readonly DiagnosticBag _bag;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public YamlFields(YamlMappingNode node, string path, DiagnosticBag bag)
    {
        _node = node;
        _path = path;
        _bag = bag;
    }

    public DiagnosticBag Bag => _bag;

    /// <summary>The path of the mapping itself, from the file's root.</summary>
    public string Path => _path;

    /// <summary>Where the mapping begins.</summary>
    public TextSpan Span => new((int)_node.Start.Index, 0);

    /// <summary>A field's value as it stands, or null.</summary>
    public YamlNode? Node(string name) => Find(name);

    /// <summary>The fields of a file that holds one mapping, or null after saying what else it holds.</summary>
    /// <param name="file">The YAML.</param>
    /// <param name="bag">Takes the diagnostics.</param>
    /// <param name="leavesOutNulls">Whether a field without a value, or with null, counts as one that is not there.</param>
    public static YamlFields? Root(SourceText file, DiagnosticBag bag, bool leavesOutNulls = false)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new BoundedYamlParser(new StringReader(file.Text)));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                if (leavesOutNulls)
                {
                    LeaveOutNulls(root);
                }

                return new YamlFields(root, "", bag);
            }

            bag.Report(YamlDescriptors.NotYaml, default, "one mapping of fields to values is expected.");
        }
        catch (YamlException e)
        {
            var span = TextSpan.FromBounds((int)e.Start.Index, (int)e.End.Index);
            bag.Report(YamlDescriptors.NotYaml, span, e.InnerException is YamlException inner ? inner.Message : e.Message);
        }
        catch (InvalidOperationException)
        {
            // The library's own fault with what is left open at the end of the text.
            bag.Report(YamlDescriptors.NotYaml, new TextSpan(file.Length, 0), "the text ends inside of a list, a mapping or quotes.");
        }

        return null;
    }

    private static void LeaveOutNulls(YamlNode node)
    {
        if (node is YamlMappingNode mapping)
        {
            foreach (var name in mapping.Children.Where(c => IsNull(c.Value)).Select(c => c.Key).ToList())
            {
                mapping.Children.Remove(name);
            }

            foreach (var value in mapping.Children.Values)
            {
                LeaveOutNulls(value);
            }
        }
        else if (node is YamlSequenceNode sequence)
        {
            foreach (var item in sequence.Children.Where(IsNull).ToList())
            {
                sequence.Children.Remove(item);
            }

            foreach (var item in sequence.Children)
            {
                LeaveOutNulls(item);
            }
        }
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    public static TextSpan SpanOf(YamlNode node) =>
        TextSpan.FromBounds((int)node.Start.Index, (int)node.End.Index);

    /// <summary>The names of all fields, where they are the user's to choose.</summary>
    public IEnumerable<string> Names => _node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    public bool Has(string name) => Find(name) is not null;

    public TextSpan SpanOf(string name) => Find(name) is { } node ? SpanOf(node) : Span;

    /// <summary>The place of the name itself.</summary>
    public TextSpan SpanOfKey(string name) =>
        _node.Children.Keys.FirstOrDefault(k => k is YamlScalarNode scalar && string.Equals(scalar.Value, name, StringComparison.Ordinal)) is { } key ? SpanOf(key) : SpanOf(name);

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public string Required(string name)
    {
        if (Find(name) is null)
        {
            ReportMissing(name);
            return "";
        }

        var text = Optional(name);
        if (text is "")
        {
            Report(YamlDescriptors.WrongShape, name, "nothing", "text");
        }

        return text ?? "";
    }

    public string? Optional(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        var other => Misshapen(name, other, "text"),
    };

    /// <summary>A list of texts, or one text alone.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case YamlScalarNode scalar:
                return scalar.Value is { Length: > 0 } value ? [value] : [];
            case YamlSequenceNode sequence:
                var texts = ImmutableArray.CreateBuilder<string>(sequence.Children.Count);
                foreach (var child in sequence.Children)
                {
                    if (child is YamlScalarNode { Value: { Length: > 0 } text })
                    {
                        texts.Add(text);
                    }
                    else
                    {
                        _bag.Report(YamlDescriptors.WrongShape, SpanOf(child), PathOf(name), Describe(child), "a list of texts");
                    }
                }

                return texts.ToImmutable();
            case var other:
                Misshapen(name, other, "a list of texts");
                return [];
        }
    }

    /// <summary>
    /// The values of a list as YAML has them: what stands in quotes is text, other scalars are numbers and flags where they
    /// spell one. Null where the field is no list.
    /// </summary>
    public DynamicArray? Items(string name)
    {
        if (Find(name) is not YamlSequenceNode sequence)
        {
            return null;
        }

        var items = ImmutableArray.CreateBuilder<DynamicLiteral>(sequence.Children.Count);
        foreach (var child in sequence.Children)
        {
            if (child is YamlScalarNode scalar)
            {
                items.Add(Item(scalar));
            }
            else
            {
                _bag.Report(YamlDescriptors.WrongShape, SpanOf(child), PathOf(name), Describe(child), "a list of single values");
            }
        }

        return new DynamicArray(items.ToImmutable());
    }

    private static DynamicScalar Item(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return scalar.Style switch
        {
            ScalarStyle.Plain when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new(KqlType.Long, number),
            ScalarStyle.Plain when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) => new(KqlType.Real, real),
            ScalarStyle.Plain when text is "true" or "false" => new(KqlType.Bool, text is "true"),
            _ => new(KqlType.String, text),
        };
    }

    public T Choice<T>(string name, Func<T, string> spell, T otherwise)
        where T : struct, Enum
    {
        if (Optional(name) is not { } text)
        {
            return otherwise;
        }

        if (Find(text, spell) is { } value)
        {
            return value;
        }

        Report(YamlDescriptors.WrongValue, name, text, $"one of {string.Join(", ", Enum.GetValues<T>().Select(spell))}");
        return otherwise;
    }

    /// <summary>A list of words of an enumeration.</summary>
    public ImmutableArray<T> Choices<T>(string name, Func<T, string> spell)
        where T : struct, Enum
    {
        var values = ImmutableArray.CreateBuilder<T>();
        foreach (var text in Texts(name))
        {
            if (Find(text, spell) is { } value)
            {
                values.Add(value);
            }
            else
            {
                Report(YamlDescriptors.WrongValue, name, text, $"one of {string.Join(", ", Enum.GetValues<T>().Select(spell))}");
            }
        }

        return values.ToImmutable();
    }

    public double? Number(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Report(YamlDescriptors.WrongValue, name, text, "a number");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text is "true";
        }

        Report(YamlDescriptors.WrongValue, name, text, "true or false");
        return null;
    }

    /// <summary>A length of time as KQL writes it: <c>24h</c>, <c>1.5d</c>, <c>00:05:00</c>; more than nothing.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        if (TimeSpanText.TryParse(text, out var ticks) && ticks > 0)
        {
            return new TimeSpan(ticks);
        }

        Report(YamlDescriptors.WrongValue, name, text, "a timespan above zero, such as 1h or 14d");
        return null;
    }

    public YamlFields? Mapping(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case YamlMappingNode mapping:
                return new YamlFields(mapping, PathOf(name), _bag);
            case var other:
                Misshapen(name, other, "a mapping");
                return null;
        }
    }

    public IEnumerable<YamlFields> Mappings(string name)
    {
        switch (Find(name))
        {
            case null:
                yield break;
            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{i}]");
                    if (sequence.Children[i] is YamlMappingNode mapping)
                    {
                        yield return new YamlFields(mapping, path, _bag);
                    }
                    else
                    {
                        _bag.Report(YamlDescriptors.WrongShape, SpanOf(sequence.Children[i]), path, Describe(sequence.Children[i]), "a mapping");
                    }
                }

                break;
            case var other:
                Misshapen(name, other, "a list of mappings");
                break;
        }
    }

    /// <summary>Reports every field that nothing has read; call it last.</summary>
    public void RefuseTheRest()
    {
        foreach (var (key, _) in _node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_read.Contains(name))
            {
                var known = string.Join(", ", _read.Order(StringComparer.Ordinal));
                _bag.Report(YamlDescriptors.UnknownField, SpanOf(key), PathOf(key.ToString()), known);
            }
        }
    }

    public void Report(DiagnosticDescriptor descriptor, string name, params object[] more) =>
        _bag.Report(descriptor, SpanOf(name), [PathOf(name), .. more]);

    public void ReportMissing(string name) => Report(YamlDescriptors.MissingField, name);

    private static T? Find<T>(string text, Func<T, string> spell)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (text.Equals(spell(value), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private YamlNode? Find(string name)
    {
        _read.Add(name);
        return _node.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;
    }

    private string? Misshapen(string name, YamlNode node, string expected)
    {
        Report(YamlDescriptors.WrongShape, name, Describe(node), expected);
        return null;
    }

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode => "a single value",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };
}
