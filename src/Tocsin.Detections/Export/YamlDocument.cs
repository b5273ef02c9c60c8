using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tocsin.Detections.Export;

/// <summary>
/// YAML in the order in which it is said: texts of several lines as blocks, empty lists and mappings left out. Texts that
/// YAML would read as something else are quoted.
/// </summary>
internal sealed class YamlDocument
{
    private readonly List<(string Name, object Value)> _fields = [];

    /// <summary>A field; one without a value is left out.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Text, a number, a bool, another document, or a list of these.</param>
    public YamlDocument Add(string name, object? value)
    {
        if (value is not (null or "" or YamlDocument { _fields.Count: 0 }) && value is not IReadOnlyCollection<object> { Count: 0 } and not IReadOnlyCollection<string> { Count: 0 })
        {
            _fields.Add((name, value));
        }

        return this;
    }

    /// <summary>Any field, also an empty one.</summary>
    public YamlDocument AddAlways(string name, object? value)
    {
        _fields.Add((name, value ?? Null));
        return this;
    }

    /// <summary>YAML's null, within a list.</summary>
    public static object Null { get; } = new();

    public override string ToString()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var settings = new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024).WithIndentedSequences();
        var emitter = new Emitter(text, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Write(emitter, this);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        var written = text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');

        // A document that ends with a block says so explicitly.
        return (written.EndsWith("\n...", StringComparison.Ordinal) ? written[..^4] : written).TrimEnd('\n') + "\n";
    }

    /// <summary>Lines of comment, one for each line of text.</summary>
    public static string Comment(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.SelectMany(l => l.ReplaceLineEndings("\n").Split('\n')))
        {
            text.Append(line.Length == 0 ? "#" : "# ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(Emitter emitter, object value)
    {
        switch (value)
        {
            case YamlDocument document:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (name, field) in document._fields)
                {
                    emitter.Emit(Scalar(name));
                    Write(emitter, field);
                }

                emitter.Emit(new MappingEnd());
                break;
            case string text:
                emitter.Emit(Scalar(text));
                break;
            case System.Collections.IEnumerable items:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in items)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case bool flag:
                emitter.Emit(Plain(flag ? "true" : "false"));
                break;
            case IFormattable number:
                emitter.Emit(Plain(number.ToString(null, CultureInfo.InvariantCulture)));
                break;
            default:
                emitter.Emit(Plain("null"));
                break;
        }
    }

    private static Scalar Plain(string text) => new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: true);

    private static Scalar Scalar(string text)
    {
        var style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
            : IsPlain(text) ? ScalarStyle.Plain
            : text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted
            : ScalarStyle.SingleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    /// <summary>Text that every version of YAML reads back as this text.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !(char.IsLetter(text[0]) || text[0] == '_' || text[0] == '/') || text[^1] is ':' or ' ')
        {
            return IsVersion(text) || IsGuid(text) || IsDuration(text);
        }

        var isReserved = text.ToLowerInvariant() is "y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null";
        var hasMark = text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text.Any(c => char.IsControl(c));
        return !isReserved && !hasMark;
    }

    private static bool IsVersion(string text) => text.Count(c => c == '.') == 2 && text.All(c => char.IsAsciiDigit(c) || c == '.') && char.IsAsciiDigit(text[0]);

    private static bool IsDuration(string text) => text.Length > 1 && (text[^1] is 's' or 'm' or 'h' or 'd') && text[..^1].All(char.IsAsciiDigit);

    private static bool IsGuid(string text) => text.Length == 36 && Guid.TryParse(text, out _) && text.Any(char.IsAsciiLetter);
}
