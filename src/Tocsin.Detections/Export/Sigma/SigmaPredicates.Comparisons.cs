using System.Collections.Immutable;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>Comparisons of a field with constants.</summary>
internal sealed partial class SigmaPredicates
{
    private const string NoTextOrNumber = "Sigma compares with texts and numbers only";

    private SigmaAnswer Comparison(BinarySyntax binary, SigmaScope scope)
    {
        var (left, right, op) = constants.Evaluate(binary.Left) is not null && Flipped(binary.Operator) is { } flipped
            ? (binary.Right, binary.Left, flipped)
            : (binary.Left, binary.Right, binary.Operator);
        if (Positive(op) is { } positive)
        {
            return Negated(Comparison(binary with { Operator = positive, Left = left, Right = right }, scope));
        }

        if (constants.Evaluate(right) is not { } constant)
        {
            return SigmaAnswer.No("it compares with something that is no constant");
        }

        if (constant.Plain is not { } value)
        {
            return SigmaAnswer.No(NoTextOrNumber);
        }

        if (value is bool flag && op == BinaryOperator.Equal && IsPredicate(left, scope))
        {
            return flag ? Translate(left, scope) : Negated(Translate(left, scope));
        }

        if (op is BinaryOperator.Equal or BinaryOperator.EqualTilde && value is string action && IsActionType(left, scope) && source.Actions.TryGetValue(action, out var condition))
        {
            remark(binary.Span, $"the log source {source.Category} holds such events{(condition is SigmaMatch match ? $"; {match.Field} says which way they go" : " only")}.");
            return condition ?? SigmaConditions.True;
        }

        if (BranchesOf(left, scope) is { } branches && Test(op, value) is { } test)
        {
            return Branches(branches.Call, v => Known(v, test), branches.Scope);
        }

        return value switch
        {
            string text => OnField(left, scope, (field, isFileName) => OnText(op, field, isFileName, text)),
            long or double => OnField(left, scope, (field, _) => OnNumber(op, field, value)),
            bool => OnField(left, scope, (field, _) => op == BinaryOperator.Equal ? new SigmaMatch(field, [value]) : SigmaAnswer.No("Sigma has no such operator")),
            _ => SigmaAnswer.No(NoTextOrNumber),
        };
    }

    private static bool IsActionType(ExpressionSyntax operand, SigmaScope scope) =>
        operand is NameExpressionSyntax { Name.Text: "ActionType" } && scope.Find("ActionType") is null;

    /// <summary>Whether an operand of <c>== true</c> is itself a condition, not a field.</summary>
    private static bool IsPredicate(ExpressionSyntax operand, SigmaScope scope) => operand switch
    {
        ParenthesizedSyntax p => IsPredicate(p.Expression, scope),
        CallSyntax or BinarySyntax or ListOperatorSyntax or BetweenSyntax => true,
        NameExpressionSyntax n => scope.Find(n.Name.Text) is SigmaComputed,
        _ => false,
    };

    private static SigmaAnswer OnText(BinaryOperator op, string field, bool isFileName, string text)
    {
        // Strings of KQL are never null: what is missing is empty. Every text holds the empty one.
        if (text.Length == 0)
        {
            return op is BinaryOperator.Equal or BinaryOperator.EqualTilde ? new SigmaMatch(field, ["", null]) : SigmaConditions.True;
        }

        if (op == BinaryOperator.MatchesRegex)
        {
            return isFileName ? SigmaAnswer.No("the field holds a whole path there, and the pattern is one of the file's name")
                : SigmaText.Pattern(text) is { } pattern ? new SigmaMatch(field + (pattern.IgnoresCase ? "|re|i" : "|re"), [pattern.Pattern])
                : SigmaAnswer.No("its pattern needs more than Sigma's patterns have");
        }

        return isFileName ? OnFileName(op, field, text) : op switch
        {
            BinaryOperator.Equal => new SigmaMatch(field + "|cased", [SigmaText.Escape(text)]),
            BinaryOperator.EqualTilde => new SigmaMatch(field, [SigmaText.Escape(text)]),
            BinaryOperator.Contains => new SigmaMatch(field + "|contains", [SigmaText.Escape(text)]),
            BinaryOperator.ContainsCs => new SigmaMatch(field + "|contains|cased", [SigmaText.Escape(text)]),
            BinaryOperator.StartsWith => new SigmaMatch(field + "|startswith", [SigmaText.Escape(text)]),
            BinaryOperator.StartsWithCs => new SigmaMatch(field + "|startswith|cased", [SigmaText.Escape(text)]),
            BinaryOperator.EndsWith => new SigmaMatch(field + "|endswith", [SigmaText.Escape(text)]),
            BinaryOperator.EndsWithCs => new SigmaMatch(field + "|endswith|cased", [SigmaText.Escape(text)]),
            BinaryOperator.Has => new SigmaMatch(field + "|re|i", [SigmaText.Term(text)]),
            BinaryOperator.HasCs => new SigmaMatch(field + "|re", [SigmaText.Term(text)]),
            BinaryOperator.HasPrefix => new SigmaMatch(field + "|re|i", [SigmaText.Term(text, isEnd: false)]),
            BinaryOperator.HasPrefixCs => new SigmaMatch(field + "|re", [SigmaText.Term(text, isEnd: false)]),
            BinaryOperator.HasSuffix => new SigmaMatch(field + "|re|i", [SigmaText.Term(text, isStart: false)]),
            BinaryOperator.HasSuffixCs => new SigmaMatch(field + "|re", [SigmaText.Term(text, isStart: false)]),
            _ => SigmaAnswer.No("Sigma has no such operator for texts"),
        };
    }

    /// <summary>The field holds a path of Windows: the file's name is what follows the last backslash.</summary>
    private static SigmaAnswer OnFileName(BinaryOperator op, string field, string text) => op switch
    {
        BinaryOperator.Equal => new SigmaMatch(field + "|endswith|cased", [SigmaText.Escape("\\" + text)]),
        BinaryOperator.EqualTilde => new SigmaMatch(field + "|endswith", [SigmaText.Escape("\\" + text)]),
        BinaryOperator.EndsWith => new SigmaMatch(field + "|endswith", [SigmaText.Escape(text)]),
        BinaryOperator.StartsWith => new SigmaMatch(field + "|re|i", [@"\\" + SigmaText.Quote(text) + @"[^\\]*$"]),
        BinaryOperator.Contains => new SigmaMatch(field + "|re|i", [SigmaText.Quote(text) + @"[^\\]*$"]),
        BinaryOperator.Has => new SigmaMatch(field + "|re|i", [SigmaText.Term(text, isEnd: false) + (SigmaText.EndsWord(text) ? @"([^a-zA-Z0-9\\][^\\]*)?$" : @"[^\\]*$")]),
        _ => SigmaAnswer.No("the field holds a whole path there, and Sigma has no such operator for its end"),
    };

    private static SigmaAnswer OnNumber(BinaryOperator op, string field, object value) => op switch
    {
        BinaryOperator.Equal => new SigmaMatch(field, [value]),
        BinaryOperator.Less => new SigmaMatch(field + "|lt", [value]),
        BinaryOperator.LessOrEqual => new SigmaMatch(field + "|lte", [value]),
        BinaryOperator.Greater => new SigmaMatch(field + "|gt", [value]),
        BinaryOperator.GreaterOrEqual => new SigmaMatch(field + "|gte", [value]),
        _ => SigmaAnswer.No("Sigma has no such operator for numbers"),
    };

    private SigmaAnswer List(ListOperatorSyntax list, SigmaScope scope)
    {
        if (list.Operator is ListOperator.NotIn or ListOperator.NotInTilde)
        {
            return Negated(List(list with { Operator = list.Operator == ListOperator.NotIn ? ListOperator.In : ListOperator.InTilde }, scope));
        }

        if (constants.Items(list.Right) is not { } items)
        {
            return SigmaAnswer.No("its list is no constant");
        }

        ImmutableArray<object?> values = [.. items.Select(i => i.Plain)];
        var op = list.Operator switch
        {
            ListOperator.InTilde => BinaryOperator.EqualTilde,
            ListOperator.HasAny or ListOperator.HasAll => BinaryOperator.Has,
            _ => BinaryOperator.Equal,
        };
        if (BranchesOf(list.Left, scope) is { } branches && list.Operator is ListOperator.In or ListOperator.InTilde)
        {
            return Branches(branches.Call, v => Known(v, constant => values.Any(x => Test(op, x)!(constant))), branches.Scope);
        }

        return OnField(list.Left, scope, (field, isFileName) => OnList(list.Operator, op, field, isFileName, values));
    }

    private static SigmaAnswer OnList(ListOperator list, BinaryOperator op, string field, bool isFileName, ImmutableArray<object?> values)
    {
        var matches = new List<SigmaCondition>();
        foreach (var value in values)
        {
            var answer = value switch
            {
                string text => OnText(op, field, isFileName, text),
                long or double when op == BinaryOperator.Equal => OnNumber(op, field, value),
                _ => SigmaAnswer.No(NoTextOrNumber),
            };
            if (answer.Condition is null)
            {
                return answer;
            }

            matches.Add(answer.Condition);
        }

        return list == ListOperator.HasAll ? SigmaConditions.All(matches) : SigmaConditions.Any(matches);
    }

    private SigmaAnswer Between(BetweenSyntax between, SigmaScope scope)
    {
        if (Number(between.Low) is not { } low || Number(between.High) is not { } high)
        {
            return SigmaAnswer.No("its bounds are no constant numbers");
        }

        var answer = OnField(between.Value, scope, (field, _) => SigmaConditions.All(new SigmaMatch(field + "|gte", [low]), new SigmaMatch(field + "|lte", [high])));
        return between.IsNegated ? Negated(answer) : answer;
    }

    private object? Number(ExpressionSyntax expression) => constants.Evaluate(expression)?.Plain is { } number and (long or double) ? number : null;

    /// <summary>Whether the operator holds between a branch's constant and the value.</summary>
    private static Func<object, bool>? Test(BinaryOperator op, object? value) => op switch
    {
        BinaryOperator.Equal => constant => constant.Equals(value),
        BinaryOperator.EqualTilde => constant => constant is string a && value is string b && a.Equals(b, StringComparison.OrdinalIgnoreCase),
        _ => null,
    };

    private static BinaryOperator? Flipped(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.EqualTilde or BinaryOperator.NotEqualTilde => op,
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => null,
    };

    /// <summary>The operator that a negated one negates.</summary>
    private static BinaryOperator? Positive(BinaryOperator op) => op switch
    {
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.NotEqualTilde => BinaryOperator.EqualTilde,
        BinaryOperator.NotHas => BinaryOperator.Has,
        BinaryOperator.NotHasCs => BinaryOperator.HasCs,
        BinaryOperator.NotHasPrefix => BinaryOperator.HasPrefix,
        BinaryOperator.NotHasPrefixCs => BinaryOperator.HasPrefixCs,
        BinaryOperator.NotHasSuffix => BinaryOperator.HasSuffix,
        BinaryOperator.NotHasSuffixCs => BinaryOperator.HasSuffixCs,
        BinaryOperator.NotContains => BinaryOperator.Contains,
        BinaryOperator.NotContainsCs => BinaryOperator.ContainsCs,
        BinaryOperator.NotStartsWith => BinaryOperator.StartsWith,
        BinaryOperator.NotStartsWithCs => BinaryOperator.StartsWithCs,
        BinaryOperator.NotEndsWith => BinaryOperator.EndsWith,
        BinaryOperator.NotEndsWithCs => BinaryOperator.EndsWithCs,
        _ => null,
    };
}
