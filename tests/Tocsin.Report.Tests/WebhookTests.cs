using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Shouldly;
using Tocsin.Detections.Alerts;
using Tocsin.Report.Alerts;
using Xunit;

namespace Tocsin.Report.Tests;

/// <summary>Alerts posted to a server of the test's own, on the loopback interface.</summary>
public sealed class WebhookTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpListener _listener = new();
    private readonly Uri _address;
    private readonly List<(string Method, string? Type, string? Agent, string Body)> _received = [];

    public WebhookTests()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        _address = new Uri($"http://127.0.0.1:{port}/hook?token=secret");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
    }

    [Theory]
    [InlineData("https://siem.example/hook", null)]
    [InlineData("http://127.0.0.1:1/", null)]
    [InlineData("ftp://siem.example/", "A webhook's address begins with https:// or http://.")]
    [InlineData("file:///etc/passwd", "A webhook's address begins with https:// or http://.")]
    [InlineData("siem.example/hook", "A webhook's address begins with https:// or http://.")]
    [InlineData("", "A webhook's address begins with https:// or http://.")]
    [InlineData("https://user:word@siem.example/", "A webhook's address holds no user name or password.")]
    public void Addresses(string text, string? refusal) => Webhook.Parse(text).Refusal.ShouldBe(refusal);

    [Fact]
    public async Task Alerts_are_posted_in_batches()
    {
        var alert = AlertFormatTests.Alerts("findings")[0];
        var alerts = Enumerable.Range(0, 250).Select(i => alert with { Id = $"alert-{i}" }).ToArray();
        var server = Serve(3, _ => 204);
        using var webhook = new Webhook(_address, "1.2.3", Patience);
        webhook.Post([.. alerts], TestContext.Current.CancellationToken).ShouldBe(3);
        await server;
        _received.ShouldAllBe(r => r.Method == "POST" && r.Type == "application/json; charset=utf-8" && r.Agent == "tocsin/1.2.3");
        var bodies = _received.Select(r => JsonDocument.Parse(r.Body).RootElement).ToList();
        bodies.Select(b => b.GetProperty("alerts").GetArrayLength()).ShouldBe([100, 100, 50]);
        bodies.ShouldAllBe(b => b.GetProperty("tool").GetString() == "tocsin" && b.GetProperty("version").GetString() == "1.2.3");
        bodies.SelectMany(b => b.GetProperty("alerts").EnumerateArray()).Select(a => a.GetProperty("id").GetString()).ShouldBe(alerts.Select(a => a.Id));
    }

    [Fact]
    public async Task Large_alerts_make_small_batches()
    {
        var alert = AlertFormatTests.Alerts("findings")[0] with { Title = new string('x', (Webhook.MostBytes / 2) - 10_000) };
        var server = Serve(2, _ => 200);
        using var webhook = new Webhook(_address, "1.2.3", Patience);
        webhook.Post([alert, alert, alert], TestContext.Current.CancellationToken).ShouldBe(2);
        await server;
        _received.ShouldAllBe(r => r.Body.Length <= Webhook.MostBytes + 1000);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var server = Serve(1, response =>
        {
            response.RedirectLocation = "http://127.0.0.1:1/elsewhere";
            return 307;
        });
        Refusal([AlertFormatTests.Alerts("findings")[0]]).ShouldBe($"The webhook at http://{_address.Authority} answered 307, a redirect, which is not followed; it took 0 of 1 alerts.");
        await server;
        _received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_first_batch_that_is_not_taken_is_the_last()
    {
        var alert = AlertFormatTests.Alerts("findings")[0];
        var server = Serve(2, _ => _received.Count == 1 ? 200 : 503);
        Refusal([.. Enumerable.Repeat(alert, 250)]).ShouldBe($"The webhook at http://{_address.Authority} answered 503; it took 100 of 250 alerts.");
        await server;
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        var waiting = _listener.GetContextAsync();
        Refusal([AlertFormatTests.Alerts("findings")[0]], TimeSpan.FromMilliseconds(300)).ShouldBe($"The webhook at http://{_address.Authority} did not answer within 0.3 s; it took 0 of 1 alerts.");
        (await waiting).Response.Abort();
    }

    [Fact]
    public void A_server_that_is_not_there_is_named_without_its_secret()
    {
        _listener.Stop();
        var refusal = Refusal([AlertFormatTests.Alerts("findings")[0]]);
        refusal.ShouldStartWith($"The webhook at http://{_address.Authority} cannot be reached: ");
        refusal.ShouldNotContain("secret");
    }

    [Fact]
    public void No_alerts_are_not_posted()
    {
        using var webhook = new Webhook(_address, "1.2.3", Patience);
        webhook.Post([], TestContext.Current.CancellationToken).ShouldBe(0);
    }

    public void Dispose() => _listener.Close();

    private string Refusal(Alert[] alerts, TimeSpan? patience = null)
    {
        using var webhook = new Webhook(_address, "1.2.3", patience ?? Patience);
        return Should.Throw<IOException>(() => webhook.Post([.. alerts], TestContext.Current.CancellationToken)).Message;
    }

    private Task Serve(int requests, Func<HttpListenerResponse, int> answer) => Task.Run(async () =>
    {
        for (var i = 0; i < requests; i++)
        {
            var context = await _listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            _received.Add((context.Request.HttpMethod, context.Request.ContentType, context.Request.UserAgent, await reader.ReadToEndAsync()));
            context.Response.StatusCode = answer(context.Response);
            context.Response.Close();
        }
    });
}
