using System.Globalization;

namespace Tocsin.Detections.Testing;

/// <summary>Instants as tests write them.</summary>
internal static class TestTimes
{
    /// <summary>An instant in UTC, where no offset is given; null for other text.</summary>
    public static DateTime? Instant(string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.Length >= 10 && char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal)
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, utc, out var instant) ? instant : null;
    }
}
