using System.Globalization;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Analysis;

/// <summary>A value that a query's text settles.</summary>
/// <param name="Type">The KQL type.</param>
/// <param name="Value">In the representation of <see cref="LiteralSyntax.Value"/>.</param>
/// <param name="Name">The let statement that the value comes from, or null.</param>
public sealed record ConstantValue(KqlType Type, object? Value, string? Name = null)
{
    /// <summary>The value as people read it: texts without quotes, timespans as <c>24h</c>.</summary>
    public string Text => Value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long ticks when Type == KqlType.TimeSpan => TimeSpanText.Write(ticks),
        long ticks when Type == KqlType.DateTime => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        DynamicLiteral dynamic => DynamicText(dynamic),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>Numbers, times and truth values as one kind of number; null for what has no order.</summary>
    internal decimal? Number => Value switch
    {
        int n => n,
        long n => n,
        decimal n => n,
        double n when double.IsFinite(n) && Math.Abs(n) < 1e28 => (decimal)n,
        bool b => b ? 1 : 0,
        _ => null,
    };

    /// <summary>A text, truth value, whole or real number as other languages have it; null for values that they do not share.</summary>
    internal object? Plain => Value switch
    {
        int n => (long)n,
        long n when Type.IsNumeric() => n,
        bool or double or string => Value,
        _ => null,
    };

    /// <summary>Equal for values that KQL's == takes for the same.</summary>
    internal string Key(bool ignoresCase) => Value switch
    {
        string text => "s:" + (ignoresCase ? text.ToLowerInvariant() : text),
        _ when Number is { } number => "n:" + number.ToString("G29", CultureInfo.InvariantCulture),
        null => "null",
        _ => "o:" + Text,
    };

    /// <summary>The items of a dynamic array; a value of another kind alone.</summary>
    internal IEnumerable<ConstantValue> Items() => Value switch
    {
        DynamicArray array => array.Items.Select(i => i is DynamicScalar scalar ? new ConstantValue(scalar.Type, scalar.Value, Name) : new ConstantValue(KqlType.Dynamic, i, Name)),
        DynamicScalar scalar => [new ConstantValue(scalar.Type, scalar.Value, Name)],
        _ => [this],
    };

    private static string DynamicText(DynamicLiteral literal) => literal switch
    {
        DynamicArray array => string.Join(", ", array.Items.Select(DynamicText)),
        DynamicBag bag => "{" + string.Join(", ", bag.Properties.Select(p => $"{p.Key}: {DynamicText(p.Value)}")) + "}",
        DynamicScalar scalar => new ConstantValue(scalar.Type, scalar.Value).Text,
        _ => "",
    };
}
