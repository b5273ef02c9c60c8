using System.Collections.Immutable;

namespace Tocsin.Detections.Export.Sigma;

/// <summary>A condition on one event, in Sigma's terms.</summary>
internal abstract record SigmaCondition;

/// <summary>A field with its modifiers (<c>Image|endswith</c>) and values, any of which may match; null stands for a missing field.</summary>
internal sealed record SigmaMatch(string Field, ImmutableArray<object?> Values) : SigmaCondition;

internal sealed record SigmaAll(ImmutableArray<SigmaCondition> Items) : SigmaCondition;

internal sealed record SigmaAny(ImmutableArray<SigmaCondition> Items) : SigmaCondition;

internal sealed record SigmaNot(SigmaCondition Item) : SigmaCondition;

internal static class SigmaConditions
{
    /// <summary>Always true: a conjunction of nothing.</summary>
    public static readonly SigmaCondition True = new SigmaAll([]);

    /// <summary>Always false: a disjunction of nothing.</summary>
    public static readonly SigmaCondition False = new SigmaAny([]);

    public static SigmaCondition All(params IEnumerable<SigmaCondition> items)
    {
        var flat = items.SelectMany(i => i is SigmaAll all ? all.Items : [i]).ToImmutableArray();
        return flat.Any(IsFalse) ? False : flat.Length == 1 ? flat[0] : new SigmaAll(flat);
    }

    public static SigmaCondition Any(params IEnumerable<SigmaCondition> items)
    {
        var flat = items.SelectMany(i => i is SigmaAny any ? any.Items : [i]).ToImmutableArray();
        if (flat.Any(IsTrue))
        {
            return True;
        }

        flat = Merged(flat);
        return flat.Length == 1 ? flat[0] : new SigmaAny(flat);
    }

    public static SigmaCondition Not(SigmaCondition item) => item switch
    {
        SigmaNot not => not.Item,
        _ when IsTrue(item) => False,
        _ when IsFalse(item) => True,
        SigmaAll all when all.Items.All(i => i is SigmaNot) => Any(all.Items.Select(Not)),
        _ => new SigmaNot(item),
    };

    /// <summary>Alternatives on one field are one match with several values, where the first of them stands.</summary>
    private static ImmutableArray<SigmaCondition> Merged(ImmutableArray<SigmaCondition> items)
    {
        var merged = ImmutableArray.CreateBuilder<SigmaCondition>();
        foreach (var item in items)
        {
            var same = item is SigmaMatch match ? IndexOf(merged, match.Field) : -1;
            if (same < 0)
            {
                merged.Add(item);
            }
            else
            {
                var first = (SigmaMatch)merged[same];
                merged[same] = first with { Values = [.. first.Values.Concat(((SigmaMatch)item).Values).Distinct()] };
            }
        }

        return merged.ToImmutable();
    }

    private static int IndexOf(ImmutableArray<SigmaCondition>.Builder items, string field)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is SigmaMatch match && string.Equals(match.Field, field, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    public static bool IsTrue(SigmaCondition condition) => condition is SigmaAll { Items.IsEmpty: true };

    public static bool IsFalse(SigmaCondition condition) => condition is SigmaAny { Items.IsEmpty: true };
}
