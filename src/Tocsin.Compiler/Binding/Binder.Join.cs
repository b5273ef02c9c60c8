using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// join (https://learn.microsoft.com/kusto/query/join-operator), lookup.
public sealed partial class Binder
{
    private static readonly ImmutableArray<(string Name, JoinKind Kind)> JoinKinds =
    [
        ("innerunique", JoinKind.InnerUnique),
        ("inner", JoinKind.Inner),
        ("leftouter", JoinKind.LeftOuter),
        ("rightouter", JoinKind.RightOuter),
        ("fullouter", JoinKind.FullOuter),
        ("leftsemi", JoinKind.LeftSemi),
        ("rightsemi", JoinKind.RightSemi),
        ("leftanti", JoinKind.LeftAnti),
        ("leftantisemi", JoinKind.LeftAnti),
        ("anti", JoinKind.LeftAnti),
        ("rightanti", JoinKind.RightAnti),
        ("rightantisemi", JoinKind.RightAnti),
    ];

    private BoundQuery BindJoin(JoinSyntax join, BoundQuery left)
    {
        // The where form has conditions as after on (https://learn.microsoft.com/kusto/query/join-operator).
        ImmutableArray<ExpressionSyntax> conditions = join.Where is { } where ? [where] : join.On;
        if (conditions.IsEmpty)
        {
            _diagnostics.Report(BindingDescriptors.JoinCondition, join.Span);
            return Nothing(join.Span);
        }

        var kind = BindJoinKind(join.Parameters, JoinKind.InnerUnique);
        ParameterOf(join.Parameters, "hint.strategy", ["auto", "broadcast", "centralized", "shuffle"]);
        ParameterOf(join.Parameters, "hint.remote", ["auto", "left", "local", "right", "unresolved"]);
        CheckShuffleKeys(join.Parameters, left);
        CheckPartitions(join.Parameters);
        var right = BindTabular(join.Right);
        if (BindJoinKeys(conditions, left, right) is not { } keys)
        {
            return Nothing(join.Span);
        }

        var columns = kind switch
        {
            JoinKind.LeftSemi or JoinKind.LeftAnti => left.Columns,
            JoinKind.RightSemi or JoinKind.RightAnti => right.Columns,
            _ => [.. Beside(left, right.Columns.Where(c => !c.IsHidden)), .. Beside(right, left.Columns)],
        };
        return new BoundJoin(kind, left, right, keys, NameJoined(columns, left, right, kind, join.Span), join.Span);
    }

    private BoundQuery BindLookup(LookupSyntax lookup, BoundQuery left)
    {
        var kind = BindJoinKind(lookup.Parameters, JoinKind.LeftOuter);
        CheckShuffleKeys(lookup.Parameters, left);
        if (kind is not (JoinKind.LeftOuter or JoinKind.Inner))
        {
            _diagnostics.Report(BindingDescriptors.ParameterValue, lookup.Span, "kind", kind.ToString().ToLowerInvariant(), "leftouter, inner", string.Empty);
        }

        var right = BindTabular(lookup.Right);
        if (BindJoinKeys(lookup.On, left, right) is not { } keys)
        {
            return Nothing(lookup.Span);
        }

        // lookup leaves out the right side's key columns.
        var keyColumns = keys.Select(k => k.Right).OfType<BoundColumn>().Select(c => c.Column).ToHashSet();
        ImmutableArray<ColumnSymbol> columns = [.. Beside(left, right.Columns.Where(c => !c.IsHidden)), .. Beside(right, left.Columns).Where(c => !keyColumns.Contains(c))];
        return new BoundJoin(kind, left, right, keys, NameJoined(columns, left, right, kind, lookup.Span), lookup.Span) { KeepsOrder = true };
    }

    private JoinKind BindJoinKind(ImmutableArray<OperatorParameterSyntax> parameters, JoinKind fallback)
    {
        foreach (var parameter in parameters.Where(p => p.Name.Text == "kind"))
        {
            var text = ParameterText(parameter.Value);
            var found = JoinKinds.FirstOrDefault(k => k.Name.Equals(text, StringComparison.Ordinal));
            if (found.Name is not null)
            {
                return found.Kind;
            }

            var names = JoinKinds.Select(k => k.Name).ToArray();
            _diagnostics.Report(BindingDescriptors.ParameterValue, parameter.Value.Span, "kind", text ?? Excerpt(parameter.Value.Span), string.Join(", ", names), NearestName.Hint(text ?? string.Empty, names));
        }

        return fallback;
    }

    /// <summary>Hints tune Kusto's execution and change no answer; their values must be such as they ask for all the same.</summary>
    private void CheckShuffleKeys(ImmutableArray<OperatorParameterSyntax> parameters, BoundQuery input)
    {
        foreach (var parameter in parameters.Where(p => p.Name.Text == "hint.shufflekey"))
        {
            BindScalar(parameter.Value, new RowScope(input.Columns));
        }
    }

    private void CheckPartitions(ImmutableArray<OperatorParameterSyntax> parameters)
    {
        foreach (var parameter in parameters.Where(p => p is { Name.Text: "hint.num_partitions", Value: not LiteralSyntax { Value: long or int } }))
        {
            _diagnostics.Report(BindingDescriptors.IntegerExpected with { KustoCode = "KS221" }, parameter.Value.Span, parameter.Name.Text, Excerpt(parameter.Value.Span));
        }
    }

    /// <summary>The text of an operator's setting: a bare word or a string.</summary>
    private static string? ParameterText(ExpressionSyntax value) => value switch
    {
        NameExpressionSyntax name => name.Name.Text,
        LiteralSyntax { Value: string text } => text,
        LiteralSyntax { Value: bool flag } => flag ? "true" : "false",
        _ => null,
    };

    private ImmutableArray<BoundJoinKey>? BindJoinKeys(ImmutableArray<ExpressionSyntax> conditions, BoundQuery left, BoundQuery right)
    {
        var keys = ImmutableArray.CreateBuilder<BoundJoinKey>();
        foreach (var condition in conditions.SelectMany(Conjuncts))
        {
            if (BindJoinKey(condition, left, right) is { } key)
            {
                keys.Add(key);
            }
        }

        return _diagnostics.HasErrors ? null : keys.ToImmutable();
    }

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax expression) => expression switch
    {
        BinarySyntax { Operator: BinaryOperator.And } and => Conjuncts(and.Left).Concat(Conjuncts(and.Right)),
        ParenthesizedSyntax parenthesized => Conjuncts(parenthesized.Expression),
        _ => [expression],
    };

    private BoundJoinKey? BindJoinKey(ExpressionSyntax condition, BoundQuery left, BoundQuery right)
    {
        BoundExpression leftKey;
        BoundExpression rightKey;
        switch (condition)
        {
            case NameExpressionSyntax name:
                leftKey = BindName(name, new RowScope(left.Columns));
                rightKey = BindName(name, new RowScope(right.Columns));
                if (leftKey is not BoundError && rightKey is not BoundError && leftKey.Type.Kind != rightKey.Type.Kind)
                {
                    _diagnostics.Report(BindingDescriptors.JoinTypes, condition.Span, leftKey.Type.Kind.Name(), rightKey.Type.Kind.Name());
                    return null;
                }

                break;
            case BinarySyntax { Operator: BinaryOperator.Equal } equality:
                var sides = new RowScope([]) { Left = left.Columns, Right = right.Columns };
                if (!StartsWithSide(equality.Left, "$left") || !StartsWithSide(equality.Right, "$right"))
                {
                    _diagnostics.Report(BindingDescriptors.JoinCondition, condition.Span);
                    return null;
                }

                leftKey = BindScalar(equality.Left, sides);
                rightKey = BindScalar(equality.Right, sides);
                break;
            default:
                _diagnostics.Report(BindingDescriptors.JoinCondition, condition.Span);
                return null;
        }

        return leftKey is BoundError || rightKey is BoundError ? null : MeetKeys(leftKey, rightKey, condition.Span);
    }

    private static bool StartsWithSide(ExpressionSyntax expression, string side) =>
        expression is PathSyntax { Target: NameExpressionSyntax name } && name.Name.Text.Equals(side, StringComparison.Ordinal);

    private BoundJoinKey? MeetKeys(BoundExpression left, BoundExpression right, TextSpan span)
    {
        var (a, b) = (left.Type.Kind, right.Type.Kind);
        if (left.Type.IsWholeDecimal != right.Type.IsWholeDecimal && a == b)
        {
            RefuseVersions(KqlType.Bool, "A join of it with another decimal", span);
        }

        if (a == KqlType.Dynamic && b == KqlType.Dynamic && left is BoundColumn && right is BoundColumn)
        {
            // Within join's own page: such keys are to be converted. The language service does not say so of a column's name.
            Refusal(KqlType.Bool, BindingDescriptors.JoinTypes with { KustoCode = null }, span, a.Name(), b.Name());
            return new BoundJoinKey(left, right);
        }

        if (a == KqlType.Dynamic || b == KqlType.Dynamic || (a != b && !(a.IsInteger() && b.IsInteger())))
        {
            _diagnostics.Report(a == KqlType.Dynamic || b == KqlType.Dynamic ? BindingDescriptors.JoinTypes with { KustoCode = "KS241" } : BindingDescriptors.JoinTypes, span, a.Name(), b.Name());
            return null;
        }

        var common = a == b ? a : KqlType.Long;
        return new BoundJoinKey(Convert(left, common), Convert(right, common));
    }

    /// <summary>Columns keep their names, but for those of the right side that the left has too: they get the first number with which no column of either side is called: x1.</summary>
    private static ImmutableArray<BoundAssignment> NameJoined(
        ImmutableArray<ColumnSymbol> columns, BoundQuery left, BoundQuery right, JoinKind kind, TextSpan span)
    {
        var leftColumns = left.Columns.ToHashSet();
        var rightColumns = right.Columns.ToHashSet();
        var repeated = columns.CountBy(c => c.Name, StringComparer.Ordinal).Where(c => c.Value > 1).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var names = new UniqueNames(columns.Select(c => c.Name));
        return [.. columns.Select(column =>
        {
            var isOuter = (kind is JoinKind.LeftOuter or JoinKind.FullOuter && rightColumns.Contains(column))
                || (kind is JoinKind.RightOuter or JoinKind.FullOuter && leftColumns.Contains(column));
            var name = rightColumns.Contains(column) && repeated.Contains(column.Name) ? names.Take(column.Name) : column.Name;
            return new BoundAssignment(new ColumnSymbol(name, column.Type, column.IsNullable || isOuter) { IsHidden = column.IsHidden }, new BoundColumn(column, span));
        })];
    }
}
