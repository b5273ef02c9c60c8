using Microsoft.Playwright;
using Xunit;

namespace Tocsin.Report.Tests.Catalogue;

/// <summary>The system's Chromium, driven by Playwright. Tests skip where there is none; .ci/run installs it where it can.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();

        // Build machines run as root, where Chromium has no sandbox; the pages are our own.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, $"No Chromium on the PATH ({string.Join(", ", Names)}): install it, for example with 'apt-get install chromium'.");
            return _browser!;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(n => Path.Combine(folder, n)))
        .FirstOrDefault(File.Exists);
}
