using System.Buffers;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Parameters;

/// <summary>
/// Values as people give them on a command line and in files: <c>24h</c>, <c>2026-03-05</c>, <c>0.7</c>,
/// <c>["a.exe", "b.exe"]</c>. Text for a string is taken as it stands, without quotes or escapes.
/// </summary>
public static class ParameterValue
{
    private static readonly SearchValues<char> BareNumber = SearchValues.Create("0123456789.+-");

    private const string DynamicOpening = "dynamic(";

    /// <summary>The KQL literal of a value of the type, or null where the text spells none.</summary>
    public static string? ToLiteral(KqlType type, string text) => type switch
    {
        KqlType.String => KqlLiteral.Quote(text),
        KqlType.Dynamic => ReadDynamic(text.Trim()) is { } value ? KqlLiteral.Write(KqlType.Dynamic, value) : null,
        KqlType.Unknown => null,
        _ => ReadScalar(type, text.Trim()) is { } value ? KqlLiteral.Write(type, value) : null,
    };

    /// <summary>What a value of the type looks like, for messages.</summary>
    public static string Example(KqlType type) => type switch
    {
        KqlType.Bool => "true or false",
        KqlType.Int or KqlType.Long => "a whole number such as 10",
        KqlType.Real or KqlType.Decimal => "a number such as 0.7",
        KqlType.DateTime => "an instant such as 2026-03-05T18:00:00Z",
        KqlType.TimeSpan => "a timespan such as 24h or 00:30:00",
        KqlType.Guid => "a guid such as 74be27de-1e4e-49d9-b579-fe0b331d3642",
        KqlType.Dynamic => "a list such as [\"a.exe\", \"b.exe\"] or [80, 443]",
        _ => "text",
    };

    private static object? ReadScalar(KqlType type, string text)
    {
        // KQL counts bare numbers as days, which nobody who writes Lookback=24 means.
        if (Inner(type, text) is not { } value || (type == KqlType.TimeSpan && !value.AsSpan().ContainsAnyExcept(BareNumber)))
        {
            return null;
        }

        var reading = LiteralText.Read(type, value);
        return reading.Fault == LiteralFault.None ? reading.Value : null;
    }

    /// <summary><c>timespan(24h)</c> is <c>24h</c>; with another name before the parenthesis it is nothing.</summary>
    private static string? Inner(KqlType type, string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return text;
        }

        var inner = text[^1] == ')' && KqlTypes.FromName(text[..open]) == type ? text[(open + 1)..^1].Trim() : null;
        return inner?.Contains('(', StringComparison.Ordinal) == true ? null : inner;
    }

    /// <summary>The value if the text is one array or bag and nothing else, with or without <c>dynamic(…)</c> around it.</summary>
    internal static DynamicLiteral? ReadDynamic(string text)
    {
        if (text.StartsWith(DynamicOpening, StringComparison.Ordinal) && text[^1] == ')')
        {
            text = text[DynamicOpening.Length..^1];
        }

        var source = new SourceText($"print {DynamicOpening}{text})");
        var tree = SyntaxTree.Parse(source);
        return tree.Diagnostics.IsEmpty
            && tree.Root.Statements is [ExpressionStatementSyntax { Expression: OperatorSourceSyntax { Operator: PrintSyntax { Expressions: [LiteralSyntax literal] } } }]
            && literal.Span.End == source.Length
            && literal.Value is DynamicLiteral value and not DynamicScalar
            ? value
            : null;
    }
}
