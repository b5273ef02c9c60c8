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
        if (join.Where is null && join.On.IsEmpty)
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
        if (_diagnostics.HasErrors && right.Columns.IsEmpty)
        {
            return Nothing(join.Span);
        }

        var equalities = join.Where is { } where ? EqualitiesOf(where) : join.On;
        if (equalities is null)
        {
            return BindPredicateJoin(join, kind, left, right);
        }

        (left, right) = OpenKeys(equalities.Value, left, right);
        return BindJoinKeys(equalities.Value, left, right, "join") is { } keys
            ? new BoundJoin(kind, left, right, keys, JoinedColumns(kind, left, right, join.Span), join.Span) { IsOpen = left.IsOpen || right.IsOpen }
            : Nothing(join.Span);
    }

    private static ImmutableArray<BoundAssignment> JoinedColumns(JoinKind kind, BoundQuery left, BoundQuery right, TextSpan span)
    {
        var columns = kind switch
        {
            JoinKind.LeftSemi or JoinKind.LeftAnti => left.Columns,
            JoinKind.RightSemi or JoinKind.RightAnti => right.Columns,
            _ => [.. Beside(left, right.Columns.Where(c => !c.IsHidden)), .. Beside(right, left.Columns)],
        };
        return NameJoined(columns, left, right, kind, span);
    }

    /// <summary>What stands after where as conditions that may stand after on; null where it is more than these.</summary>
    private static ImmutableArray<ExpressionSyntax>? EqualitiesOf(ExpressionSyntax where)
    {
        var equalities = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        foreach (var condition in Conjuncts(where))
        {
            if (condition is not BinarySyntax { Operator: BinaryOperator.Equal } equality)
            {
                return null;
            }

            if (StartsWithSide(equality.Left, "$left") && StartsWithSide(equality.Right, "$right"))
            {
                equalities.Add(equality);
            }
            else if (StartsWithSide(equality.Left, "$right") && StartsWithSide(equality.Right, "$left"))
            {
                equalities.Add(equality with { Left = equality.Right, Right = equality.Left });
            }
            else
            {
                return null;
            }
        }

        return equalities.ToImmutable();
    }

    /// <summary>
    /// <c>join kind=inner … where b has a</c>: the pairs for which the predicate holds. Its page has no such form; the
    /// language service reads the predicate over the columns of both sides. DuckDB makes the pairs without keeping them.
    /// </summary>
    private BoundQuery BindPredicateJoin(JoinSyntax join, JoinKind kind, BoundQuery left, BoundQuery right)
    {
        var both = left.Columns.AddRange(right.Columns);
        var condition = BindCondition(join.Where!, new RowScope(both) { Left = left.Columns, Right = right.Columns });
        if (_diagnostics.HasErrors)
        {
            return Nothing(join.Span);
        }

        if (kind != JoinKind.Inner)
        {
            var hint = kind == JoinKind.InnerUnique
                ? "Write kind=inner: without keys it is not defined which rows of the left side innerunique, the default, takes."
                : "Only kind=inner takes one; other kinds go by keys, as in on $left.a == $right.b.";
            Refusal(KqlType.Bool, BindingDescriptors.UnsupportedForm, join.Where!.Span, $"A predicate in a join of kind {kind.ToString().ToLowerInvariant()}", hint);
        }

        var pairs = new BoundJoin(JoinKind.Inner, left, right, [], [.. both.Select(c => BoundBuilder.Pass(c, join.Span))], join.Span);
        return new BoundProject(new BoundFilter(pairs, condition, join.Where!.Span), JoinedColumns(kind, left, right, join.Span), join.Span);
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
        if (_diagnostics.HasErrors && right.Columns.IsEmpty)
        {
            return Nothing(lookup.Span);
        }

        (left, right) = OpenKeys(lookup.On, left, right);
        if (BindJoinKeys(lookup.On, left, right, "lookup") is not { } keys)
        {
            return Nothing(lookup.Span);
        }

        // lookup leaves out the right side's key columns.
        var keyColumns = keys.Select(k => k.Right).OfType<BoundColumn>().Select(c => c.Column).ToHashSet();
        ImmutableArray<ColumnSymbol> columns = [.. Beside(left, right.Columns.Where(c => !c.IsHidden)), .. Beside(right, left.Columns).Where(c => !keyColumns.Contains(c))];
        return new BoundJoin(kind, left, right, keys, NameJoined(columns, left, right, kind, lookup.Span), lookup.Span) { KeepsOrder = true, IsOpen = left.IsOpen || right.IsOpen };
    }

    private JoinKind BindJoinKind(ImmutableArray<OperatorParameterSyntax> parameters, JoinKind fallback) =>
        ParameterOf(parameters, "kind", [.. JoinKinds.Select(k => k.Name)]) is { } name ? JoinKinds.First(k => k.Name.Equals(name, StringComparison.Ordinal)).Kind : fallback;

    /// <summary>Hints tune Kusto's execution and change no answer; their values must be such as they ask for all the same.</summary>
    private void CheckShuffleKeys(ImmutableArray<OperatorParameterSyntax> parameters, BoundQuery input)
    {
        foreach (var parameter in parameters.Where(p => p.Name.Text == "hint.shufflekey"))
        {
            BindScalar(parameter.Value, new RowScope(input.Columns));
        }
    }

    /// <summary>As those: only a number of partitions can be asked for.</summary>
    private void CheckPartitions(ImmutableArray<OperatorParameterSyntax> parameters)
    {
        foreach (var parameter in parameters.Where(p => p is { Name.Text: "hint.num_partitions", Value: not LiteralSyntax { Value: long or int } }))
        {
            _diagnostics.Report(BindingDescriptors.IntegerExpected with { KustoCode = "KS221" }, parameter.Value.Span, parameter.Name.Text, Excerpt(parameter.Value.Span));
        }
    }

    private ImmutableArray<BoundJoinKey>? BindJoinKeys(ImmutableArray<ExpressionSyntax> conditions, BoundQuery left, BoundQuery right, string op)
    {
        var keys = ImmutableArray.CreateBuilder<BoundJoinKey>();
        foreach (var condition in conditions.SelectMany(Conjuncts))
        {
            if (BindJoinKey(condition, left, right, op) is { } key)
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

    private BoundJoinKey? BindJoinKey(ExpressionSyntax condition, BoundQuery left, BoundQuery right, string op)
    {
        BoundExpression leftKey;
        BoundExpression rightKey;
        switch (condition)
        {
            case NameExpressionSyntax name when IsLacking(name.Name, left, right, op):
                return null;
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

    /// <summary>Whether a key is a column of one side or of none, and nothing else by that name; which side lacks it is told.</summary>
    private bool IsLacking(NameSyntax key, BoundQuery left, BoundQuery right, string op)
    {
        var (inLeft, inRight) = (Has(left), Has(right));
        if ((inLeft && inRight) || _isOpen || left.IsOpen || right.IsOpen || _lets.Find(key.Text) is not null)
        {
            return false;
        }

        var side = !inLeft && !inRight ? "either" : inLeft ? "the right" : "the left";
        var nearest = NearestName.Hint(key.Text, (inLeft ? right : left).Columns.Select(c => c.Name));
        var hint = nearest.Length > 0 || inLeft == inRight ? nearest
            : $"Columns of two names are joined by $left.{(inLeft ? key.Text : "a")} == $right.{(inLeft ? "b" : key.Text)}.";
        _diagnostics.Report(BindingDescriptors.JoinColumn with { KustoCode = inLeft || inRight ? "KS145" : "KS142" }, key.Span, key.Text, $"{side} side of the {op}", hint);
        return true;

        bool Has(BoundQuery query) => query.Columns.Any(c => c.Name.Equals(key.Text, StringComparison.Ordinal));
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
            return new BoundAssignment(new ColumnSymbol(name, column.Type, column.IsNullable || isOuter) { IsHidden = column.IsHidden, HoldsJson = column.HoldsJson }, new BoundColumn(column, span));
        })];
    }
}
