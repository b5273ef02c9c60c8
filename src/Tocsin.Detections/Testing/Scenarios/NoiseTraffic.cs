using System.Collections.Immutable;
using System.Globalization;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>What devices do all day: programs that everyone has call named services, whenever someone works.</summary>
internal static class NoiseTraffic
{
    private static readonly ImmutableArray<(string Process, string Parent)> Programs =
    [
        ("chrome.exe", "explorer.exe"), ("msedge.exe", "explorer.exe"), ("firefox.exe", "explorer.exe"),
        ("outlook.exe", "explorer.exe"), ("ms-teams.exe", "explorer.exe"), ("onedrive.exe", "explorer.exe"),
    ];

    private static readonly ImmutableArray<string> Names =
    [
        "www.example.com", "news.example.org", "mail.example.net", "cdn.example.com", "static.example.org",
        "search.example.net", "video.example.com", "shop.example.org", "docs.example.net", "maps.example.com",
    ];

    public static void Write(NoiseEvents noise, EventWriter writer, SeededRandom random)
    {
        for (var i = 0; i < noise.Connections; i++)
        {
            var (process, parent) = Programs[random.Below(Programs.Length)];
            var name = random.Below(Names.Length);
            var device = string.Create(CultureInfo.InvariantCulture, $"noise-{1 + random.Below(noise.Devices):00}");
            var at = noise.At + (random.Fraction() * noise.Over);
            writer.Write(new ConnectionEvents(
                new TimerTiming(at, TimeSpan.FromSeconds(1), 0, 1, null, 0, 1),
                new Actor([device], process, "", [process], parent, [$@"CORP\{device}"]),
                [string.Create(CultureInfo.InvariantCulture, $"198.51.100.{10 + name}")],
                [443],
                [Names[name]],
                "Tcp",
                "ConnectionSuccess",
                null,
                null,
                [],
                IsBackground: true));
        }
    }
}
