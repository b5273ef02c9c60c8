using System.Collections.Immutable;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Matches arguments by position: required, then one repeated group, then required, then optional ones.</summary>
internal static class ParameterList
{
    public static ImmutableArray<Parameter>? Expand(ImmutableArray<Parameter> parameters, int count)
    {
        var first = IndexOf(parameters, 0, p => p.IsRepeated);
        if (first < 0)
        {
            var required = parameters.Count(p => p.Min > 0);
            return count >= required && count <= parameters.Length ? parameters[..count] : null;
        }

        var afterGroup = IndexOf(parameters, first, p => !p.IsRepeated);
        var end = afterGroup < 0 ? parameters.Length : afterGroup;
        var group = parameters[first..end];
        var suffix = parameters[end..];
        var repeated = count - first - suffix.Length;
        if (repeated < group.Length * group[0].Min || repeated % group.Length != 0 || repeated / group.Length > group[0].Max)
        {
            return null;
        }

        return [.. parameters[..first], .. Enumerable.Range(0, repeated).Select(i => group[i % group.Length]), .. suffix];
    }

    /// <summary>The fewest and the most arguments that the parameters take.</summary>
    public static (int Min, int Max) Range(ImmutableArray<Parameter> parameters)
    {
        var min = parameters.Sum(p => p.Min);
        var max = parameters.Aggregate(0L, (sum, p) => sum + p.Max);
        return (min, (int)Math.Min(max, int.MaxValue));
    }

    private static int IndexOf(ImmutableArray<Parameter> parameters, int start, Func<Parameter, bool> predicate)
    {
        for (var i = start; i < parameters.Length; i++)
        {
            if (predicate(parameters[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
