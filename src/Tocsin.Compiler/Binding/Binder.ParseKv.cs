using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// parse-kv (https://learn.microsoft.com/kusto/query/parse-kv-operator).
public sealed partial class Binder
{
    private BoundQuery BindParseKv(ParseKvSyntax parse, BoundQuery input, RowScope row)
    {
        var text = ParsedText(parse.Expression, row);
        var names = new UniqueNames();
        foreach (var key in parse.Keys.Where(k => !names.TryTake(k.Name.Text)))
        {
            _diagnostics.Report(BindingDescriptors.DuplicateColumn, key.Name.Span, key.Name.Text);
        }

        if (_diagnostics.HasErrors || text is BoundError)
        {
            return Nothing(parse.Span);
        }

        return KvTexts(parse, "regex") is [var regex] ? BindKvRegex(parse, input, text, regex) : BindKvDelimiters(parse, input, text);
    }

    /// <summary>The strings given for a setting, in order.</summary>
    private ImmutableArray<string> KvTexts(ParseKvSyntax parse, string name)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var property in parse.Properties.Where(p => p.Name.Text == name))
        {
            if (property.Value is LiteralSyntax { Value: string text })
            {
                texts.Add(text);
            }
            else
            {
                _diagnostics.Report(BindingDescriptors.StringLiteralExpected, property.Value.Span, name, string.Empty);
            }
        }

        return texts.ToImmutable();
    }

    private BoundQuery BindKvDelimiters(ParseKvSyntax parse, BoundQuery input, BoundExpression text)
    {
        var (pair, assign) = (KvTexts(parse, "pair_delimiter"), KvTexts(parse, "kv_delimiter"));
        var (quotes, escapes) = (KvTexts(parse, "quote"), KvTexts(parse, "escape"));
        var isGreedy = parse.Properties.Any(p => p is { Name.Text: "greedy", Value: LiteralSyntax { Value: true } });
        if (!_diagnostics.HasErrors)
        {
            CheckKvSettings(parse, pair, assign, quotes, escapes);
        }

        if (_diagnostics.HasErrors)
        {
            return Nothing(parse.Span);
        }

        ImmutableArray<string> parts =
        [
            pair.FirstOrDefault(string.Empty), assign.FirstOrDefault(string.Empty), isGreedy ? "greedy" : string.Empty,
            quotes.Length.ToString(CultureInfo.InvariantCulture), escapes.Length.ToString(CultureInfo.InvariantCulture),
            .. quotes, .. escapes, .. parse.Keys.Select(k => k.Name.Text),
        ];
        var found = new ColumnSymbol("parts", BoundType.ListOf(KqlType.String));
        var matched = BoundBuilder.Add(input, parse.Span, new BoundAssignment(found, ParseFunctions.MatchKeys(text, parts, parse.Span)));
        return KvColumns(parse, input, matched, (_, i) => ParseFunctions.ItemAt(found, i, parse.Span));
    }

    private void CheckKvSettings(ParseKvSyntax parse, ImmutableArray<string> pair, ImmutableArray<string> assign, ImmutableArray<string> quotes, ImmutableArray<string> escapes)
    {
        if (pair.Length > 1 || assign.Length > 1 || pair.Length != assign.Length || pair.Concat(assign).Any(d => d.Length == 0))
        {
            Refuse(parse.Span, "parse-kv with one delimiter, an empty or a repeated one", "Give pair_delimiter and kv_delimiter, or neither.");
        }

        if (quotes.Any(q => q.EnumerateRunes().Count() is < 1 or > 2) || escapes.Any(e => e.EnumerateRunes().Count() != 1))
        {
            Refuse(parse.Span, "parse-kv with such a quote or escape", "A quote is one character or two, an escape one.");
        }

        if (parse.Properties.FirstOrDefault(p => p is { Name.Text: "greedy", Value: not LiteralSyntax { Value: bool } }) is { } greedy)
        {
            _diagnostics.Report(BindingDescriptors.ParameterValue, greedy.Value.Span, "greedy", Excerpt(greedy.Value.Span), "true, false", string.Empty);
        }
    }

    private BoundQuery BindKvRegex(ParseKvSyntax parse, BoundQuery input, BoundExpression text, string regex)
    {
        if (_regexError?.Invoke(regex) is { } message)
        {
            _diagnostics.Report(BindingDescriptors.InvalidRegex, parse.Span, message);
            return Nothing(parse.Span);
        }

        if (RegexSql.Groups(regex).Length != 2)
        {
            Refuse(parse.Span, "parse-kv with a regular expression that has not two groups", "The first group is the key, the second the value.");
            return Nothing(parse.Span);
        }

        var (keys, values) = (new ColumnSymbol("keys", BoundType.ListOf(KqlType.String)), new ColumnSymbol("values", BoundType.ListOf(KqlType.String)));
        var matched = BoundBuilder.Add(
            input,
            parse.Span,
            new BoundAssignment(keys, ParseFunctions.AllMatches(text, regex, 1, parse.Span)),
            new BoundAssignment(values, ParseFunctions.AllMatches(text, regex, 2, parse.Span)));
        return KvColumns(parse, input, matched, (key, _) => ParseFunctions.ValueOf(keys, values, key, parse.Span));
    }

    /// <summary>What does not fit a key's type is null, as what is not there.</summary>
    private BoundProject KvColumns(ParseKvSyntax parse, BoundQuery input, BoundQuery matched, Func<string, int, BoundExpression> text)
    {
        var added = parse.Keys.Select((key, i) => new BoundAssignment(new ColumnSymbol(key.Name.Text, ColumnType(key)), Parsed(text(key.Name.Text, i), ColumnType(key))));
        return new BoundProject(matched, BoundBuilder.Extended(input.Columns, [.. added], parse.Span), parse.Span);
    }
}
