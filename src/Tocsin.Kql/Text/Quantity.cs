using System.Globalization;

namespace Tocsin.Kql.Text;

/// <summary>Numbers in messages.</summary>
public static class Quantity
{
    /// <summary>A number with what it counts: "1 row", "2,000 rows".</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="plural">Several of them, where that is not the noun with an s.</param>
    public static string Of(long count, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? noun : plural ?? noun + "s")}");

    /// <summary>The first of many things, and how many more there are: "a, b, c and 1,200 more".</summary>
    /// <param name="things">All of them.</param>
    /// <param name="most">How many are named; one more is, where it would be the only one that is not.</param>
    /// <param name="separator">Between two.</param>
    public static string FirstOf(IReadOnlyCollection<string> things, int most, string separator = ", ") =>
        things.Count <= most + 1
            ? string.Join(separator, things)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(separator, things.Take(most))} and {things.Count - most:#,0} more");
}
