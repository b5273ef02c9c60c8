using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// join (https://learn.microsoft.com/kusto/query/join-operator), lookup, union.
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
        if (join.Where is not null)
        {
            Refuse(join.Where.Span, "A join with 'where'", "Write the equalities after 'on'.");
            return Nothing(join.Span);
        }

        if (join.On.IsEmpty)
        {
            _diagnostics.Report(BindingDescriptors.JoinCondition, join.Span);
            return Nothing(join.Span);
        }

        var kind = BindJoinKind(join.Parameters, JoinKind.InnerUnique);
        var right = BindTabular(join.Right);
        if (BindJoinKeys(join.On, left, right) is not { } keys)
        {
            return Nothing(join.Span);
        }

        var columns = kind switch
        {
            JoinKind.LeftSemi or JoinKind.LeftAnti => left.Columns,
            JoinKind.RightSemi or JoinKind.RightAnti => right.Columns,
            _ => left.Columns.AddRange(right.Columns),
        };
        return new BoundJoin(kind, left, right, keys, NameJoined(columns, left, right, kind, join.Span), join.Span);
    }

    private BoundQuery BindLookup(LookupSyntax lookup, BoundQuery left)
    {
        var kind = BindJoinKind(lookup.Parameters, JoinKind.LeftOuter);
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
        var columns = left.Columns.AddRange(right.Columns.Where(c => !keyColumns.Contains(c)));
        return new BoundJoin(kind, left, right, keys, NameJoined(columns, left, right, kind, lookup.Span), lookup.Span);
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
        if (a == KqlType.Dynamic || b == KqlType.Dynamic || (a != b && !(a.IsInteger() && b.IsInteger())))
        {
            _diagnostics.Report(BindingDescriptors.JoinTypes, span, a.Name(), b.Name());
            return null;
        }

        var common = a == b ? a : KqlType.Long;
        return new BoundJoinKey(Convert(left, common), Convert(right, common));
    }

    /// <summary>Left columns keep their names; a right one whose name is taken gets a number: x1.</summary>
    private static ImmutableArray<BoundAssignment> NameJoined(
        ImmutableArray<ColumnSymbol> columns, BoundQuery left, BoundQuery right, JoinKind kind, TextSpan span)
    {
        var names = new UniqueNames();
        var leftColumns = left.Columns.ToHashSet();
        var rightColumns = right.Columns.ToHashSet();
        return [.. columns.Select(column =>
        {
            var isOuter = (kind is JoinKind.LeftOuter or JoinKind.FullOuter && rightColumns.Contains(column))
                || (kind is JoinKind.RightOuter or JoinKind.FullOuter && leftColumns.Contains(column));
            return new BoundAssignment(new ColumnSymbol(names.Take(column.Name), column.Type, column.IsNullable || isOuter), new BoundColumn(column, span));
        })];
    }

    private BoundQuery BindUnion(UnionSyntax union, BoundQuery? input)
    {
        CheckUnionKind(union);
        var inputs = BindUnionInputs(union, input);
        if (_diagnostics.HasErrors)
        {
            return Nothing(union.Span);
        }

        var source = union.Parameters.Where(p => p.Name.Text is "withsource" or "with_source").Select(p => ParameterText(p.Value)).FirstOrDefault();
        var isInner = union.Parameters.Any(p => p.Name.Text == "kind" && ParameterText(p.Value) == "inner");
        var slots = UnionSlots([.. inputs.Select(i => i.Query)], isInner);
        var columns = slots.Select(s => s.Column);
        if (source is not null)
        {
            columns = columns.Prepend(new ColumnSymbol(source, KqlType.String));
        }

        return new BoundUnion(
            [.. inputs.Select(i => new BoundUnionInput(i.Query, UnionValues(i.Query, i.Source, slots, source is not null, union.Span)))],
            [.. columns],
            union.Span);
    }

    /// <summary>What withsource= calls an input: a table, a view or what <c>as</c> names; the rest are numbered.</summary>
    private string? SourceName(ExpressionSyntax syntax, BoundQuery query) => syntax switch
    {
        _ when query is BoundTable table => table.Name,
        ParenthesizedSyntax parenthesized => SourceName(parenthesized.Expression, query),
        PipelineSyntax { Operators: [.., AsSyntax named] } => named.Name.Text,
        NameExpressionSyntax name when _lets.Find(name.Name.Text) is FunctionLet { Declaration.IsView: true } => name.Name.Text,
        _ => null,
    };

    private List<(BoundQuery Query, string Source)> BindUnionInputs(UnionSyntax union, BoundQuery? input)
    {
        var inputs = new List<(BoundQuery, string)>();
        if (input is not null)
        {
            inputs.Add((input, input is BoundTable t ? t.Name : "union_arg0"));
        }

        var isFuzzy = union.Parameters.Any(p => p.Name.Text == "isfuzzy" && ParameterText(p.Value) == "true");
        foreach (var table in union.Tables)
        {
            foreach (var name in UnionNames(table))
            {
                var isMissing = isFuzzy && name is NameExpressionSyntax n && !IsTabular(n);
                if (!isMissing)
                {
                    var query = BindTabular(name);
                    inputs.Add((query, SourceName(name, query) ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"union_arg{inputs.Count}")));
                }
            }
        }

        return inputs;
    }

    private IEnumerable<ExpressionSyntax> UnionNames(ExpressionSyntax table)
    {
        if (table is not WildcardNameSyntax wildcard)
        {
            return [table];
        }

        var names = _tables.Keys.Where(t => Wildcard.IsMatch(wildcard.Pattern, t)).Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            _diagnostics.Report(BindingDescriptors.UnknownTable, wildcard.Span, wildcard.Pattern, string.Empty);
        }

        return names.Select(n => new NameExpressionSyntax(new NameSyntax(n, wildcard.Span)));
    }

    /// <summary>An output column of a union: columns of one name and type meet; of one name and several types part, as x_long and x_string.</summary>
    private sealed record UnionSlot(ColumnSymbol Column, string SourceName, KqlType SourceType);

    private static List<UnionSlot> UnionSlots(ImmutableArray<BoundQuery> inputs, bool isInner)
    {
        var distinct = inputs.SelectMany(i => i.Columns).Select(c => (c.Name, c.Type.Kind)).Distinct().GroupBy(d => d.Name, StringComparer.Ordinal).SelectMany(g => g).ToList();
        var kept = isInner ? distinct.Where(d => inputs.All(i => i.Columns.Any(c => c.Name == d.Name && c.Type.Kind == d.Kind))) : distinct;
        var variants = distinct.CountBy(d => d.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var names = new UniqueNames();
        var slots = new List<UnionSlot>();
        foreach (var (name, kind) in kept)
        {
            var output = names.Take(variants[name] > 1 ? $"{name}_{kind.Name()}" : name);
            var sources = inputs.Select(i => i.Columns.FirstOrDefault(c => c.Name == name && c.Type.Kind == kind)).ToArray();
            var type = sources.OfType<ColumnSymbol>().Select(c => c.Type).Distinct().ToArray() is [var one] && sources.All(s => s is not null) ? one : kind;
            slots.Add(new UnionSlot(new ColumnSymbol(output, type, sources.Any(s => s?.IsNullable ?? true)), name, kind));
        }

        return slots;
    }

    private static ImmutableArray<BoundExpression> UnionValues(BoundQuery query, string source, List<UnionSlot> slots, bool withSource, TextSpan span)
    {
        var values = slots.Select(slot => query.Columns.FirstOrDefault(c => c.Name == slot.SourceName && c.Type.Kind == slot.SourceType) is { } column
            ? new BoundColumn(column, span)
            : Missing(slot.Column.Type, span));
        return withSource ? [new BoundLiteral(source, KqlType.String, span), .. values] : [.. values];
    }

    /// <summary>What stands where a table has no such column: an empty string, otherwise null.</summary>
    private static BoundExpression Missing(BoundType type, TextSpan span) =>
        new BoundLiteral(type.Kind == KqlType.String ? string.Empty : null, type, span);
}
