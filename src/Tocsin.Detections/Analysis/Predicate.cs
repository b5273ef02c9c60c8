using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Analysis;

/// <summary>How a predicate compares a field with its values.</summary>
public enum PredicateKind
{
    Equal,
    In,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,

    /// <summary>A whole term (<c>has</c>).</summary>
    Term,
    TermPrefix,
    TermSuffix,
    AnyTerm,
    AllTerms,
    Contains,
    StartsWith,
    EndsWith,
    Regex,
    Wildcard,

    /// <summary>An address in one of the blocks.</summary>
    AddressBlock,
    Empty,
    Null,

    /// <summary>A column of type bool that holds.</summary>
    True,
}

public static class PredicateKinds
{
    /// <summary>The word for it in reports.</summary>
    public static string Name(this PredicateKind kind) => kind switch
    {
        PredicateKind.Equal => "eq",
        PredicateKind.In => "in",
        PredicateKind.Less => "lt",
        PredicateKind.LessOrEqual => "le",
        PredicateKind.Greater => "gt",
        PredicateKind.GreaterOrEqual => "ge",
        PredicateKind.Between => "between",
        PredicateKind.Term => "term",
        PredicateKind.TermPrefix => "term_prefix",
        PredicateKind.TermSuffix => "term_suffix",
        PredicateKind.AnyTerm => "any_term",
        PredicateKind.AllTerms => "all_terms",
        PredicateKind.Contains => "contains",
        PredicateKind.StartsWith => "starts_with",
        PredicateKind.EndsWith => "ends_with",
        PredicateKind.Regex => "regex_match",
        PredicateKind.Wildcard => "wildcard",
        PredicateKind.AddressBlock => "cidr_match",
        PredicateKind.Empty => "is_empty",
        PredicateKind.Null => "is_null",
        PredicateKind.True => "is_true",
    };
}

/// <summary>One comparison of a condition.</summary>
/// <param name="Subject">What is compared: mostly a column.</param>
/// <param name="Values">The constants it is compared with; empty where they are no constants.</param>
/// <param name="Other">The text of what it is compared with where that is no constant, or null.</param>
internal sealed record Predicate(
    ExpressionSyntax Subject,
    PredicateKind Kind,
    bool IsNegated,
    bool IgnoresCase,
    ImmutableArray<ConstantValue> Values,
    ExpressionSyntax? Other,
    TextSpan Span)
{
    /// <summary>The column's name, where the subject is a column alone.</summary>
    public string? Column => OperandChain.Unwrap(Subject) is NameExpressionSyntax name ? name.Name.Text : null;
}

/// <summary>Part of a condition that must hold, or must not.</summary>
internal readonly record struct Conjunct(ExpressionSyntax Expression, bool IsNegated);

/// <summary>Takes conditions apart.</summary>
internal static class Conditions
{
    /// <summary>What must all hold: <c>and</c> is taken apart, and so is <c>not(… or …)</c>.</summary>
    public static IEnumerable<Conjunct> Conjuncts(ExpressionSyntax condition) => Parts(condition, isNegated: false, BinaryOperator.And);

    /// <summary>The alternatives of a condition that is an <c>or</c>; the condition itself where it is none.</summary>
    public static IEnumerable<Conjunct> Alternatives(Conjunct conjunct) => Parts(conjunct.Expression, conjunct.IsNegated, BinaryOperator.Or);

    private static IEnumerable<Conjunct> Parts(ExpressionSyntax root, bool isNegated, BinaryOperator wanted)
    {
        var pending = new Stack<Conjunct>([new Conjunct(root, isNegated)]);
        while (pending.TryPop(out var next))
        {
            var (expression, negated) = next;
            switch (expression)
            {
                case ParenthesizedSyntax inner:
                    pending.Push(new Conjunct(inner.Expression, negated));
                    break;
                case CallSyntax { Function.Text: "not", Arguments: [var argument] }:
                    pending.Push(new Conjunct(argument, !negated));
                    break;
                case BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } binary when binary.Operator == wanted != negated:
                    pending.Push(new Conjunct(binary.Right, negated));
                    pending.Push(new Conjunct(binary.Left, negated));
                    break;
                case BinarySyntax { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual, Right: LiteralSyntax { Value: bool wish } } comparison when IsCondition(comparison.Left):
                    pending.Push(new Conjunct(comparison.Left, negated ^ (wish != (comparison.Operator == BinaryOperator.Equal))));
                    break;
                default:
                    yield return next;
                    break;
            }
        }
    }

    /// <summary>Whether <c>x == false</c> says that a condition does not hold; a column of type bool counts too.</summary>
    private static bool IsCondition(ExpressionSyntax expression) => OperandChain.Unwrap(expression)
        is CallSyntax or ListOperatorSyntax or BetweenSyntax or NameExpressionSyntax or BinarySyntax { Operator: >= BinaryOperator.And and <= BinaryOperator.NotLikeCs };

    public static Predicate? Read(Conjunct conjunct, ConstantScope constants) => OperandChain.Unwrap(conjunct.Expression) switch
    {
        BinarySyntax binary => Comparison(binary, conjunct.IsNegated, constants),
        ListOperatorSyntax list => List(list, conjunct.IsNegated, constants),
        BetweenSyntax between => Between(between, conjunct.IsNegated, constants),
        CallSyntax call => Call(call, conjunct.IsNegated, constants),
        NameExpressionSyntax name => new Predicate(name, PredicateKind.True, conjunct.IsNegated, false, [], null, name.Span),
        _ => null,
    };

    private static Predicate? Comparison(BinarySyntax binary, bool isNegated, ConstantScope constants)
    {
        if (KindOf(binary.Operator) is not var (kind, negates, ignoresCase))
        {
            return null;
        }

        var (subject, other) = (binary.Left, binary.Right);
        if (constants.Evaluate(subject) is not null && constants.Evaluate(other) is null)
        {
            (subject, other, kind) = (other, subject, Mirrored(kind));
        }

        var value = constants.Evaluate(other);
        return new Predicate(subject, kind, isNegated ^ negates, ignoresCase, value is null ? [] : [value], value is null ? other : null, binary.Span);
    }

    private static PredicateKind Mirrored(PredicateKind kind) => kind switch
    {
        PredicateKind.Less => PredicateKind.Greater,
        PredicateKind.LessOrEqual => PredicateKind.GreaterOrEqual,
        PredicateKind.Greater => PredicateKind.Less,
        PredicateKind.GreaterOrEqual => PredicateKind.LessOrEqual,
        _ => kind,
    };

    private static Predicate List(ListOperatorSyntax list, bool isNegated, ConstantScope constants)
    {
        var (kind, negates, ignoresCase) = list.Operator switch
        {
            ListOperator.In => (PredicateKind.In, false, false),
            ListOperator.NotIn => (PredicateKind.In, true, false),
            ListOperator.InTilde => (PredicateKind.In, false, true),
            ListOperator.NotInTilde => (PredicateKind.In, true, true),
            ListOperator.HasAny => (PredicateKind.AnyTerm, false, true),
            ListOperator.HasAll => (PredicateKind.AllTerms, false, true),
        };
        var items = constants.Items(list.Right);
        return new Predicate(list.Left, kind, isNegated ^ negates, ignoresCase, items ?? [], items is null ? list.Right.FirstOrDefault() : null, list.Span);
    }

    private static Predicate Between(BetweenSyntax between, bool isNegated, ConstantScope constants)
    {
        var isConstant = constants.Evaluate(between.Low) is not null && constants.Evaluate(between.High) is not null;
        return new Predicate(
            between.Value,
            PredicateKind.Between,
            isNegated ^ between.IsNegated,
            false,
            isConstant ? [constants.Evaluate(between.Low)!, constants.Evaluate(between.High)!] : [],
            isConstant ? null : between,
            between.Span);
    }

    private static Predicate? Call(CallSyntax call, bool isNegated, ConstantScope constants)
    {
        var rest = call.Arguments.Length > 1 ? constants.Items(call.Arguments[1..]) ?? [] : [];
        Predicate? Of(PredicateKind kind, bool negates) =>
            call.Arguments.IsEmpty ? null : new Predicate(call.Arguments[0], kind, isNegated ^ negates, false, rest, null, call.Span);
        return call.Function.Text switch
        {
            "isempty" => Of(PredicateKind.Empty, false),
            "isnotempty" or "notempty" => Of(PredicateKind.Empty, true),
            "isnull" => Of(PredicateKind.Null, false),
            "isnotnull" or "notnull" => Of(PredicateKind.Null, true),
            "ipv4_is_private" or "ipv4_is_in_range" or "ipv4_is_in_any_range" or "ipv6_is_in_range" or "ipv6_is_in_any_range" => Of(PredicateKind.AddressBlock, false),
            _ => null,
        };
    }

    private static (PredicateKind Kind, bool Negates, bool IgnoresCase)? KindOf(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Equal => (PredicateKind.Equal, false, false),
        BinaryOperator.NotEqual => (PredicateKind.Equal, true, false),
        BinaryOperator.EqualTilde => (PredicateKind.Equal, false, true),
        BinaryOperator.NotEqualTilde => (PredicateKind.Equal, true, true),
        BinaryOperator.Less => (PredicateKind.Less, false, false),
        BinaryOperator.LessOrEqual => (PredicateKind.LessOrEqual, false, false),
        BinaryOperator.Greater => (PredicateKind.Greater, false, false),
        BinaryOperator.GreaterOrEqual => (PredicateKind.GreaterOrEqual, false, false),
        BinaryOperator.Has or BinaryOperator.Colon => (PredicateKind.Term, false, true),
        BinaryOperator.NotHas => (PredicateKind.Term, true, true),
        BinaryOperator.HasCs => (PredicateKind.Term, false, false),
        BinaryOperator.NotHasCs => (PredicateKind.Term, true, false),
        BinaryOperator.HasPrefix => (PredicateKind.TermPrefix, false, true),
        BinaryOperator.NotHasPrefix => (PredicateKind.TermPrefix, true, true),
        BinaryOperator.HasPrefixCs => (PredicateKind.TermPrefix, false, false),
        BinaryOperator.NotHasPrefixCs => (PredicateKind.TermPrefix, true, false),
        BinaryOperator.HasSuffix => (PredicateKind.TermSuffix, false, true),
        BinaryOperator.NotHasSuffix => (PredicateKind.TermSuffix, true, true),
        BinaryOperator.HasSuffixCs => (PredicateKind.TermSuffix, false, false),
        BinaryOperator.NotHasSuffixCs => (PredicateKind.TermSuffix, true, false),
        BinaryOperator.Contains => (PredicateKind.Contains, false, true),
        BinaryOperator.NotContains => (PredicateKind.Contains, true, true),
        BinaryOperator.ContainsCs => (PredicateKind.Contains, false, false),
        BinaryOperator.NotContainsCs => (PredicateKind.Contains, true, false),
        BinaryOperator.StartsWith => (PredicateKind.StartsWith, false, true),
        BinaryOperator.NotStartsWith => (PredicateKind.StartsWith, true, true),
        BinaryOperator.StartsWithCs => (PredicateKind.StartsWith, false, false),
        BinaryOperator.NotStartsWithCs => (PredicateKind.StartsWith, true, false),
        BinaryOperator.EndsWith => (PredicateKind.EndsWith, false, true),
        BinaryOperator.NotEndsWith => (PredicateKind.EndsWith, true, true),
        BinaryOperator.EndsWithCs => (PredicateKind.EndsWith, false, false),
        BinaryOperator.NotEndsWithCs => (PredicateKind.EndsWith, true, false),
        BinaryOperator.MatchesRegex => (PredicateKind.Regex, false, false),
        BinaryOperator.Like => (PredicateKind.Wildcard, false, true),
        BinaryOperator.NotLike => (PredicateKind.Wildcard, true, true),
        BinaryOperator.LikeCs => (PredicateKind.Wildcard, false, false),
        BinaryOperator.NotLikeCs => (PredicateKind.Wildcard, true, false),
        _ => null,
    };
}
