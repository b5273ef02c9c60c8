using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// parse and parse-where with kind=regex (https://learn.microsoft.com/kusto/query/parse-operator#regex-mode).
public sealed partial class Binder
{
    /// <summary>More groups than these the database does not hand out.</summary>
    private const int MaxRegexGroups = 200;

    /// <summary>
    /// What a datetime's text looks like: the separator says the order of its parts. Of kind=regex it is the shape, of a
    /// longer text at the end of the other kinds the beginning that counts.
    /// </summary>
    private const string DateTimeShape =
        @"\s*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{1,4})(?:[Tt ]\s*\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d*)?)?)?(?:[Zz]|[+-]\d{1,2}(?::\d{1,2})?)?";

    private const string TimeSpanShape = @"\s*-?(?:\d+\.\d{1,2}:\d{1,2}:\d{1,2}|\d{1,2}:\d{1,2}(?::\d{1,2})?)(?:\.\d*)?";

    private const string GuidDigits = "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}";

    private static readonly SearchValues<char> RegexFlags = SearchValues.Create("imsUxu");

    /// <summary>The match, and which of its groups the columns are.</summary>
    private (BoundExpression Match, ImmutableArray<int> Places) RegexMatch(ParseOperatorSyntax parse, BoundExpression text)
    {
        // What is wrong here binds in the language service, which does not look into regular expressions.
        var flags = FlagsOf(parse);
        if (flags.AsSpan().ContainsAnyExcept(RegexFlags))
        {
            var span = parse.Parameters.Last(p => p.Name.Text == "flags").Value.Span;
            Refusal(KqlType.Unknown, BindingDescriptors.ParameterValue with { KustoCode = null }, span, "flags", flags, "i, m, s, U, x, u and combinations of them", string.Empty);
            flags = string.Empty;
        }

        CheckRegexColumns(parse, flags);
        var (pattern, places) = RegexPattern(parse, flags);
        var groups = RegexSql.Groups(pattern).Length;
        if (_regexError?.Invoke(pattern) is { } message)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.InvalidRegex, parse.Span, message);
        }
        else if (groups > MaxRegexGroups)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, parse.Span, $"A pattern of {groups} groups", $"At most {MaxRegexGroups} are supported.");
        }

        return (ParseFunctions.MatchRegex(text, pattern, groups, parse.Span), places);
    }

    private static string FlagsOf(ParseOperatorSyntax parse) =>
        parse.Parameters.LastOrDefault(p => p.Name.Text == "flags") is { } parameter ? ParameterText(parameter.Value) ?? string.Empty : string.Empty;

    /// <summary>
    /// Refuses columns where what they take is not known: at the end of a pattern, text behind a datetime changes whether
    /// Kusto reads it, and with the flag U it reads none.
    /// </summary>
    private void CheckRegexColumns(ParseOperatorSyntax parse, string flags)
    {
        foreach (var capture in parse.Pattern.OfType<ParseCaptureSyntax>())
        {
            var type = TypeOf(capture);
            var isTime = type is KqlType.DateTime or KqlType.TimeSpan;
            if (type == KqlType.Decimal)
            {
                RefuseShape(capture, "in a pattern of kind=regex", "Take it as a real, or as a string and convert that with todecimal().");
            }
            else if (isTime && flags.Contains('U', StringComparison.Ordinal))
            {
                RefuseShape(capture, "with the flag U", $"Take it as a string and convert that with to{type.Name()}().");
            }
            else if (isTime && ReferenceEquals(capture, parse.Pattern[^1]))
            {
                RefuseShape(capture, "at the end of a pattern of kind=regex", $"Put a text or * behind it, or take it as a string and convert that with to{type.Name()}().");
            }
        }
    }

    private void RefuseShape(ParseCaptureSyntax capture, string where, string hint) =>
        Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, capture.Span, $"A {TypeOf(capture).Name()} {where}", hint);

    /// <summary>
    /// The regular expression that a pattern stands for; before and behind what it finds anything may stand. The page says
    /// ".*?" for a string, its examples say ".*": the default is greedy, and the flag U turns it.
    /// </summary>
    private static (string Pattern, ImmutableArray<int> Places) RegexPattern(ParseOperatorSyntax parse, string flags)
    {
        var pattern = new StringBuilder(flags.Length == 0 ? string.Empty : $"(?{flags})");
        var places = ImmutableArray.CreateBuilder<int>();
        var group = 0;
        foreach (var item in parse.Pattern)
        {
            switch (item)
            {
                case LiteralSyntax { Value: string text }:
                    var fragment = RegexFragment.Balanced(text);
                    pattern.Append(fragment);
                    group += RegexSql.Groups(fragment).Length;
                    break;
                case ParseCaptureSyntax capture:
                    pattern.Append('(').Append(RegexShape(TypeOf(capture))).Append(')');
                    places.Add(++group);
                    break;
                default:
                    pattern.Append(".*?");
                    break;
            }
        }

        return (pattern.ToString(), places.ToImmutable());
    }

    /// <summary>What a column of a type takes; the braces of a guid come as alternatives, for the flag U would leave an optional one out.</summary>
    private static string RegexShape(KqlType type) => type switch
    {
        KqlType.Int or KqlType.Long => @"\s*[+-]?\d+",
        KqlType.Real => @"\s*[+-]?\d+(?:\.\d+)?",
        KqlType.Bool => @"\s*(?i:true|false)",
        KqlType.Guid => $@"\s*(?:\{{{GuidDigits}\}}|{GuidDigits})",
        KqlType.DateTime => DateTimeShape,
        KqlType.TimeSpan => TimeSpanShape,
        _ => ".*",
    };
}
