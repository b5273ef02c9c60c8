using System.Collections.Immutable;
using System.Text;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// search (https://learn.microsoft.com/kusto/query/search-operator), and * in place of a column.
public sealed partial class Binder
{
    private BoundQuery BindSearch(SearchSyntax search, BoundQuery? input)
    {
        var isCaseSensitive = ParameterOf(search.Parameters, "kind", ["default", "case_insensitive", "case_sensitive"]) == "case_sensitive";
        if (input is not null && !search.In.IsEmpty)
        {
            _diagnostics.Report(BindingDescriptors.FirstOperator, search.KeywordSpan, "search in (…)");
        }

        var inputs = input is not null || !search.In.IsEmpty
            ? BindUnionInputs(search.In, input, "search_arg")
            : InputsWith(ColumnReferences.Of(search.Condition), search.Span, "search_arg");
        if (_diagnostics.HasErrors || inputs.Count == 0)
        {
            return Nothing(search.Span);
        }

        // A search after a search keeps the name that the first one gave.
        BoundQuery source = inputs is [var (only, name)] ? WithSource(only, name, search.Span) : Unite(inputs, isInner: false, "$table", search.Span);
        var row = new RowScope(source.Columns.RemoveAt(0));
        return new BoundFilter(source, BindSearchCondition(search.Condition, row, isCaseSensitive), search.Span);
    }

    private static BoundProject WithSource(BoundQuery query, string name, TextSpan span)
    {
        var known = query.Columns.FirstOrDefault(c => c is { Name: "$table", Type.Kind: KqlType.String });
        var source = known is null ? new BoundAssignment(new ColumnSymbol("$table", KqlType.String), new BoundLiteral(name, KqlType.String, span)) : BoundBuilder.Pass(known, span);
        return new BoundProject(query, [source, .. query.Columns.Where(c => c != known).Select(c => BoundBuilder.Pass(c, span))], span);
    }

    /// <summary>Every table and view in scope that has one of the columns; all of them where none is named.</summary>
    private List<(BoundQuery Query, string Source)> InputsWith(ImmutableArray<NameSyntax> references, TextSpan span, string unnamed)
    {
        var everywhere = TablesInScope.Select(t => (ExpressionSyntax)new NameExpressionSyntax(new NameSyntax(t, span)));
        return WithAnyColumn(BindUnionInputs([.. everywhere], null, unnamed), references);
    }

    private List<(BoundQuery Query, string Source)> WithAnyColumn(List<(BoundQuery Query, string Source)> inputs, ImmutableArray<NameSyntax> references)
    {
        var names = references.Select(r => r.Text).Where(n => _lets.Find(n) is null).ToHashSet(StringComparer.Ordinal);
        var having = names.Count == 0 ? inputs : inputs.FindAll(i => i.Query.Columns.Any(c => names.Contains(c.Name)));
        if (having.Count == 0 && !_diagnostics.HasErrors)
        {
            var unknown = references.First(r => names.Contains(r.Text));
            var columns = inputs.SelectMany(i => i.Query.Columns).Select(c => c.Name).Distinct(StringComparer.Ordinal);
            _diagnostics.Report(BindingDescriptors.UnknownName, unknown.Span, unknown.Text, NameHint(unknown.Text, columns));
        }

        return having;
    }

    /// <summary>In a search a string stands for a term in any column; the rest is a condition as any other.</summary>
    private BoundExpression BindSearchCondition(ExpressionSyntax syntax, RowScope row, bool isCaseSensitive)
    {
        switch (syntax)
        {
            case StarSyntax:
                return new BoundLiteral(true, KqlType.Bool, syntax.Span);
            case ParenthesizedSyntax parenthesized:
                return BindSearchCondition(parenthesized.Expression, row, isCaseSensitive);
            case BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } binary:
                return BindSearchChain(binary, row, isCaseSensitive);
            case BinarySyntax binary when isCaseSensitive:
                return BindCondition(CaseSensitive(binary), row);
            case CallSyntax { Function.Text: "not", Arguments: [var argument] }:
                return Negated(BindSearchCondition(argument, row, isCaseSensitive));
            case LiteralSyntax { Value: string term }:
                return BindAnyTerm(term, row, isCaseSensitive, syntax.Span);
            case LiteralSyntax { Type: KqlType.Int or KqlType.Long or KqlType.Real, Value: not null }:
                return BindAnyTerm(Excerpt(syntax.Span), row, isCaseSensitive, syntax.Span);
            case NameExpressionSyntax name when row.Find(name.Name.Text) is null && _lets.Find(name.Name.Text) is ScalarLet { Value: BoundLiteral { Value: string term } }:
                return BindAnyTerm(term, row, isCaseSensitive, syntax.Span);
            default:
                return BindCondition(syntax, row);
        }
    }

    private BoundExpression BindSearchChain(BinarySyntax chain, RowScope row, bool isCaseSensitive)
    {
        var spine = new Stack<BinarySyntax>();
        ExpressionSyntax leftmost = chain;
        while (leftmost is BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } binary)
        {
            spine.Push(binary);
            leftmost = binary.Left;
        }

        if (spine.Count > MaxChain)
        {
            return Error(BindingDescriptors.TooLong, chain.Span, spine.Count, MaxChain, "Use in () or has_any () in a where.");
        }

        var left = BindSearchCondition(leftmost, row, isCaseSensitive);
        while (spine.TryPop(out var node))
        {
            var right = BindSearchCondition(node.Right, row, isCaseSensitive);
            left = left is BoundError || right is BoundError
                ? new BoundError(node.Span)
                : Resolve(node.Operator == BinaryOperator.And ? Operators.And : Operators.Or, [left, right], node.Span)!;
        }

        return left;
    }

    private static BinarySyntax CaseSensitive(BinarySyntax binary) => binary with
    {
        Operator = binary.Operator switch
        {
            BinaryOperator.Has => BinaryOperator.HasCs,
            BinaryOperator.NotHas => BinaryOperator.NotHasCs,
            BinaryOperator.HasPrefix => BinaryOperator.HasPrefixCs,
            BinaryOperator.NotHasPrefix => BinaryOperator.NotHasPrefixCs,
            BinaryOperator.HasSuffix => BinaryOperator.HasSuffixCs,
            BinaryOperator.NotHasSuffix => BinaryOperator.NotHasSuffixCs,
            BinaryOperator.Contains => BinaryOperator.ContainsCs,
            BinaryOperator.NotContains => BinaryOperator.NotContainsCs,
            BinaryOperator.StartsWith => BinaryOperator.StartsWithCs,
            BinaryOperator.NotStartsWith => BinaryOperator.NotStartsWithCs,
            BinaryOperator.EndsWith => BinaryOperator.EndsWithCs,
            BinaryOperator.NotEndsWith => BinaryOperator.NotEndsWithCs,
            BinaryOperator.EqualTilde => BinaryOperator.Equal,
            BinaryOperator.NotEqualTilde => BinaryOperator.NotEqual,
            var other => other,
        },
    };

    private BoundExpression BindAnyTerm(string term, RowScope row, bool isCaseSensitive, TextSpan span)
    {
        var matches = TextColumns(row).Select(c => BindTerm(TextOf(c, span), term, isCaseSensitive, span));
        return Any(matches, span);
    }

    /// <summary>The columns that * stands for beside text: Kusto's engine does not look for terms in numbers.</summary>
    private static IEnumerable<ColumnSymbol> TextColumns(RowScope row) => row.Columns.Where(c => c.Type.Kind is KqlType.String or KqlType.Dynamic);

    private static BoundExpression TextOf(ColumnSymbol column, TextSpan span) =>
        column.Type.IsDynamic ? new BoundConversion(new BoundColumn(column, span), KqlType.String) : new BoundColumn(column, span);

    private BoundExpression Any(IEnumerable<BoundExpression> conditions, TextSpan span) => conditions.ToArray() switch
    {
        [] => new BoundLiteral(false, KqlType.Bool, span),
        var all => all.FirstOrDefault(c => c is BoundError) ?? all.Aggregate((a, b) => Call(Operators.Or, span, a, b)),
    };

    /// <summary>A term in a column: asterisks in it choose the operator, as the page's table says.</summary>
    private BoundExpression BindTerm(BoundExpression column, string term, bool isCaseSensitive, TextSpan span)
    {
        var (open, close) = (term.StartsWith('*'), term.EndsWith('*'));
        var inner = term.Trim('*');
        if (inner.Length == 0 && term.Length > 0)
        {
            return new BoundLiteral(true, KqlType.Bool, span);
        }

        var isRegex = inner.Contains('*', StringComparison.Ordinal);
        var op = (isRegex, open, close) switch
        {
            (true, _, _) => BinaryOperator.MatchesRegex,
            (_, true, true) => isCaseSensitive ? BinaryOperator.ContainsCs : BinaryOperator.Contains,
            (_, true, false) => isCaseSensitive ? BinaryOperator.HasSuffixCs : BinaryOperator.HasSuffix,
            (_, false, true) => isCaseSensitive ? BinaryOperator.HasPrefixCs : BinaryOperator.HasPrefix,
            _ => isCaseSensitive ? BinaryOperator.HasCs : BinaryOperator.Has,
        };
        var text = isRegex ? TermRegex(inner, open, close, isCaseSensitive) : inner;
        return ResolveOperator(op, column, new BoundLiteral(text, KqlType.String, span), span)
            ?? Error(BindingDescriptors.OperatorTypes, span, ":", column.Type.Kind.Name(), "string", "Convert the column with tostring().");
    }

    /// <summary><c>Lab*PC</c> is <c>\bLab.*PC\b</c>.</summary>
    private static string TermRegex(string term, bool open, bool close, bool isCaseSensitive)
    {
        var regex = new StringBuilder(isCaseSensitive ? string.Empty : "(?i)");
        regex.Append(open ? string.Empty : @"\b");
        foreach (var c in term)
        {
            if (c == '*')
            {
                regex.Append(".*");
                continue;
            }

            regex.Append(char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c != '_' ? "\\" : string.Empty).Append(c);
        }

        return regex.Append(close ? string.Empty : @"\b").ToString();
    }

    private BoundExpression? ResolveOperator(BinaryOperator op, BoundExpression left, BoundExpression right, TextSpan span)
    {
        var function = Operators.Find(op)!.Value.Function;
        (left, right) = MeetDynamic(function, left, right);
        return Resolve(function, [left, right], span);
    }

    private BoundExpression BindColon(BinarySyntax node, BoundExpression left, BoundExpression right)
    {
        if (left is BoundError || right is BoundError)
        {
            return new BoundError(node.Span);
        }

        return right is BoundLiteral { Value: string term }
            ? BindTerm(left, term, isCaseSensitive: false, node.Span)
            : Error(BindingDescriptors.OperatorTypes, node.OperatorSpan, ":", left.Type.Kind.Name(), right.Type.Kind.Name(), "A term is a string literal.");
    }

    /// <summary><c>* has "x"</c>: true where it is true of any column that the operator takes.</summary>
    private BoundExpression BindStar(BinarySyntax node, RowScope row)
    {
        var value = BindScalar(node.Right, row);
        if (value is BoundError)
        {
            return value;
        }

        if (node.Operator == BinaryOperator.Colon)
        {
            return value is BoundLiteral { Value: string term }
                ? BindAnyTerm(term, row, isCaseSensitive: false, node.Span)
                : Error(BindingDescriptors.OperatorTypes, node.OperatorSpan, ":", "*", value.Type.Kind.Name(), "A term is a string literal.");
        }

        if (Operators.Find(node.Operator) is not var (function, isNegated))
        {
            return Error(BindingDescriptors.UnsupportedOperator, node.OperatorSpan, Excerpt(node.OperatorSpan), string.Empty);
        }

        // != is the negation of == here: what it says of several columns is not documented either.
        isNegated |= node.Operator == BinaryOperator.NotEqual;
        function = node.Operator == BinaryOperator.NotEqual ? Operators.Equal : function;
        var isEquality = function == Operators.Equal;
        var columns = (isEquality ? row.Columns.Where(c => !c.Type.IsDynamic && IsComparable(c.Type.Kind, value.Type.Kind)) : TextColumns(row)).ToArray();
        if (isNegated && columns.Length > 1)
        {
            Refuse(node.OperatorSpan, $"'{Excerpt(node.OperatorSpan)}' on * over several columns", "Write not(* … ) with the operator's positive form.");
            return new BoundError(node.Span);
        }

        var matches = columns.Select(c => ResolveStar(function, isEquality ? new BoundColumn(c, node.Left.Span) : TextOf(c, node.Left.Span), value, node));
        var any = Any(matches, node.Span);
        return isNegated && any is not BoundError ? Negated(any) : any;
    }

    private BoundExpression ResolveStar(ScalarFunction function, BoundExpression column, BoundExpression value, BinarySyntax node)
    {
        var (left, right) = MeetDynamic(function, column, value);
        return Resolve(function, [left, right], node.Span)
            ?? Error(BindingDescriptors.OperatorTypes, node.OperatorSpan, Excerpt(node.OperatorSpan), column.Type.Kind.Name(), value.Type.Kind.Name(), string.Empty);
    }
}
