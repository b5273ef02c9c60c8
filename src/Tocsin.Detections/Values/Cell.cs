using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Values;

/// <summary>A result column.</summary>
public sealed record Column(string Name, KqlType Type);

/// <summary>One value of a result row, kept as evidence. Not for the hot path: results of a detection are few.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Cell
{
    private readonly long _integer;
    private readonly double _real;
    private readonly string? _text;

    private Cell(KqlType type, bool isNull, long integer, double real, string? text)
    {
        Type = type;
        IsNull = isNull;
        _integer = integer;
        _real = real;
        _text = text;
    }

    public KqlType Type { get; }

    public bool IsNull { get; }

    /// <summary>The value of a bool (0 or 1), int, long, datetime or timespan (ticks).</summary>
    public long IntegerValue => _integer;

    /// <summary>The value of a real.</summary>
    public double RealValue => _real;

    /// <summary>The plain text of the value; a null is empty.</summary>
    public string Text => Type switch
    {
        _ when IsNull => "",
        KqlType.Real => ValueText.RealText(_real),
        KqlType.Bool or KqlType.Int or KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => ValueText.IntegerText(Type, _integer),
        _ => _text ?? "",
    };

    public static Cell Null(KqlType type) => new(type, isNull: type != KqlType.String, 0, 0, null);

    public static Cell Bool(bool value) => new(KqlType.Bool, isNull: false, value ? 1 : 0, 0, null);

    /// <summary>An int, long, datetime or timespan; the last two in ticks.</summary>
    public static Cell Integer(KqlType type, long value) => new(type, isNull: false, value, 0, null);

    public static Cell Real(double value) => new(KqlType.Real, isNull: false, 0, value, null);

    /// <summary>A string, guid or decimal in its canonical text, or a dynamic as JSON.</summary>
    public static Cell FromText(KqlType type, string text) => new(type, isNull: false, 0, 0, text);

    /// <summary>The value as a number where it is one; a decimal may lose digits.</summary>
    public double? AsNumber() => Type switch
    {
        _ when IsNull => null,
        KqlType.Int or KqlType.Long => _integer,
        KqlType.Real => double.IsNaN(_real) ? null : _real,
        KqlType.Decimal or KqlType.Dynamic =>
            double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    /// <summary>The value as a time: a datetime, or text that spells one, as <c>make_list(Timestamp)[0]</c> yields.</summary>
    public DateTime? AsTime()
    {
        if (IsNull)
        {
            return null;
        }

        if (Type == KqlType.DateTime)
        {
            return new DateTime(_integer, DateTimeKind.Utc);
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return Texts() is [{ Length: >= 10 } text] && DateTime.TryParse(text, CultureInfo.InvariantCulture, utc, out var time) ? time : null;
    }

    /// <summary>The texts in the value: the elements of a dynamic array, else the text itself; what is empty or null is left out.</summary>
    public IReadOnlyList<string> Texts()
    {
        if (IsNull || Text is "" or "null")
        {
            return [];
        }

        return Type == KqlType.Dynamic ? Elements(Text) : [Text];
    }

    /// <summary>Writes the value as JSON; a NaN or an infinity as a string.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Type)
        {
            case var _ when IsNull:
                writer.WriteNullValue();
                break;
            case KqlType.Bool:
                writer.WriteBooleanValue(_integer != 0);
                break;
            case KqlType.Int or KqlType.Long:
                writer.WriteNumberValue(_integer);
                break;
            case KqlType.Real when double.IsFinite(_real):
                writer.WriteRawValue(Text, skipInputValidation: true);
                break;
            case KqlType.Dynamic:
                writer.WriteRawValue(Text);
                break;
            default:
                writer.WriteStringValue(Text);
                break;
        }
    }

    private static List<string> Elements(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var elements = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root];
            return [.. elements.Select(PlainText).Where(t => t.Length > 0)];
        }
        catch (JsonException)
        {
            return [json];
        }
    }

    private static string PlainText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() ?? "",
        JsonValueKind.Null => "",
        _ => element.GetRawText(),
    };
}
