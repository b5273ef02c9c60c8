namespace Tocsin.Functions.Patterns;

/// <summary>
/// Goes from a pattern to the best one near it: each step drops one of its values or adds one, whichever raises the score
/// the most, until none does. Of equal steps the one whose pattern sorts first is taken, so that the order of rows is all one.
/// </summary>
/// <param name="rows">The rows, merged by their frequent values.</param>
/// <param name="frequent">The values that a pattern may have.</param>
/// <param name="score">Says how good a pattern is by what its rows weigh in each set.</param>
/// <param name="dimensions">How many values a pattern has at most.</param>
internal sealed class PatternSearch(PatternRows rows, List<(int Column, int Value)> frequent, PatternScore score, long dimensions)
{
    /// <summary>How many values may be looked at in all, counted anew for each step.</summary>
    private const long MaxVisits = 20_000_000_000;

    // Of each column, what the rows weigh that lack none but its value; and of each of its values, what they weigh with it.
    private readonly long[] _own = new long[rows.Sets];
    private readonly long[][] _without = [.. Enumerable.Range(0, rows.Columns).Select(_ => new long[rows.Sets])];
    private readonly long[][] _with = [.. Enumerable.Range(0, rows.Columns).Select(column => new long[rows.Values(column) * rows.Sets])];
    private long _visits;

    /// <summary>Whether there was too much to look at, and the last search ended before its end.</summary>
    public bool IsExhausted => _visits > MaxVisits;

    /// <summary>The best pattern that steps lead to, with all values that its rows have, what they weigh in each set, and its score.</summary>
    public (int[] Pattern, long[] Weights, double Score) Climb(int[] start)
    {
        int[] pattern = start;
        Weigh(pattern);
        double best = score(pattern, _own);
        while (!IsExhausted)
        {
            if (Better(pattern, best) is { } step)
            {
                (pattern, best) = step;
            }
            else if (rows.Closure(rows.Having(pattern)) is var closure && !closure.AsSpan().SequenceEqual(pattern))
            {
                // Its further values can be dropped, and others before them.
                (pattern, best) = (closure, Math.Max(best, score(closure, _own)));
            }
            else
            {
                break;
            }

            Weigh(pattern);
        }

        return (pattern, [.. _own], best);
    }

    private void Weigh(int[] pattern)
    {
        Array.Clear(_own);
        Array.ForEach(_without, Array.Clear);
        Array.ForEach(_with, Array.Clear);
        for (int row = 0; row < rows.Count; row++)
        {
            int lacking = Lacking(row, pattern, out int column);
            if (lacking == 0)
            {
                Add(row, _own, 0);
                AddValues(row);
            }
            else if (lacking == 1)
            {
                Add(row, _without[column], 0);
            }
        }

        _visits += (long)rows.Count * rows.Columns;
    }

    /// <summary>How many of a pattern's values a row lacks, counted to two, and the first of their columns.</summary>
    private int Lacking(int row, int[] pattern, out int first)
    {
        int count = 0;
        first = -1;
        for (int column = 0; column < pattern.Length && count < 2; column++)
        {
            if (pattern[column] != PatternRows.Any && pattern[column] != rows.Value(row, column))
            {
                first = count++ == 0 ? column : first;
            }
        }

        return count;
    }

    private void AddValues(int row)
    {
        for (int column = 0; column < rows.Columns; column++)
        {
            if (rows.Value(row, column) is var value and not PatternRows.Rare)
            {
                Add(row, _with[column], value * rows.Sets);
            }
        }
    }

    private void Add(int row, long[] weights, int at)
    {
        for (int set = 0; set < rows.Sets; set++)
        {
            weights[at + set] += rows.Weight(row, set);
        }
    }

    private (int[] Pattern, double Score)? Better(int[] pattern, double least)
    {
        (int[] Pattern, double Score)? best = null;
        foreach ((int[] near, long[] weights) in Near(pattern))
        {
            double value = score(near, weights);
            bool isBetter = best is null ? value > least : value > best.Value.Score || (value == best.Value.Score && string.CompareOrdinal(rows.Key(near), rows.Key(best.Value.Pattern)) < 0);
            best = isBetter ? (near, value) : best;
        }

        return best;
    }

    /// <summary>The patterns one step away; all of them have a value.</summary>
    private IEnumerable<(int[] Pattern, long[] Weights)> Near(int[] pattern)
    {
        int count = pattern.Count(value => value != PatternRows.Any);
        for (int column = 0; column < pattern.Length; column++)
        {
            if (pattern[column] != PatternRows.Any && count > 1)
            {
                yield return (Changed(pattern, column, PatternRows.Any), [.. _own.Zip(_without[column], (own, without) => own + without)]);
            }
        }

        if (count >= dimensions)
        {
            yield break;
        }

        foreach ((int column, int value) in frequent)
        {
            if (pattern[column] == PatternRows.Any)
            {
                yield return (Changed(pattern, column, value), _with[column][(value * rows.Sets)..((value + 1) * rows.Sets)]);
            }
        }
    }

    private static int[] Changed(int[] pattern, int column, int value)
    {
        int[] changed = [.. pattern];
        changed[column] = value;
        return changed;
    }
}
