using System.Collections.Immutable;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>What earlier conditions leave of a column's values.</summary>
internal sealed class ColumnFacts
{
    private readonly List<Predicate> _conditions = [];

    public ColumnFacts(decimal? low = null, decimal? high = null) => (Low, High) = (low, high);

    /// <summary>The values that it can have, where a condition lists them.</summary>
    public ImmutableArray<ConstantValue>? Values { get; private set; }

    public bool ValuesIgnoreCase { get; private set; }

    public decimal? Low { get; private set; }

    public bool IsLowOpen { get; private set; }

    public decimal? High { get; private set; }

    public bool IsHighOpen { get; private set; }

    /// <summary>The condition that lists the values, or the latest that bounds them; null where only the column's nature does.</summary>
    public Predicate? Latest => _conditions.LastOrDefault();

    public bool KnowsAnything => Values is not null || Low is not null || High is not null;

    /// <summary>Whether the predicate is true (or false) of every value that is left; null where it is neither or not known.</summary>
    public bool? Settles(Predicate predicate)
    {
        if (predicate.Other is not null)
        {
            return null;
        }

        var verdict = Values is { } values ? AllAgree(values.Select(v => Holds(predicate, v, ValuesIgnoreCase))) : SettledByRange(predicate);
        return verdict is { } truth ? truth != predicate.IsNegated : null;
    }

    public void Add(Predicate predicate)
    {
        if (predicate.Other is not null || predicate.Kind is PredicateKind.True or PredicateKind.Null)
        {
            return;
        }

        if (!predicate.IsNegated && predicate.Kind is PredicateKind.Equal or PredicateKind.In && Values is null)
        {
            (Values, ValuesIgnoreCase) = (predicate.Values, predicate.IgnoresCase);
            _conditions.Add(predicate);
        }
        else if (Values is { } values)
        {
            // The condition that lists the values stays the one to point at.
            Values = [.. values.Where(v => Holds(predicate, v, ValuesIgnoreCase) is not { } truth || truth != predicate.IsNegated)];
        }
        else if (!predicate.IsNegated && Narrow(predicate))
        {
            _conditions.Add(predicate);
        }
    }

    private bool Narrow(Predicate predicate)
    {
        switch (predicate)
        {
            case { Kind: PredicateKind.Greater or PredicateKind.GreaterOrEqual, Values: [{ Number: { } low }] } when Low is null || low >= Low:
                (Low, IsLowOpen) = (low, predicate.Kind == PredicateKind.Greater || (IsLowOpen && low == Low));
                return true;
            case { Kind: PredicateKind.Less or PredicateKind.LessOrEqual, Values: [{ Number: { } high }] } when High is null || high <= High:
                (High, IsHighOpen) = (high, predicate.Kind == PredicateKind.Less || (IsHighOpen && high == High));
                return true;
            case { Kind: PredicateKind.Between, Values: [{ Number: { } from }, { Number: { } to }] }:
                (Low, IsLowOpen) = Low is null || from > Low ? (from, false) : (Low, IsLowOpen);
                (High, IsHighOpen) = High is null || to < High ? (to, false) : (High, IsHighOpen);
                return true;
            default:
                return false;
        }
    }

    private static bool? AllAgree(IEnumerable<bool?> truths)
    {
        bool? agreed = null;
        foreach (var truth in truths)
        {
            if (truth is null || (agreed is not null && agreed != truth))
            {
                return null;
            }

            agreed = truth;
        }

        return agreed;
    }

    /// <summary>Whether the predicate, its negation aside, holds for a value; a value in any case has none for a predicate that heeds case.</summary>
    internal static bool? Holds(Predicate predicate, ConstantValue value, bool valueIgnoresCase)
    {
        if (value.Value is string text)
        {
            return valueIgnoresCase && !predicate.IgnoresCase && predicate.Kind != PredicateKind.Empty && text.Any(char.IsLetter) ? null : HoldsForText(predicate, text, value);
        }

        if (value.Number is not { } number || predicate.Values.Any(v => v.Number is null))
        {
            return null;
        }

        return predicate switch
        {
            { Kind: PredicateKind.Equal or PredicateKind.In } => predicate.Values.Any(v => v.Number == number),
            { Kind: PredicateKind.Less, Values: [{ Number: var limit }] } => number < limit,
            { Kind: PredicateKind.LessOrEqual, Values: [{ Number: var limit }] } => number <= limit,
            { Kind: PredicateKind.Greater, Values: [{ Number: var limit }] } => number > limit,
            { Kind: PredicateKind.GreaterOrEqual, Values: [{ Number: var limit }] } => number >= limit,
            { Kind: PredicateKind.Between, Values: [{ Number: var low }, { Number: var high }] } => number >= low && number <= high,
            _ => null,
        };
    }

    private static bool? HoldsForText(Predicate predicate, string text, ConstantValue value)
    {
        var comparison = predicate.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (predicate.Kind == PredicateKind.Empty)
        {
            return text.Length == 0;
        }

        if (predicate.Values.Any(v => v.Value is not string))
        {
            return null;
        }

        var texts = predicate.Values.Select(v => (string)v.Value!);
        return predicate.Kind switch
        {
            PredicateKind.Equal or PredicateKind.In => predicate.Values.Any(v => v.Key(predicate.IgnoresCase).Equals(value.Key(predicate.IgnoresCase), StringComparison.Ordinal)),
            PredicateKind.StartsWith => texts.Any(t => text.StartsWith(t, comparison)),
            PredicateKind.EndsWith => texts.Any(t => text.EndsWith(t, comparison)),
            PredicateKind.Contains => texts.Any(t => text.Contains(t, comparison)),
            _ => null,
        };
    }

    private bool? SettledByRange(Predicate predicate) => predicate switch
    {
        { Kind: PredicateKind.Greater, Values: [{ Number: { } limit }] } => Above(limit, orEqual: false) ? true : Below(limit, orEqual: true) ? false : null,
        { Kind: PredicateKind.GreaterOrEqual, Values: [{ Number: { } limit }] } => Above(limit, orEqual: true) ? true : Below(limit, orEqual: false) ? false : null,
        { Kind: PredicateKind.Less, Values: [{ Number: { } limit }] } => Below(limit, orEqual: false) ? true : Above(limit, orEqual: true) ? false : null,
        { Kind: PredicateKind.LessOrEqual, Values: [{ Number: { } limit }] } => Below(limit, orEqual: true) ? true : Above(limit, orEqual: false) ? false : null,
        { Kind: PredicateKind.Between, Values: [{ Number: { } from }, { Number: { } to }] } =>
            Above(from, orEqual: true) && Below(to, orEqual: true) ? true : Below(from, orEqual: false) || Above(to, orEqual: false) ? false : null,
        { Kind: PredicateKind.Equal or PredicateKind.In } when predicate.Values.All(v => v.Number is not null) => SettledByRange(predicate.Values),
        _ => null,
    };

    private bool? SettledByRange(ImmutableArray<ConstantValue> values)
    {
        if (Low is { } low && High == low && values.Any(v => v.Number == low))
        {
            return true;
        }

        return values.All(v => Below(v.Number!.Value, orEqual: false) || Above(v.Number!.Value, orEqual: false)) ? false : null;
    }

    /// <summary>Every value that is left is above the limit.</summary>
    private bool Above(decimal limit, bool orEqual) => Low is { } low && (low > limit || (low == limit && (IsLowOpen || orEqual)));

    private bool Below(decimal limit, bool orEqual) => High is { } high && (high < limit || (high == limit && (IsHighOpen || orEqual)));
}
