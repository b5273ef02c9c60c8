using System.Globalization;
using System.Xml;

namespace Tocsin.Detections.Export;

/// <summary>Lengths of time as other products write them.</summary>
internal static class Durations
{
    /// <summary><c>PT1H</c>, <c>P1D</c> (ISO 8601).</summary>
    public static string Iso(TimeSpan value) => XmlConvert.ToString(value);

    /// <summary>One number and one letter, the largest that divides: <c>14d</c>, <c>1h</c>, <c>90m</c>, <c>30s</c>; KQL and Sigma read it too.</summary>
    public static string Short(TimeSpan value)
    {
        var (number, letter) = value.Ticks switch
        {
            var t when t % TimeSpan.TicksPerDay == 0 => (t / TimeSpan.TicksPerDay, 'd'),
            var t when t % TimeSpan.TicksPerHour == 0 => (t / TimeSpan.TicksPerHour, 'h'),
            var t when t % TimeSpan.TicksPerMinute == 0 => (t / TimeSpan.TicksPerMinute, 'm'),
            var t => (t / TimeSpan.TicksPerSecond, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number}{letter}");
    }
}
