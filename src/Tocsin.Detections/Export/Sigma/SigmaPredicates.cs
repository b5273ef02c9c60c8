using System.Collections.Immutable;
using Tocsin.Detections.Analysis;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>A condition, or the reason why Sigma cannot say it.</summary>
internal readonly record struct SigmaAnswer(SigmaCondition? Condition, string Reason)
{
    public static implicit operator SigmaAnswer(SigmaCondition condition) => new(condition, "");

    public static SigmaAnswer No(string reason) => new(null, reason);
}

/// <summary>
/// Turns predicates of KQL into conditions of Sigma, exactly or not at all: a predicate that would match other events
/// has no condition but a reason.
/// </summary>
internal sealed partial class SigmaPredicates(SigmaLogSource source, ConstantScope constants, IReadOnlySet<string> columns, Action<TextSpan, string> remark)
{
    private static readonly ImmutableArray<string> PrivateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

    public SigmaAnswer Translate(ExpressionSyntax expression, SigmaScope scope) => expression switch
    {
        ParenthesizedSyntax p => Translate(p.Expression, scope),
        BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } logical => Logical(logical, scope),
        BinarySyntax binary => Comparison(binary, scope),
        ListOperatorSyntax list => List(list, scope),
        BetweenSyntax between => Between(between, scope),
        CallSyntax call => Call(call, scope),
        NameExpressionSyntax name => Name(name, scope),
        LiteralSyntax { Value: bool value } => value ? SigmaConditions.True : SigmaConditions.False,
        _ => SigmaAnswer.No("Sigma has no such expression"),
    };

    private SigmaAnswer Logical(BinarySyntax logical, SigmaScope scope)
    {
        var parts = new List<SigmaCondition>();
        foreach (var operand in OperandChain.Of(logical, logical.Operator))
        {
            var answer = Translate(operand, scope);
            if (answer.Condition is null)
            {
                return answer;
            }

            parts.Add(answer.Condition);
        }

        return logical.Operator == BinaryOperator.And ? SigmaConditions.All(parts) : SigmaConditions.Any(parts);
    }

    private static SigmaAnswer Negated(SigmaAnswer answer) => answer.Condition is { } condition ? SigmaConditions.Not(condition) : answer;

    private SigmaAnswer Name(NameExpressionSyntax name, SigmaScope scope)
    {
        if (scope.Find(name.Name.Text) is not { } binding)
        {
            return constants.Evaluate(name)?.Value is bool value
                ? value ? SigmaConditions.True : SigmaConditions.False
                : Field(name.Name.Text, name.Span, field => new SigmaMatch(field, [true]));
        }

        return binding is SigmaComputed computed ? Translate(computed.Expression, computed.Scope) : Opaque(name.Name.Text, binding);
    }

    private static SigmaAnswer Opaque(string name, SigmaBinding binding) => SigmaAnswer.No(binding switch
    {
        SigmaOpaque opaque => $"{name} is {opaque.Origin}, which one event does not have",
        _ => $"{name} is a count over events, and Sigma compares counts with numbers only",
    });

    private SigmaAnswer Call(CallSyntax call, SigmaScope scope)
    {
        var arguments = call.Arguments;
        switch (call.Function.Text)
        {
            case "not" when arguments.Length == 1:
                return Negated(Translate(arguments[0], scope));
            case "isnotempty" or "isnotnull" when arguments.Length == 1:
                return Negated(Empty(arguments[0], scope));
            case "isempty" or "isnull" when arguments.Length == 1:
                return Empty(arguments[0], scope);
            case "iff" or "iif" or "case":
                return Branches(call, value => Translate(value, scope), scope);
            case "ipv4_is_private" when arguments.Length == 1:
                return Ranges(call, arguments[0], PrivateRanges, scope);
            case "ipv4_is_in_range" or "ipv6_is_in_range" or "ipv4_is_in_any_range" or "ipv6_is_in_any_range" when arguments.Length > 1:
                return constants.Items(arguments[1..]) is { } ranges && ranges.All(r => r.Value is string)
                    ? Ranges(call, arguments[0], [.. ranges.Select(r => (string)r.Value!)], scope)
                    : SigmaAnswer.No("its ranges are no constants");
            default:
                return SigmaAnswer.No($"Sigma has no function like {call.Function.Text}()");
        }
    }

    private SigmaAnswer Ranges(CallSyntax call, ExpressionSyntax operand, ImmutableArray<string> ranges, SigmaScope scope) => OnField(operand, scope, (field, isFileName) =>
    {
        remark(call.Span, $"{call.Function.Text}() is null for what is no such address, and neither it nor its negation holds then; the negation of |cidr does.");
        return new SigmaMatch(field + "|cidr", [.. ranges]);
    });

    private SigmaAnswer Empty(ExpressionSyntax operand, SigmaScope scope)
    {
        if (BranchesOf(operand, scope) is { } branches)
        {
            return Branches(branches.Call, value => Known(value, constant => constant is string { Length: 0 }), branches.Scope);
        }

        return OnField(operand, scope, (field, _) => new SigmaMatch(field, ["", null]));
    }

    /// <summary>A branch whose value is constant holds or does not, whatever the event.</summary>
    private SigmaAnswer Known(ExpressionSyntax value, Func<object, bool> holds) => constants.Evaluate(value)?.Plain is { } constant
        ? holds(constant) ? SigmaConditions.True : SigmaConditions.False
        : SigmaAnswer.No("its branches are no constants");

    /// <summary>
    /// A condition on the outcome of case() or iff(): any of the branches that it holds for, each without those before it.
    /// </summary>
    private SigmaAnswer Branches(CallSyntax call, Func<ExpressionSyntax, SigmaAnswer> outcome, SigmaScope scope)
    {
        var branches = new List<SigmaCondition>();
        var earlier = new List<SigmaCondition>();
        for (var i = 0; i < call.Arguments.Length; i += 2)
        {
            var isLast = i + 1 >= call.Arguments.Length;
            var condition = isLast ? SigmaConditions.True : Translate(call.Arguments[i], scope);
            var holds = outcome(call.Arguments[isLast ? i : i + 1]);
            if (condition.Condition is null || holds.Condition is null)
            {
                return condition.Condition is null ? condition : holds;
            }

            // A branch that the outcome does not hold for matters only to those after it.
            if (!SigmaConditions.IsFalse(holds.Condition))
            {
                branches.Add(SigmaConditions.All([condition.Condition, holds.Condition, .. earlier]));
            }
            else
            {
                earlier.Add(SigmaConditions.Not(condition.Condition));
            }
        }

        return SigmaConditions.Any(branches);
    }

    /// <summary>The case() or iff() that an operand stands for, with its scope, or null.</summary>
    private static (CallSyntax Call, SigmaScope Scope)? BranchesOf(ExpressionSyntax operand, SigmaScope scope) => operand switch
    {
        ParenthesizedSyntax p => BranchesOf(p.Expression, scope),
        CallSyntax { Function.Text: "case" or "iff" or "iif" } call => (call, scope),
        NameExpressionSyntax n when scope.Find(n.Name.Text) is SigmaComputed computed => BranchesOf(computed.Expression, computed.Scope),
        _ => null,
    };

    /// <summary>Answers for the field that an operand stands for; <c>isFileName</c> says that the field holds a path and the column its last part.</summary>
    private SigmaAnswer OnField(ExpressionSyntax operand, SigmaScope scope, Func<string, bool, SigmaAnswer> answer)
    {
        switch (operand)
        {
            case ParenthesizedSyntax p:
                return OnField(p.Expression, scope, answer);
            case CallSyntax { Function.Text: "tostring", Arguments: [var inner] }:
                return OnField(inner, scope, answer);
            case NameExpressionSyntax name when scope.Find(name.Name.Text) is SigmaComputed computed:
                return OnField(computed.Expression, computed.Scope, answer);
            case NameExpressionSyntax name when scope.Find(name.Name.Text) is { } binding:
                return Opaque(name.Name.Text, binding);
            case NameExpressionSyntax name:
                var isFileName = source.FileNames.ContainsKey(name.Name.Text);
                return Field(name.Name.Text, name.Span, field => answer(field, isFileName));
            default:
                return SigmaAnswer.No("it compares a computed value, and Sigma compares fields as they are");
        }
    }

    private SigmaAnswer Field(string column, TextSpan span, Func<string, SigmaAnswer> answer)
    {
        if (source.FieldOf(column) is { } field)
        {
            return answer(field);
        }

        if (!columns.Contains(column))
        {
            return SigmaAnswer.No($"{column} is computed by an earlier stage");
        }

        remark(span, $"Sigma's {source.Category} has no such field; it keeps Defender's name, which only backends for Defender know.");
        return answer(column);
    }
}
