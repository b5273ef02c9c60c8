using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

/// <summary>What <c>declare pattern</c> names: tables by texts.</summary>
internal sealed record PatternLet(string Name, int Parameters, bool HasPath, ImmutableArray<PatternTable> Tables) : LetSymbol(Name)
{
    /// <summary>Whether one of its matches is wrong, which was reported: it may be the one that is asked for.</summary>
    public bool IsFaulty { get; init; }
}

/// <summary>One match of a pattern; <paramref name="Path"/> is null where the pattern has none.</summary>
internal sealed record PatternTable(ImmutableArray<string> Values, string? Path, SharedQuery Query)
{
    public bool IsFor(IEnumerable<string> values, string? path) => Values.SequenceEqual(values, StringComparer.Ordinal) && string.Equals(Path, path, StringComparison.Ordinal);

    public override string ToString() => $"({string.Join(", ", Values.Select(v => $"'{v}'"))}){(Path is null ? string.Empty : $".['{Path}']")}";
}

// declare pattern (https://learn.microsoft.com/kusto/query/pattern-statement).
public sealed partial class Binder
{
    private void BindPattern(PatternStatementSyntax pattern)
    {
        foreach (var parameter in pattern.Parameters.Append(pattern.PathParameter).OfType<ParameterSyntax>())
        {
            if (parameter.Type is not ScalarTypeSyntax { Name: "string" })
            {
                _diagnostics.Report(BindingDescriptors.TypeNotAllowed, parameter.Span, $"The parameter '{parameter.Name.Text}' of a pattern", Excerpt(parameter.Type?.Span ?? parameter.Span), "Patterns are chosen by strings.");
            }
        }

        var tables = ImmutableArray.CreateBuilder<PatternTable>();
        foreach (var match in pattern.Matches)
        {
            if (BindPatternMatch(pattern, match) is not { } table)
            {
                continue;
            }

            if (tables.Any(t => t.IsFor(table.Values, table.Path)))
            {
                Refuse(match.Span, "The same match of a pattern twice", "Keep one of them.");
            }

            tables.Add(table);
        }

        _lets.Add(new PatternLet(pattern.Name.Text, pattern.Parameters.Length, pattern.PathParameter is not null, tables.ToImmutable()) { IsFaulty = tables.Count < pattern.Matches.Length });
        _lets = new LetScope(_lets);
    }

    /// <summary>Bodies are bound where they stand, used or not: what they may name are the statements before, and the match's values.</summary>
    private PatternTable? BindPatternMatch(PatternStatementSyntax pattern, PatternMatchSyntax match)
    {
        if (match.Values.Length != pattern.Parameters.Length)
        {
            _diagnostics.Report(BindingDescriptors.ArgumentCount, match.Span, $"A match of the pattern '{pattern.Name.Text}'", CountText(pattern.Parameters.Length, pattern.Parameters.Length), match.Values.Length);
            return null;
        }

        if (PatternTexts(pattern.Name.Text, match.Values) is not { } values || PatternTexts(pattern.Name.Text, match.PathValue is null ? [] : [match.PathValue]) is not { } path)
        {
            return null;
        }

        var parameters = pattern.Parameters.Zip(values).Concat(pattern.PathParameter is { } given ? [(given, path[0])] : []);
        var scope = new LetScope(_lets);
        foreach (var (parameter, value) in parameters)
        {
            scope.Add(new ScalarLet(parameter.Name.Text, new BoundLiteral(value, KqlType.String, parameter.Span)));
        }

        var outer = _lets;
        _lets = scope;
        var query = BindPatternBody(pattern, match.Body);
        _lets = outer;
        return query is null ? null : new PatternTable(values, path.IsEmpty ? null : path[0], new SharedQuery(pattern.Name.Text, query, isMaterialized: false));
    }

    private BoundQuery? BindPatternBody(PatternStatementSyntax pattern, FunctionDeclarationSyntax body)
    {
        foreach (var let in body.Statements.OfType<LetStatementSyntax>())
        {
            BindLet(let);
        }

        if (body.Body is not { } result)
        {
            _diagnostics.Report(BindingDescriptors.NoResult, body.Span);
            return null;
        }

        if (!IsTabular(result))
        {
            // Names that nothing has are said to be unknown; values are not what a pattern stands for.
            if (BindScalar(result, RowScope.Empty) is not BoundError)
            {
                Refuse(result.Span, $"A value as a match of the pattern '{pattern.Name.Text}'", "A pattern stands for tables: write print before the value.");
            }

            return null;
        }

        return BindTabular(result);
    }

    /// <summary>The use of a pattern; <paramref name="path"/> is the name behind the dot, if any.</summary>
    private BoundQuery BindPatternCall(PatternLet pattern, CallSyntax call, NameSyntax? path, TextSpan span)
    {
        // A pattern that is only declared says nothing of its parameters.
        if (call.Arguments.Length != pattern.Parameters && !pattern.Tables.IsEmpty)
        {
            _diagnostics.Report(BindingDescriptors.ArgumentCount, call.Span, $"{pattern.Name}()", CountText(pattern.Parameters, pattern.Parameters), call.Arguments.Length);
            return Nothing(span);
        }

        if (PatternTexts($"{pattern.Name}()", call.Arguments) is not { } values)
        {
            return Nothing(span);
        }

        if (pattern.Tables.FirstOrDefault(t => t.IsFor(values, path?.Text)) is { } table)
        {
            return Refer(table.Query, span);
        }

        if (!pattern.IsFaulty)
        {
            var known = pattern.Tables.IsEmpty ? "It is declared without any." : $"It has {string.Join(", ", pattern.Tables)}.";
            _diagnostics.Report(BindingDescriptors.NoPatternMatch, span, pattern.Name, Excerpt(span), known);
        }

        return Nothing(span);
    }

    /// <summary>The texts of literals, or null where one is none.</summary>
    private ImmutableArray<string>? PatternTexts(string owner, ImmutableArray<ExpressionSyntax> literals)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < literals.Length; i++)
        {
            switch (literals[i])
            {
                case LiteralSyntax { Value: string text }:
                    texts.Add(text);
                    break;
                case LiteralSyntax literal:
                    _diagnostics.Report(BindingDescriptors.ArgumentType, literal.Span, i + 1, owner, literal.Type.Name(), "a string", string.Empty);
                    return null;
                default:
                    _diagnostics.Report(BindingDescriptors.ArgumentConstant, literals[i].Span, (i + 1).ToString(CultureInfo.InvariantCulture), owner);
                    return null;
            }
        }

        return texts.ToImmutable();
    }
}
