using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins over what hll() made.</summary>
internal static class SketchPlugins
{
    private const int MostSets = 16;

    public static ImmutableArray<Plugin> All { get; } =
    [
        new("dcount_intersect", "dcount-intersect-plugin", "dcount_intersect(hll_1, hll_2 [, hll_3, …])", DistinctIntersections),
    ];

    /// <summary>s0 counts the first set, s1 what the first two have in common, and so on. An hll is its distinct values here: counts are exact.</summary>
    private static BoundProject? DistinctIntersections(PluginCall call)
    {
        var sets = ImmutableArray.CreateBuilder<BoundExpression>();
        do
        {
            sets.Add(call.Expression(string.Create(CultureInfo.InvariantCulture, $"hll_{sets.Count + 1}"), ParameterKind.DynamicArray));
        }
        while (call.Left > 0 || sets.Count < 2);

        if (sets.Count > MostSets)
        {
            call.Refuse(call.Syntax.Call.Span, $"dcount_intersect() of more than {MostSets} sets", "Intersect some of them before, with set_intersect().");
        }

        call.End();
        if (call.HasErrors)
        {
            return null;
        }

        var counts = new List<BoundAssignment>();
        var common = sets[0];
        foreach (var set in sets)
        {
            common = counts.Count == 0 ? set : call.Call("set_intersect", common, set);
            counts.Add(Assign(string.Create(CultureInfo.InvariantCulture, $"s{counts.Count}"), call.Call("array_length", common)));
        }

        if (counts.Select(c => c.Column.Name).Intersect(call.Input.Columns.Select(c => c.Name), StringComparer.Ordinal).FirstOrDefault() is { } taken)
        {
            call.Duplicate(taken);
            return null;
        }

        return Add(call.Input, call.Span, counts);
    }
}
