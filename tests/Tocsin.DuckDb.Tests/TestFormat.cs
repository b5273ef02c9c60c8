using System.Globalization;
using System.Numerics;

namespace Tocsin.DuckDb.Tests;

/// <summary>Values as the golden files spell them.</summary>
internal static class TestFormat
{
    internal static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => "'" + text.Replace("\0", "\\0", StringComparison.Ordinal) + "'",
        byte[] bytes => "x" + Convert.ToHexString(bytes),
        object?[] list => "[" + string.Join(", ", list.Select(Of)) + "]",
        KeyValuePair<string, object?>[] row => "{" + string.Join(", ", row.Select(field => field.Key + ": " + Of(field.Value))) + "}",
        DuckDbInterval interval => string.Create(CultureInfo.InvariantCulture, $"{interval.Months} months {interval.Days} days {interval.Microseconds} us"),
        double or float or BigInteger => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
