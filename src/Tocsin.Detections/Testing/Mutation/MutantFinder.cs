using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing.Mutation;

/// <summary>
/// Finds the conditions of a query: what <c>and</c> and <c>or</c> join in filters and computed booleans, the conditions of
/// iff(), case() and the conditional aggregates, the bounds of <c>between</c>, and joins that filter.
/// </summary>
internal sealed class MutantFinder
{
    private const int MostText = 90;

    private readonly SyntaxTree _tree;
    private readonly SourceText _source;
    private readonly List<Mutant> _mutants = [];

    private MutantFinder(SyntaxTree tree)
    {
        _tree = tree;
        _source = tree.Source;
    }

    /// <summary>In the order of the text.</summary>
    public static ImmutableArray<Mutant> Find(SourceText query)
    {
        var tree = SyntaxTree.Parse(query);
        var finder = new MutantFinder(tree);
        foreach (var node in tree.Root.DescendantsAndSelf())
        {
            finder.Visit(node);
        }

        return [.. finder._mutants.DistinctBy(m => (m.Span, m.Replacement)).OrderBy(m => m.Span.Start).ThenBy(m => m.Span.Length)];
    }

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case WhereSyntax where:
                AddCondition(where.Condition, "true");
                break;
            case JoinSyntax join:
                AddJoin(join);
                break;
            case ExtendSyntax extend:
                AddComputed(extend.Expressions);
                break;
            case ProjectSyntax project:
                AddComputed(project.Expressions);
                break;
            case CallSyntax call:
                AddCall(call);
                break;
        }
    }

    private void AddComputed(ImmutableArray<ExpressionSyntax> expressions)
    {
        foreach (var named in expressions.OfType<NamedExpressionSyntax>().Where(n => IsCondition(OperandChain.Unwrap(n.Expression))))
        {
            AddCondition(named.Expression, "true");
        }
    }

    private void AddCall(CallSyntax call)
    {
        var arguments = call.Arguments;
        switch (call.Function.Text)
        {
            case "iff" or "iif" when arguments.Length == 3:
                AddCondition(arguments[0], "true");
                Remove(arguments[0], "false");
                break;
            case "case":
                for (var i = 0; i + 1 < arguments.Length; i += 2)
                {
                    AddCondition(arguments[i], "false");
                }

                break;
            case "countif" when arguments.Length > 0:
                AddCondition(arguments[0], "true");
                break;
            case "sumif" or "avgif" or "minif" or "maxif" or "stdevif" or "varianceif" or "dcountif" or "make_list_if" or "make_set_if" or "take_anyif"
                when arguments.Length > 1:
                AddCondition(arguments[1], "true");
                break;
        }
    }

    /// <param name="condition">The condition.</param>
    /// <param name="neutral">What it is replaced with where it is one alone.</param>
    private void AddCondition(ExpressionSyntax condition, string neutral)
    {
        var conjuncts = OperandChain.Conjuncts(condition);
        if (conjuncts.Length > 1)
        {
            foreach (var conjunct in conjuncts)
            {
                AddCondition(conjunct, "true");
            }

            return;
        }

        Remove(condition, neutral);
        var disjuncts = OperandChain.Disjuncts(condition);
        if (disjuncts.Length > 1)
        {
            foreach (var disjunct in disjuncts)
            {
                AddCondition(disjunct, "false");
            }

            return;
        }

        Loosen(OperandChain.Unwrap(condition));
    }

    private void Loosen(ExpressionSyntax condition)
    {
        switch (condition)
        {
            case BetweenSyntax { IsNegated: false } between:
                var value = _source.ToString(between.Value.Span);
                Add(MutantKind.Removed, between.Span, $"({value} <= {_source.ToString(between.High.Span)})", $"without the lower bound of {Short(between.Span)}");
                Add(MutantKind.Removed, between.Span, $"({value} >= {_source.ToString(between.Low.Span)})", $"without the upper bound of {Short(between.Span)}");
                break;
            case BinarySyntax { Operator: BinaryOperator.Greater or BinaryOperator.GreaterOrEqual } least when !IsZero(least.Right):
                Scale(least, "* 0.5");
                break;
            case BinarySyntax { Operator: BinaryOperator.Less or BinaryOperator.LessOrEqual } most when !IsZero(most.Right):
                Scale(most, "* 2");
                break;
        }
    }

    /// <summary>Where the right side is no number the query is refused, and the mutant with it.</summary>
    private void Scale(BinarySyntax comparison, string scale)
    {
        var right = $"({_source.ToString(comparison.Right.Span)}) {scale}";
        Add(MutantKind.Loosened, comparison.Right.Span, $"({right})", $"{Short(comparison.Left.Span)} {Short(comparison.OperatorSpan)} {right}");
    }

    private void AddJoin(JoinSyntax join)
    {
        var kind = join.Parameters.FirstOrDefault(p => p.Name.Text == "kind");
        var name = kind is null ? "innerunique" : _source.ToString(kind.Value.Span);
        var place = kind?.Value.Span ?? new TextSpan(join.KeywordSpan.End, 0);
        var set = kind is null ? " kind=leftouter" : "leftouter";
        switch (name)
        {
            case "inner" or "innerunique":
                Add(MutantKind.Removed, place, set, "a join that keeps rows without a match (leftouter)");
                break;
            case "leftouter":
                Add(MutantKind.Loosened, place, "inner", "a join that drops rows without a match (inner)");
                break;
            case "leftanti" or "anti" or "leftantisemi" or "leftsemi":
                Add(MutantKind.Removed, join.Span, "where true", $"without {Short(join.Span)}");
                break;
        }
    }

    private static bool IsCondition(ExpressionSyntax expression) => expression switch
    {
        BinarySyntax { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo } => false,
        BinarySyntax or BetweenSyntax or ListOperatorSyntax => true,
        CallSyntax { Function.Text: "not" or "isempty" or "isnotempty" or "isnull" or "isnotnull" or "ipv4_is_private" or "ipv4_is_in_range" or "ipv4_is_in_any_range" } => true,
        _ => false,
    };

    private static bool IsZero(ExpressionSyntax expression) =>
        OperandChain.Unwrap(expression) is LiteralSyntax { Value: 0 or 0L or 0.0 };

    private void Remove(ExpressionSyntax condition, string neutral)
    {
        if (OperandChain.Unwrap(condition) is not LiteralSyntax)
        {
            Add(MutantKind.Removed, condition.Span, neutral, neutral == "true" ? $"without {Short(condition.Span)}" : $"never {Short(condition.Span)}");
        }
    }

    private void Add(MutantKind kind, TextSpan span, string replacement, string description)
    {
        var (file, place) = _source.InOriginal(span);
        var line = file.PositionAt(place.Start).Line;
        _mutants.Add(new Mutant(kind, span, replacement, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {line}: {description}")));
    }

    private string Short(TextSpan span) => _tree.OneLine(span, MostText);
}
