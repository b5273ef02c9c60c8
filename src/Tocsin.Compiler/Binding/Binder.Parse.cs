using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// parse and parse-where (https://learn.microsoft.com/kusto/query/parse-operator).
public sealed partial class Binder
{
    private static readonly ImmutableArray<string> ParseKinds = ["simple", "regex", "relaxed"];

    /// <summary>A column that parse fills: the capture's place among the pattern's groups or kept parts.</summary>
    private sealed record ParsedColumn(ColumnSymbol Column, int Index);

    private BoundQuery BindParse(ParseOperatorSyntax parse, BoundQuery input, RowScope row)
    {
        var kind = ParameterOf(parse.Parameters, "kind", ParseKinds) ?? "simple";
        var text = ParsedText(parse.Expression, row);
        if (!CheckParsePattern(parse) || text is BoundError)
        {
            return Nothing(parse.Span);
        }

        CheckParseForm(parse, kind);
        var isRegex = kind == "regex";
        var (match, places) = isRegex ? RegexMatch(parse, text) : (ParseFunctions.Match(text, ParseParts(parse), parse.Span), []);

        // First the match, then its parts in their types, then the rule that all of them must have these types.
        var parts = new ColumnSymbol("parts", match.Type);
        var matched = BoundBuilder.Add(input, parse.Span, new BoundAssignment(parts, match));
        ParsedColumn[] captures = [.. parse.Pattern.OfType<ParseCaptureSyntax>().Select((c, i) => new ParsedColumn(new ColumnSymbol(c.Name.Text, TypeOf(c)), isRegex ? places[i] : i))];
        ImmutableArray<BoundAssignment> values = [.. captures.Select(c => new BoundAssignment(c.Column, PartOf(parse, parts, c, isRegex)))];
        var typed = kind == "relaxed" ? [] : values.Where(v => v.Column.Type.Kind != KqlType.String).Select(v => v.Column).ToArray();
        if (typed.Length == 0)
        {
            BoundQuery source = parse.Kind == ParseKind.ParseWhere ? new BoundFilter(matched, ParseFunctions.IsMatched(parts, parse.Span), parse.Span) : matched;
            return new BoundProject(source, BoundBuilder.Extended(input.Columns, values, parse.Span), parse.Span);
        }

        var computed = new BoundProject(matched, [.. input.Columns.Select(c => BoundBuilder.Pass(c, parse.Span)), .. values], parse.Span);
        var isWhole = typed.Select(c => Call("isnotnull", parse.Span, new BoundColumn(c, parse.Span))).Aggregate((a, b) => Call(Operators.And, parse.Span, a, b));
        return parse.Kind == ParseKind.ParseWhere
            ? new BoundProject(new BoundFilter(computed, isWhole, parse.Span), BoundBuilder.Extended(input.Columns, [.. captures.Select(c => BoundBuilder.Pass(c.Column, parse.Span))], parse.Span), parse.Span)
            : new BoundProject(computed, BoundBuilder.Extended(input.Columns, [.. captures.Select(c => WholeOrNothing(c.Column))], parse.Span), parse.Span);

        BoundAssignment WholeOrNothing(ColumnSymbol column) => new(
            column.Renamed(column.Name),
            Call("iff", parse.Span, isWhole, new BoundColumn(column, parse.Span), Missing(column.Type, parse.Span)));
    }

    /// <summary>The text that parse and parse-kv read; other types are converted.</summary>
    private BoundExpression ParsedText(ExpressionSyntax syntax, RowScope row)
    {
        var value = BindScalar(syntax, row);
        return value is BoundError ? value : Convert(value, KqlType.String);
    }

    private bool CheckParsePattern(ParseOperatorSyntax parse)
    {
        var names = new UniqueNames();
        SyntaxNode? before = null;
        var isRight = true;
        foreach (var item in parse.Pattern)
        {
            var fault = (before, item) switch
            {
                (StarSyntax, StarSyntax or ParseCaptureSyntax) => BindingDescriptors.ParseLiteralExpected,
                (ParseCaptureSyntax, ParseCaptureSyntax) => BindingDescriptors.ParseCaptureAlone,
                (ParseCaptureSyntax capture, StarSyntax) when TypeOf(capture) == KqlType.String => BindingDescriptors.ParseAmbiguousStar,
                _ => null,
            };
            if (fault is not null)
            {
                _diagnostics.Report(fault, item.Span);
                isRight = false;
            }
            else if (item is ParseCaptureSyntax named && !names.TryTake(named.Name.Text))
            {
                _diagnostics.Report(BindingDescriptors.DuplicateColumn, named.Name.Span, named.Name.Text);
                isRight = false;
            }

            before = item;
        }

        return isRight;
    }

    /// <summary>Refuses what the language service takes and Kusto's engine does not.</summary>
    private void CheckParseForm(ParseOperatorSyntax parse, string kind)
    {
        if (parse.Kind == ParseKind.ParseWhere && kind == "relaxed")
        {
            var span = parse.Parameters.Last(p => p.Name.Text == "kind").Value.Span;
            RefuseForm(span, "parse-where with kind=relaxed", "Use kind=simple or kind=regex, or parse kind=relaxed and a where behind it.");
        }

        if (kind != "regex" && parse.Parameters.FirstOrDefault(p => p.Name.Text == "flags") is { } flags)
        {
            RefuseForm(flags.Span, $"flags with kind={kind}", "Flags belong to kind=regex.");
        }

        foreach (var empty in parse.Pattern.Where(item => item is LiteralSyntax { Value: "" }))
        {
            RefuseForm(empty.Span, "An empty string in a pattern", "Write the text that ends the column before it, or leave the string out.");
        }

        void RefuseForm(TextSpan span, string what, string hint) => Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, span, what, hint);
    }

    private static KqlType TypeOf(ParseCaptureSyntax capture) =>
        capture.Type is ScalarTypeSyntax type ? KqlTypes.FromName(type.Name) ?? KqlType.Unknown : KqlType.String;

    private BoundExpression PartOf(ParseOperatorSyntax parse, ColumnSymbol parts, ParsedColumn capture, bool isRegex)
    {
        var text = isRegex ? ParseFunctions.GroupAt(parts, capture.Index, parse.Span) : ParseFunctions.ItemAt(parts, capture.Index, parse.Span);
        var value = Parsed(text, capture.Column.Type.Kind);
        return !isRegex && parse.Pattern[^1] is ParseCaptureSyntax last && last.Name.Text == capture.Column.Name && capture.Column.Type.Kind == KqlType.DateTime
            ? Call("coalesce", parse.Span, value, Parsed(Beginning(text, DateTimeShape), KqlType.DateTime))
            : value;
    }

    /// <summary>What of a text's beginning has a shape: a datetime at the end of a pattern may have more behind it.</summary>
    private BoundExpression Beginning(BoundExpression text, string shape) =>
        Call("extract", text.Span, new BoundLiteral("^" + shape, KqlType.String, text.Span), BoundBuilder.Long(0, text.Span), text);

    /// <summary>A part of a text in its column's type.</summary>
    private BoundExpression Parsed(BoundExpression text, KqlType type) =>
        type == KqlType.Dynamic ? Call("parse_json", text.Span, text) : Convert(text, type);

    /// <summary>The pattern as <c>kql_parse</c> reads it.</summary>
    private ImmutableArray<string> ParseParts(ParseOperatorSyntax parse)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < parse.Pattern.Length; i++)
        {
            var isSkipped = i + 1 < parse.Pattern.Length && parse.Pattern[i + 1] is StarSyntax;
            parts.Add(parse.Pattern[i] switch
            {
                LiteralSyntax { Value: string text } => $"L{text}",
                StarSyntax => "*",
                ParseCaptureSyntax capture when isSkipped => PrefixPart(capture),
                _ => "T",
            });
        }

        return parts.ToImmutable();
    }

    /// <summary>A value that * follows takes as much text as its type does.</summary>
    private string PrefixPart(ParseCaptureSyntax capture)
    {
        switch (TypeOf(capture))
        {
            case KqlType.Int or KqlType.Long:
                return "I";
            case KqlType.Real:
                return "R";
            case KqlType.Bool:
                return "B";
            case KqlType.Guid:
                return "G";
            default:
                RefuseShape(capture, "before * in a pattern", "Put the text that ends it between the two.");
                return "T";
        }
    }
}
