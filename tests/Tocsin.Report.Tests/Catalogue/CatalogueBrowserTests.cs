using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Tocsin.Report.Tests.Catalogue;

/// <summary>The site in a browser: wide and narrow, with and without script, in the dark and on paper.</summary>
public sealed class CatalogueBrowserTests(BuiltSite site, Chromium chromium) : IClassFixture<BuiltSite>, IClassFixture<Chromium>
{
    // Where the pictures go, for people to look at; nowhere unless it is set.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("TOCSIN_PICTURES");

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    [InlineData(320)]
    public async Task Pages_fit_the_screen_and_break_no_rule(int width)
    {
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        foreach (var file in site.Files)
        {
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            overflow.ShouldBeLessThanOrEqualTo(0, $"{file} at {width}");
            if (Pictures is not null)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(Pictures, $"{Path.GetFileNameWithoutExtension(file)}-{width}.png") });
            }
        }

        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_shows_the_detections_that_hold_every_word()
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.GotoAsync(site.Address("index.html"));
        var cards = page.Locator(".cards > li:visible");
        (await cards.CountAsync()).ShouldBe(site.Packages.Count);
        var one = site.Packages[0];
        await page.GetByLabel("Search").FillAsync($"{one.Id} {one.Severity}".ToUpperInvariant());
        (await cards.AllInnerTextsAsync()).ShouldContain(t => t.Contains(one.Title));
        (await cards.CountAsync()).ShouldBeLessThan(site.Packages.Count);
        (await page.Locator("#found").InnerTextAsync()).ShouldEndWith($"of {site.Packages.Count}");
        await page.GetByLabel("Search").FillAsync("no-such-word-anywhere");
        (await cards.CountAsync()).ShouldBe(0);
        await page.Keyboard.PressAsync("Escape");
        (await cards.CountAsync()).ShouldBe(site.Packages.Count);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Pages_read_without_script()
    {
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address("index.html"));
        (await page.Locator(".cards > li:visible").CountAsync()).ShouldBe(site.Packages.Count);
        (await page.Locator("#search").IsVisibleAsync()).ShouldBeFalse();
        await page.Locator(".cards a").First.ClickAsync();
        (await page.Locator("article section:visible").CountAsync()).ShouldBeGreaterThan(10);
        (await page.Locator("pre.kql .k").CountAsync()).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Colours_follow_the_system_and_can_be_read()
    {
        var backgrounds = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme });
            var page = await context.NewPageAsync();
            await page.GotoAsync(site.Address($"detections/{site.Packages[0].Id}.html"));
            backgrounds.Add(await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
            (await page.EvaluateAsync<double>(LeastContrast)).ShouldBeGreaterThanOrEqualTo(4.5, $"{scheme}: WCAG AA");
            if (Pictures is not null)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"colours-{scheme}.png") });
            }
        }

        backgrounds.ShouldBeUnique();
    }

    [Fact]
    public async Task Paper_gets_the_content_alone()
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.GotoAsync(site.Address($"detections/{site.Packages[0].Id}.html"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await page.Locator("header.site").IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator("nav.contents").IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator("article").IsVisibleAsync()).ShouldBeTrue();
        (await page.PdfAsync()).Length.ShouldBeGreaterThan(10_000);
        await page.CloseAsync();
    }

    // The least contrast of text with what lies behind it, by WCAG's formula.
    private const string LeastContrast = """
        () => {
          const parse = c => c.match(/[\d.]+/g).map(Number);
          const light = c => { const [r, g, b] = parse(c).map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (parse(c)[3] !== 0) return c; } return "rgb(255, 255, 255)"; };
          let least = 21;
          for (const e of document.querySelectorAll("main *, header a, footer")) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
            least = Math.min(least, (a + 0.05) / (b + 0.05));
          }
          return least;
        }
        """;
}
