namespace Tocsin.Telemetry.Schemas;

/// <summary>Names that a misspelt one may stand for.</summary>
public static class NearestNames
{
    private const int Shown = 3;

    /// <summary>The nearest of the names, best first, with commas between them.</summary>
    public static string Of(string name, IEnumerable<string> names) =>
        string.Join(", ", names.OrderBy(n => Distance(name, n)).ThenBy(n => n, StringComparer.Ordinal).Take(Shown));

    /// <summary>Changed, added and left-out characters.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var c in left)
        {
            var current = new int[previous.Length];
            current[0] = previous[0] + 1;
            for (var i = 0; i < right.Length; i++)
            {
                var change = char.ToUpperInvariant(c) == char.ToUpperInvariant(right[i]) ? 0 : 1;
                current[i + 1] = Math.Min(Math.Min(current[i], previous[i + 1]) + 1, previous[i] + change);
            }

            previous = current;
        }

        return previous[^1];
    }
}
