using System.Collections.Immutable;
using System.Globalization;
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
    private const double DefaultSizeWeight = 0.5;
    private const long DefaultSeeds = 25;
    private const long DefaultDimensions = 5;

    /// <summary>Rows that differ are brought together in one value; so many fail the run.</summary>
    private const long TooManyRows = 1_000_001;

    public static ImmutableArray<Plugin> All { get; } =
    [
        new("autocluster", "autocluster-plugin", "autocluster([SizeWeight, WeightColumn, NumSeeds, CustomWildcard, …])", AutoCluster),
        new("basket", "basket-plugin", "basket([Threshold, WeightColumn, MaxDimensions, CustomWildcard, …])", Basket),
        new("diffpatterns", "diffpatterns-plugin", "diffpatterns(SplitColumn, SplitValueA, SplitValueB [, WeightColumn, Threshold, MaxDimensions, CustomWildcard, …])", DiffPatterns),
    ];

    private static BoundQuery? AutoCluster(PluginCall call)
    {
        var sizeWeight = Optional(call, "SizeWeight", ParameterKind.Real) is { } size ? Number(size) : DefaultSizeWeight;
        RefuseWeights(call);
        var seeds = Optional(call, "NumSeeds", ParameterKind.Integer) is { } number ? (long)Number(number) : DefaultSeeds;
        var wildcards = Wildcards(call);
        call.End();
        if (sizeWeight is < 0 or > 1 || seeds < 1)
        {
            call.Refuse(call.Syntax.Call.Span, "This argument of autocluster()", "The weight of the size is from 0 to 1, and there is at least one seed.");
        }

        return Patterns(call, call.Input.Columns, wildcards, PluginFunctions.AutoCluster, sizeWeight, seeds);
    }

    private static BoundQuery? Basket(PluginCall call)
    {
        var threshold = Optional(call, "Threshold", ParameterKind.Real) is { } ratio ? Number(ratio) : DefaultThreshold;
        RefuseWeights(call);
        var dimensions = Optional(call, "MaxDimensions", ParameterKind.Integer) is { } most ? (long)Number(most) : DefaultDimensions;
        var wildcards = Wildcards(call);
        call.End();
        RefuseOutOfRange(call, threshold, dimensions);
        return Patterns(call, call.Input.Columns, wildcards, PluginFunctions.Basket, threshold, dimensions);
    }

    /// <summary>The column that tells the sets apart is in no pattern, as in the page's example.</summary>
    private static BoundQuery? DiffPatterns(PluginCall call)
    {
        var split = call.Column("SplitColumn", ParameterKind.Scalar);
        var (inA, inB) = (call.Expression("SplitValueA", ParameterKind.String), call.Expression("SplitValueB", ParameterKind.String));
        RefuseVariable(call, inA);
        RefuseVariable(call, inB);
        RefuseWeights(call);
        var threshold = Optional(call, "Threshold", ParameterKind.Real) is { } ratio ? Number(ratio) : DefaultThreshold;
        var dimensions = Optional(call, "MaxDimensions", ParameterKind.Integer) is { } most ? (long)Number(most) : long.MaxValue;
        var wildcards = Wildcards(call);
        call.End();
        RefuseOutOfRange(call, threshold, dimensions);
        if (split is null || call.HasErrors)
        {
            return null;
        }

        ImmutableArray<BoundExpression> sets = [.. ((BoundExpression[])[inA, inB]).Select(value => call.Call(Operators.Equal, call.Call("tostring", Column(split, call.Span)), value))];
        return Patterns(call, [.. call.Input.Columns.Where(c => c != split)], wildcards, PluginFunctions.DiffPatterns, threshold, dimensions, sets);
    }

    /// <summary>The rows that differ, each behind its numbers; of them the patterns, a row each.</summary>
    private static BoundQuery? Patterns(
        PluginCall call, ImmutableArray<ColumnSymbol> columns, Dictionary<KqlType, BoundExpression> wildcards, ScalarFunction find, double first, long second, params ImmutableArray<BoundExpression> sets)
    {
        ImmutableArray<(string Name, KqlType Type)> measures = sets.IsEmpty
            ? [("SegmentId", KqlType.Long), ("Count", KqlType.Long), ("Percent", KqlType.Real)]
            : [("SegmentId", KqlType.Long), ("CountA", KqlType.Long), ("CountB", KqlType.Long), ("PercentA", KqlType.Real), ("PercentB", KqlType.Real), ("PercentDiffAB", KqlType.Real)];
        RefuseColumns(call, columns, measures);
        if (call.HasErrors)
        {
            return null;
        }

        var span = call.Span;
        if (columns.FirstOrDefault(c => c.Type.IsDynamic) is { } dynamic)
        {
            return call.Refuse(
                call.Syntax.Call.Span,
                $"{call.Plugin.Name}() over '{dynamic.Name}', which is dynamic,",
                "Its page does not say when such values are the same; convert it with tostring().",
                [.. measures.Select(m => new ColumnSymbol(m.Name, m.Type)), .. columns]);
        }

        ImmutableArray<BoundAssignment> counts = sets.IsEmpty
            ? [Assign("count", call.AggregateCall("count"))]
            : [.. sets.Select(isIn => Assign("count", call.AggregateCall("countif", isIn)))];
        var members = sets.IsEmpty ? call.Input : new BoundFilter(call.Input, sets.AsEnumerable().Aggregate((a, b) => call.Call(Operators.Or, a, b)), span);
        var distinct = new BoundSummarize(members, [.. columns.Select(c => Pass(c, span))], counts, span);
        var numbersFirst = Keep(distinct, [.. counts.Select(c => c.Column), .. columns], span);
        var found = call.FindInAllRows(
            numbersFirst, TooManyRows, rows => call.Call(find, rows, new BoundLiteral(first, KqlType.Real, span), Long(second, span), Long(columns.Length, span)));
        return new BoundProject(
            found,
            [
                .. measures.Select((m, i) => Assign(m.Name, call.Convert(call.Found(found, i), m.Type))),
                .. columns.Select((c, i) => Assign(c.Name, Value(call, call.Found(found, measures.Length + i), c.Type.Kind, wildcards))),
            ],
            span);
    }

    private static BoundExpression Value(PluginCall call, BoundExpression found, KqlType type, Dictionary<KqlType, BoundExpression> wildcards)
    {
        var value = call.Convert(call.Call(DynamicFunctions.Element, found, Long(0, call.Span)), type);
        return wildcards.TryGetValue(type, out var wildcard) ? call.Call("iff", call.Call("isnull", found), wildcard, value) : value;
    }

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
        if (value is not (BoundLiteral or BoundError))
        {
            call.Refuse(value.Span, $"An argument of {call.Plugin.Name}() that is no literal", "Give a number.");
        }

        return value as BoundLiteral;
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

    private static double Number(BoundLiteral literal) => Convert.ToDouble(literal.Value, CultureInfo.InvariantCulture);

    /// <summary>The language service takes an argument that differs from row to row.</summary>
    private static void RefuseVariable(PluginCall call, BoundExpression value)
    {
        if (value is not (BoundError or { IsConstant: true }))
        {
            call.Refuse(value.Span, $"An argument of {call.Plugin.Name}() that is no constant", "Give a number or a text.");
        }
    }

    private static void RefuseWeights(PluginCall call)
    {
        if (call.Left > 0 && !SkipsTilde(call) && call.Column("WeightColumn", ParameterKind.Scalar) is { } weight)
        {
            call.Refuse(call.Syntax.Call.Span, $"{call.Plugin.Name}() with the weights of '{weight.Name}'", "Its page does not say whether weights make patterns of their own. Give '~', and repeat rows by their weight.");
        }
    }

    private static void RefuseOutOfRange(PluginCall call, double threshold, long dimensions)
    {
        if (threshold is < LeastThreshold or > 1 || dimensions < 1)
        {
            call.Refuse(call.Syntax.Call.Span, $"This argument of {call.Plugin.Name}()", "A threshold is from 0.015 to 1, and there is at least one dimension.");
        }
    }

    private static void RefuseColumns(PluginCall call, ImmutableArray<ColumnSymbol> columns, ImmutableArray<(string Name, KqlType Type)> measures)
    {
        if (columns.FirstOrDefault(c => measures.Any(m => m.Name == c.Name)) is { } taken)
        {
            call.Duplicate(taken.Name);
        }

        if (columns.IsEmpty)
        {
            call.Refuse(call.Syntax.Call.Span, $"{call.Plugin.Name}() without a column for patterns", "Project the columns of interest in addition.");
        }
    }
}
