using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins that find values which many rows have in common.</summary>
internal static class PatternPlugins
{
    private const double DefaultThreshold = 0.05;
    private const double LeastThreshold = 0.015;
    private const long DefaultDimensions = 5;

    /// <summary>Rows that differ are brought together in one value; so many fail the run.</summary>
    private const long TooManyRows = 1_000_001;

    public static ImmutableArray<Plugin> All { get; } =
    [
        new("basket", "basket-plugin", "basket([Threshold, WeightColumn, MaxDimensions, CustomWildcard, …])", Basket),
    ];

    private static BoundQuery? Basket(PluginCall call)
    {
        var threshold = Optional(call, "Threshold", ParameterKind.Real) is { } ratio ? Number(ratio) : DefaultThreshold;
        var isWeighted = call.Left > 0 && !SkipsTilde(call);
        if (isWeighted && call.Column("WeightColumn", ParameterKind.Scalar) is { } weight)
        {
            call.Refuse(call.Syntax.Call.Span, $"basket() with the weights of '{weight.Name}'", "Its page does not say whether weights make patterns of their own. Give '~', and repeat rows by their weight.");
        }

        var dimensions = Optional(call, "MaxDimensions", ParameterKind.Integer) is { } most ? (long)Number(most) : DefaultDimensions;
        var wildcards = Wildcards(call);
        call.End();
        if (threshold is < LeastThreshold or > 1 || dimensions < 1)
        {
            call.Refuse(call.Syntax.Call.Span, "This argument of basket()", "A threshold is from 0.015 to 1, and there is at least one dimension.");
        }

        if (call.Input.Columns.FirstOrDefault(c => c.Type.IsDynamic) is { } dynamic)
        {
            call.Refuse(call.Syntax.Call.Span, $"basket() over '{dynamic.Name}', which is dynamic,", "Its page does not say when such values are the same; convert it with tostring().");
        }

        if (call.Input.Columns.FirstOrDefault(c => c.Name is "SegmentId" or "Count" or "Percent") is { } taken)
        {
            call.Duplicate(taken.Name);
        }

        return call.HasErrors ? null : Patterns(call, threshold, dimensions, wildcards);
    }

    /// <summary>The rows that differ, each behind its number, in one array, as make_list() joins arrays; of that the patterns, a row each.</summary>
    private static BoundProject Patterns(PluginCall call, double threshold, long dimensions, Dictionary<KqlType, BoundExpression> wildcards)
    {
        var span = call.Span;
        var columns = call.Input.Columns;
        var count = Assign("count", call.AggregateCall("count"));
        BoundQuery distinct = new BoundSummarize(call.Input, [.. columns.Select(c => Pass(c, span))], [count], span);
        distinct = new BoundTake(distinct, Long(TooManyRows, span), span);
        var packed = Assign("row", call.Call("pack_array", [Column(count.Column, span), .. columns.Select(c => (BoundExpression)Column(c, span))]));
        var single = new BoundProject(distinct, [packed], span);
        var list = Assign("rows", call.AggregateCall("make_list", Column(packed.Column, span)));
        var rows = new BoundSummarize(single, [], [list], span);
        var found = call.Call(PluginFunctions.Basket, Column(list.Column, span), new BoundLiteral(threshold, KqlType.Real, span), Long(dimensions, span), Long(columns.Length, span));
        var pattern = new ColumnSymbol("pattern", KqlType.Dynamic);
        var expanded = new BoundMvExpand(rows, [new BoundMvItem(found, pattern)], Index: null, Limit: null, [pattern], span);
        return new BoundProject(
            expanded,
            [
                Assign("SegmentId", call.Convert(At(call, pattern, 0), KqlType.Long)),
                Assign("Count", call.Convert(At(call, pattern, 1), KqlType.Long)),
                Assign("Percent", call.Convert(At(call, pattern, 2), KqlType.Real)),
                .. columns.Select((c, i) => Assign(c.Name, Value(call, At(call, pattern, i + 3), c.Type.Kind, wildcards))),
            ],
            span);
    }

    private static BoundExpression Value(PluginCall call, BoundExpression found, KqlType type, Dictionary<KqlType, BoundExpression> wildcards)
    {
        var value = call.Convert(call.Call(DynamicFunctions.Element, found, Long(0, call.Span)), type);
        return wildcards.TryGetValue(type, out var wildcard) ? call.Call("iff", call.Call("isnull", found), wildcard, value) : value;
    }

    private static BoundExpression At(PluginCall call, ColumnSymbol array, long index) =>
        call.Call(DynamicFunctions.Element, Column(array, call.Span), Long(index, call.Span));

    /// <summary>What stands for any value, by the columns' types; without one it is null, or the empty string.</summary>
    private static Dictionary<KqlType, BoundExpression> Wildcards(PluginCall call)
    {
        var wildcards = new Dictionary<KqlType, BoundExpression>();
        while (call.Next is { } next)
        {
            if (SkipsTilde(call))
            {
                continue;
            }

            var wildcard = call.Expression("CustomWildcard", ParameterKind.Scalar);
            if (!wildcard.IsConstant)
            {
                RefuseVariable(call, wildcard);
            }
            else if (!wildcards.TryAdd(wildcard.Type.Kind, wildcard))
            {
                call.Refuse(next.Span, $"A second wildcard of type {wildcard.Type.Kind.Name()}", "There is one for each type.");
            }
        }

        return wildcards;
    }

    /// <summary>A literal, or null where it is left out or a tilde stands for it.</summary>
    private static BoundLiteral? Optional(PluginCall call, string name, ParameterKind kind)
    {
        if (call.Left == 0 || SkipsTilde(call))
        {
            return null;
        }

        var value = call.Expression(name, kind);
        if (value is not BoundLiteral)
        {
            RefuseVariable(call, value);
        }

        return value as BoundLiteral;
    }

    /// <summary>The language service takes an argument that differs from row to row.</summary>
    private static void RefuseVariable(PluginCall call, BoundExpression value)
    {
        if (value is not BoundError)
        {
            call.Refuse(value.Span, "An argument of basket() that is no constant", "Give a number or a text.");
        }
    }

    private static bool SkipsTilde(PluginCall call)
    {
        if (call.Next is not LiteralSyntax { Value: "~" })
        {
            return false;
        }

        call.OptionalLiteral("~", ParameterKind.Scalar);
        return true;
    }

    private static double Number(BoundLiteral literal) => System.Convert.ToDouble(literal.Value, System.Globalization.CultureInfo.InvariantCulture);
}
