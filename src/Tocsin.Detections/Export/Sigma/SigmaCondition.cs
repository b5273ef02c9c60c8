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
        return flat.Any(IsTrue) ? True : flat.Length == 1 ? flat[0] : new SigmaAny(flat);
    }

    public static SigmaCondition Not(SigmaCondition item) =>
        item is SigmaNot not ? not.Item : IsTrue(item) ? False : IsFalse(item) ? True : new SigmaNot(item);

    public static bool IsTrue(SigmaCondition condition) => condition is SigmaAll { Items.IsEmpty: true };

    public static bool IsFalse(SigmaCondition condition) => condition is SigmaAny { Items.IsEmpty: true };
}
