using System.Globalization;

namespace Tocsin.Kql.Text;

/// <summary>A number with what it counts: "1 row", "2,000 rows".</summary>
public static class Quantity
{
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="plural">Several of them, where that is not the noun with an s.</param>
    public static string Of(long count, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? noun : plural ?? noun + "s")}");
}
