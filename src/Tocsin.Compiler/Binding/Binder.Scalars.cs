using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Scalar expressions: literals, names, paths, operators.
public sealed partial class Binder
{
    /// <summary>Decimals have 20 digits before the point and 18 after it; Kusto's have 34 wherever the point is.</summary>
    private const decimal DecimalLimit = 1e20m;

    /// <summary>An expression of one value; functions of several columns stand alone, where <see cref="Projection"/> spreads them.</summary>
    private BoundExpression BindScalar(ExpressionSyntax expression, RowScope row) => BindSpreadable(expression, row) switch
    {
        BoundCall { Overload.Fields.IsEmpty: false } several => Refusal(KqlType.Dynamic, BindingDescriptors.MultipleColumns, several.Span, $"{several.Function.Name}()"),
        var one => one,
    };

    private BoundExpression BindSpreadable(ExpressionSyntax expression, RowScope row)
    {
        try
        {
            return Enter(expression.Span) && Grow(1, expression.Span) ? BindScalarCore(expression, row) : new BoundError(expression.Span);
        }
        finally
        {
            _depth--;
        }
    }

    private BoundExpression BindScalarCore(ExpressionSyntax expression, RowScope row)
    {
        switch (expression)
        {
            case LiteralSyntax { Value: decimal and (>= DecimalLimit or <= -DecimalLimit) }:
                return Refusal(KqlType.Decimal, BindingDescriptors.UnsupportedForm, expression.Span, "A decimal of more than 20 digits before the point", "Write it as a real.");
            case LiteralSyntax { Value: HuntingStart or HuntingEnd } placeholder:
                return BindHuntingTime(placeholder);
            case LiteralSyntax literal:
                return new BoundLiteral(literal.Value, BoundType.OfLiteral(literal.Value, literal.Type), literal.Span);
            case NameExpressionSyntax name:
                return BindName(name, row);
            case ParenthesizedSyntax parenthesized:
                return BindScalar(parenthesized.Expression, row);
            case NamedExpressionSyntax named:
                return BindScalar(named.Expression, row);
            case BinarySyntax binary:
                return BindBinary(binary, row);
            case UnarySyntax unary:
                return BindUnary(unary, row);
            case BetweenSyntax between:
                return BindBetween(between, row);
            case ListOperatorSyntax list:
                return BindListOperator(list, row);
            case CallSyntax call:
                return BindCall(call, row);
            case PathSyntax path:
                return BindPath(path, row);
            case ElementSyntax element:
                return BindElement(element, row);
            case ToScalarSyntax toScalar:
                return BindToScalar(toScalar, row);
            default:
                return IsTabular(expression)
                    ? Error(BindingDescriptors.ScalarExpected, expression.Span)
                    : RefusedForm(expression);
        }
    }

    private BoundError RefusedForm(ExpressionSyntax expression)
    {
        Refuse(expression.Span, $"The expression '{Excerpt(expression.Span)}' in this place");
        return new BoundError(expression.Span);
    }

    private BoundError Error(Kql.Diagnostics.DiagnosticDescriptor descriptor, TextSpan span, params object[] arguments)
    {
        _diagnostics.Report(descriptor, span, arguments);
        return new BoundError(span);
    }

    private string Excerpt(TextSpan span)
    {
        var text = _diagnostics.Source.ToString(span);
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "…");
    }

    private BoundExpression Use(ScalarLet scalar, TextSpan span)
    {
        if (scalar.Fault is { } fault)
        {
            Report(fault);
            return new BoundError(span);
        }

        if (!Grow(scalar.Weight, span))
        {
            return new BoundError(span);
        }

        // A parameter that stands for a column of the outer row: a query of a value runs once, not for each row.
        return _valueQueries > scalar.Depth && LooseColumn(scalar.Value) is not null
            ? Refusal(scalar.Value.Type, BindingDescriptors.OuterRow, span, scalar.Name)
            : scalar.Value with { Span = span };
    }

    private bool Grow(long weight, TextSpan span)
    {
        var wasTooLarge = _weight > MaxWeight;
        _weight += weight;
        if (_weight > MaxWeight && !wasTooLarge)
        {
            _diagnostics.Report(BindingDescriptors.TooLarge, span, MaxWeight);
        }

        return _weight <= MaxWeight;
    }

    private BoundExpression BindName(NameExpressionSyntax name, RowScope row)
    {
        var text = name.Name.Text;
        if (row.Find(text) is { } column)
        {
            return row.IsOfBothSides(text)
                ? Refusal(column.Type, BindingDescriptors.UnsupportedForm, name.Span, $"The name '{text}', which both sides of the join have,", $"Write $left.{text} or $right.{text}.")
                : Read(column, name.Span);
        }

        return _lets.Find(text) switch
        {
            ScalarLet scalar => Use(scalar, name.Span),
            TabularLet => Error(BindingDescriptors.ScalarExpected, name.Span),
            FunctionLet function when function.Fault is not null || !IsTabularFunction(function) => CallFunction(function, [], name.Span, row),
            _ when _tables.ContainsKey(text) => Error(BindingDescriptors.ScalarExpected, name.Span),
            _ when _isOpen => new BoundLiteral(null, KqlType.Dynamic, name.Span),
            _ when _catalogue.Scalars.ContainsKey(text) || _catalogue.Aggregates.ContainsKey(text) => Error(BindingDescriptors.UnknownName, name.Span, text, $"The function is written {text}(…)."),
            _ => Error(BindingDescriptors.UnknownName, name.Span, text, NameHint(text, row.Columns.Select(c => c.Name).Concat(_lets.Names))),
        };
    }

    /// <summary>What is wrong with a column of no type was reported where it came to be.</summary>
    private static BoundExpression Read(ColumnSymbol column, TextSpan span) =>
        column.Type.Kind == KqlType.Unknown ? new BoundError(span) : new BoundColumn(column, span);

    private BoundExpression BindToScalar(ToScalarSyntax toScalar, RowScope row)
    {
        if (!IsTabular(toScalar.Expression))
        {
            var value = BindScalar(toScalar.Expression, row);
            return BoundSearch.IsRandom(value)
                ? DrawnOnce(new BoundRows([new ColumnSymbol("value", value.Type)], [[value]], toScalar.Span), toScalar.Span)
                : value;
        }

        var query = BindValueQuery(toScalar.Expression);
        return query.Columns.IsEmpty ? new BoundError(toScalar.Span)
            : RepeatableQueries.IsRandom(query) && !BoundParts.IsDependent(query) ? DrawnOnce(query, toScalar.Span)
            : new BoundScalarQuery(query, toScalar.Span);
    }

    /// <summary>
    /// toscalar() is calculated once and gives one value wherever its name stands, as the page's new_guid() shows
    /// (https://learn.microsoft.com/kusto/query/toscalar-function).
    /// </summary>
    private static BoundScalarQuery DrawnOnce(BoundQuery query, TextSpan span)
    {
        var first = new BoundTake(BoundBuilder.Keep(query, [query.Columns[0]], span), new BoundLiteral(1L, KqlType.Long, span), span);
        return new BoundScalarQuery(Refer(new SharedQuery("value", first, isMaterialized: true), span), span);
    }

    /// <summary>A query within an expression: it runs once, and sees no row.</summary>
    private BoundQuery BindValueQuery(ExpressionSyntax expression)
    {
        _valueQueries++;
        var query = BindTabular(expression);
        _valueQueries--;
        return query;
    }

    /// <summary>Binds a chain of operators along its left spine without recursing, however long it is.</summary>
    private BoundExpression BindBinary(BinarySyntax binary, RowScope row)
    {
        var spine = new Stack<BinarySyntax>();
        ExpressionSyntax leftmost = binary;
        while (leftmost is BinarySyntax b)
        {
            spine.Push(b);
            leftmost = b.Left;
        }

        var others = spine.Count(n => n.Operator is not (BinaryOperator.And or BinaryOperator.Or));
        if (others > MaxChain || spine.Count > MaxLogicalChain)
        {
            return Error(BindingDescriptors.TooLong, binary.Span, spine.Count, others > MaxChain ? MaxChain : MaxLogicalChain, "Split it with extend, or use in () or has_any ().");
        }

        var left = leftmost is StarSyntax ? BindStar(spine.Pop(), row) : BindScalar(leftmost, row);
        while (spine.TryPop(out var node))
        {
            left = BindOperator(node, left, BindScalar(node.Right, row));
        }

        return left;
    }

    private BoundExpression BindOperator(BinarySyntax node, BoundExpression left, BoundExpression right)
    {
        if (node.Operator == BinaryOperator.Colon)
        {
            return BindColon(node, left, right);
        }

        if (Operators.Find(node.Operator) is not var (function, isNegated))
        {
            return Refusal(KqlType.Bool, BindingDescriptors.UnsupportedOperator, node.OperatorSpan, Excerpt(node.OperatorSpan), "It has no documentation. Use matches regex.");
        }

        if (left is BoundError || right is BoundError)
        {
            return new BoundError(node.Span);
        }

        (left, right) = MeetDynamic(function, left, right);
        if (function == Operators.Equal || function == Operators.NotEqual)
        {
            (left, right) = right.IsConstant ? (left, AsTypeOf(right, left)) : (AsTypeOf(left, right), right);
        }

        if (Resolve(function, [left, right], node.Span) is not { } call)
        {
            var hint = MismatchHint(left.Type, right.Type);
            return Operators.TypeWithoutMeaning(function, left.Type.Kind, right.Type.Kind) is { } type
                ? Refusal(type, BindingDescriptors.OperatorTypes with { KustoCode = null }, node.OperatorSpan, Excerpt(node.OperatorSpan), left.Type.Kind.Name(), right.Type.Kind.Name(), hint)
                : Error(BindingDescriptors.OperatorTypes, node.OperatorSpan, Excerpt(node.OperatorSpan), left.Type.Kind.Name(), right.Type.Kind.Name(), hint);
        }

        return isNegated ? Negated(call) : call;
    }

    /// <summary>A dynamic operand takes the other one's type; in logic and terms it takes the operator's.</summary>
    private static (BoundExpression Left, BoundExpression Right) MeetDynamic(ScalarFunction function, BoundExpression left, BoundExpression right)
    {
        if (function == Operators.And || function == Operators.Or)
        {
            return (DynamicTo(left, KqlType.Bool), DynamicTo(right, KqlType.Bool));
        }

        if (Operators.IsComparison(function) && (left.Type.Kind.IsNumeric() || right.Type.Kind.IsNumeric()) && !left.Type.IsDynamic && !right.Type.IsDynamic)
        {
            // true is 1: IsAdmin == 1.
            return (BoolToLong(left, right), BoolToLong(right, left));
        }

        if (Operators.TakesText(function))
        {
            // Terms are looked for in any dynamic value's text, lists too; a known array is no term to look for.
            var isTerm = right.Type.Content == DynamicContent.Any || !Operators.LooksForTerms(function);
            return (DynamicTo(left, KqlType.String), isTerm ? DynamicTo(right, KqlType.String) : right);
        }

        if (left.Type.IsDynamic == right.Type.IsDynamic)
        {
            return (left, right);
        }

        var other = left.Type.IsDynamic ? right.Type.Kind : left.Type.Kind;
        if (!other.IsNumeric() && !Operators.TakesAnyTypeBesideDynamic(function))
        {
            return (left, right);
        }

        var target = other == KqlType.Int ? KqlType.Long : other;
        return (DynamicTo(left, target), DynamicTo(right, target));
    }

    private static BoundExpression BoolToLong(BoundExpression expression, BoundExpression other) =>
        expression.Type.Kind == KqlType.Bool && other.Type.Kind.IsNumeric() ? Convert(expression, KqlType.Long) : expression;

    private static BoundExpression DynamicTo(BoundExpression expression, KqlType target) =>
        expression.Type.IsDynamic && target != KqlType.Dynamic ? new BoundConversion(expression, target) : expression;

    private BoundExpression Negated(BoundExpression condition) =>
        Resolve(Operators.Not, [condition], condition.Span) ?? condition;

    private BoundExpression BindUnary(UnarySyntax unary, RowScope row)
    {
        var operand = BindScalar(unary.Operand, row);
        if (operand is BoundError)
        {
            return operand;
        }

        if (unary.Operator == UnaryOperator.Minus && operand is BoundLiteral literal && NegatedLiteral(literal, unary) is { } negated)
        {
            return negated;
        }

        if (unary.Operator == UnaryOperator.Plus && (operand.Type.Kind.IsNumeric() || operand.Type.Kind == KqlType.TimeSpan))
        {
            return operand.Type.Kind == KqlType.Int ? Convert(operand, KqlType.Long) : operand;
        }

        if (operand.Type.Kind is KqlType.DateTime or KqlType.Dynamic)
        {
            return Refusal(operand.Type.Kind, BindingDescriptors.ArgumentType with { KustoCode = null }, unary.Span, 1, unary.Operator == UnaryOperator.Plus ? "+" : "-", operand.Type.Kind.Name(), "a number or timespan", string.Empty);
        }

        return Resolve(Operators.Negate, [operand], unary.Span)
            ?? Error(BindingDescriptors.ArgumentType, unary.Span, 1, "-", operand.Type.Kind.Name(), "a number or timespan", string.Empty);
    }

    /// <summary>A literal with a sign has the literal's type; in brackets an int is an operand like any other, and becomes a long.</summary>
    private static BoundLiteral? NegatedLiteral(BoundLiteral literal, UnarySyntax unary) => literal.Value switch
    {
        long value => new BoundLiteral(unchecked(-value), literal.Type, unary.Span),
        int value when unary.Operand is ParenthesizedSyntax => new BoundLiteral(-(long)value, KqlType.Long, unary.Span),
        int value => new BoundLiteral(unchecked(-value), KqlType.Int, unary.Span),
        double value => new BoundLiteral(-value, literal.Type, unary.Span),
        decimal value => new BoundLiteral(-value, literal.Type, unary.Span),
        null when (literal.Type.Kind.IsNumeric() || literal.Type.Kind == KqlType.TimeSpan) && unary.Operand is not ParenthesizedSyntax => literal with { Span = unary.Span },
        _ => null,
    };

    private BoundExpression BindBetween(BetweenSyntax between, RowScope row)
    {
        ImmutableArray<BoundExpression> arguments = [BindScalar(between.Value, row), BindScalar(between.Low, row), BindScalar(between.High, row)];
        if (arguments.Any(a => a is BoundError))
        {
            return new BoundError(between.Span);
        }

        if (MixedBound(arguments[0].Type.Kind, arguments[1].Type.Kind, arguments[2].Type.Kind) is { } mixed)
        {
            return Error(BindingDescriptors.OperatorTypes, between.OperatorSpan, "between", arguments[0].Type.Kind.Name(), mixed.Name(), "Convert the dynamic value, for example with tolong() or todatetime().");
        }

        var kind = arguments.Select(a => a.Type.Kind).FirstOrDefault(k => k != KqlType.Dynamic, KqlType.Dynamic);
        arguments = [.. arguments.Select(a => DynamicTo(a, kind == KqlType.Int ? KqlType.Long : kind))];
        if (Resolve(Operators.Between, arguments, between.Span) is not { } call)
        {
            var bound = Fittest([.. Operators.Between.Overloads.Select(o => o.Parameters)], [arguments[0], arguments[1], arguments[1]]) is null ? arguments[1] : arguments[2];
            return Error(BindingDescriptors.OperatorTypes, bound.Span, "between", arguments[0].Type.Kind.Name(), bound.Type.Kind.Name(), "It takes numbers, datetimes or timespans, all three of one type; a datetime's upper bound may be a timespan.");
        }

        return between.IsNegated ? Negated(call) : call;
    }

    /// <summary>Dynamic values meet numbers only: as the value between numbers, or as both bounds of a number.</summary>
    private static KqlType? MixedBound(KqlType value, KqlType low, KqlType high) => (value, low, high) switch
    {
        (KqlType.Dynamic, _, _) => !low.IsNumeric() ? low : high.IsNumeric() ? null : high,
        (_, KqlType.Dynamic, KqlType.Dynamic) => value.IsNumeric() ? null : low,
        (_, KqlType.Dynamic, _) => low,
        (_, _, KqlType.Dynamic) => high,
        _ => null,
    };

    private BoundExpression BindPath(PathSyntax path, RowScope row)
    {
        if (path.Target is NameExpressionSyntax { Name.Text: "$left" or "$right" } side && path.Member is NameExpressionSyntax member)
        {
            var columns = side.Name.Text == "$left" ? row.Left : row.Right;
            if (columns is null)
            {
                return Error(BindingDescriptors.UnknownName, side.Span, side.Name.Text, "It stands in the condition of a join.");
            }

            var found = columns.Value.FirstOrDefault(c => c.Name.Equals(member.Name.Text, StringComparison.Ordinal));
            return found is null
                ? Error(BindingDescriptors.JoinColumn with { KustoCode = "KS142" }, member.Span, member.Name.Text, $"the {side.Name.Text[1..]} side of the join", NearestName.Hint(member.Name.Text, columns.Value.Select(c => c.Name)))
                : Read(found, path.Span);
        }

        if ((BindStepColumn(path, row) ?? BindPatternProperty(path, row)) is { } ofElement)
        {
            return ofElement;
        }

        var target = BindScalar(path.Target, row);
        if (target is BoundError)
        {
            return target;
        }

        if (path.Member is not NameExpressionSyntax property)
        {
            return RefusedForm(path);
        }

        return BindAccess(target, new BoundLiteral(property.Name.Text, KqlType.String, property.Span), path.Span);
    }

    private BoundExpression BindElement(ElementSyntax element, RowScope row)
    {
        var target = BindSpreadable(element.Target, row);
        var index = BindScalar(element.Index, row);
        if (target is BoundCall { Overload.Fields: { IsEmpty: false } fields } several)
        {
            if (index is not BoundLiteral { Value: long or int } position)
            {
                return Error(BindingDescriptors.MultipleColumns, several.Span, $"{several.Function.Name}()");
            }

            // series_stats(x)[1]: a function's columns, counted from 0.
            var at = System.Convert.ToInt64(position.Value, System.Globalization.CultureInfo.InvariantCulture);
            return at >= 0 && at < fields.Length
                ? new BoundField(target, fields[(int)at].Name, fields[(int)at].Type, element.Span)
                : Error(BindingDescriptors.ArgumentValue, element.Index.Span, 1, "[]", $"0 to {fields.Length - 1}", string.Empty);
        }

        return target is BoundError || index is BoundError ? new BoundError(element.Span) : BindAccess(target, index, element.Span);
    }

    private BoundExpression BindAccess(BoundExpression target, BoundExpression index, TextSpan span)
    {
        target = ParsedElements(target);
        if (!target.Type.IsDynamic)
        {
            return Error(BindingDescriptors.ElementAccess, span, target.Type.Kind.Name());
        }

        var access = index.Type.Kind == KqlType.String ? DynamicFunctions.Property
            : index.Type.IsDynamic ? DynamicFunctions.DynamicElement
            : DynamicFunctions.Element;
        return Resolve(access, [target, index], span)
            ?? Error(BindingDescriptors.ArgumentType, index.Span, 1, "[]", index.Type.Kind.Name(), "an integer or string", string.Empty);
    }
}
