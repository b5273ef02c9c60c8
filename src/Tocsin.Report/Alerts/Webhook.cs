using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Tocsin.Detections.Alerts;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;

namespace Tocsin.Report.Alerts;

/// <summary>
/// Posts alerts as JSON: <c>{"tool":"tocsin","version":…,"alerts":[…]}</c>, each alert as <c>--format json</c> has it, in
/// batches of bounded size. It follows no redirects, tries nothing twice, and gives up at the first batch that is not taken: the
/// address may hold a secret, so messages name its host alone.
/// </summary>
public sealed class Webhook : IDisposable
{
    public const int MostAlerts = 100;

    /// <summary>Bytes in a batch, unless one alert alone has more.</summary>
    public const int MostBytes = 1 << 20;

    private readonly Uri _address;
    private readonly string _version;
    private readonly HttpClient _client;

    public Webhook(Uri address, string version, TimeSpan patience)
    {
        _address = address;
        _version = version;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback, ConnectTimeout = patience };
        _client = new HttpClient(handler) { Timeout = patience };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("tocsin", version.Split('+')[0]));
    }

    /// <summary>How long a batch may take, from the connection to the answer.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The address that a text spells, or what is against it.</summary>
    public static (Uri? Address, string? Refusal) Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return (null, "A webhook's address begins with https:// or http://.");
        }

        return address.UserInfo.Length > 0 ? (null, "A webhook's address holds no user name or password.") : (address, null);
    }

    /// <summary>Posts the alerts and returns the number of batches; no alerts make none.</summary>
    /// <exception cref="IOException">A batch was not taken; the message says how many alerts were.</exception>
    public int Post(ImmutableArray<Alert> alerts, CancellationToken cancellationToken)
    {
        var (sent, batches) = (0, 0);
        foreach (var batch in Batches(alerts))
        {
            if (Refusal(batch, cancellationToken) is { } refusal)
            {
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The webhook at {_address.Scheme}://{_address.Authority} {refusal}; it took {sent} of {alerts.Length} alerts."));
            }

            sent += batch.Count;
            batches++;
        }

        return batches;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What became of a batch that was not taken, or null.</summary>
    private string? Refusal(List<byte[]> batch, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(Body(batch)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        try
        {
            using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? null
                : status is >= 300 and < 400 ? $"answered {status}, a redirect, which is not followed"
                : $"answered {status}";
        }
        catch (HttpRequestException e)
        {
            return $"cannot be reached: {e.InnerException?.Message ?? e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"did not answer within {_client.Timeout.TotalSeconds} s");
        }
    }

    private byte[] Body(List<byte[]> batch)
    {
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes($$"""{"tool":"tocsin","version":{{AlertJson.Text(w => w.WriteStringValue(_version))}},"alerts":["""));
        for (var i = 0; i < batch.Count; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            body.Write(batch[i]);
        }

        body.Write("]}"u8);
        return body.ToArray();
    }

    private static IEnumerable<List<byte[]>> Batches(ImmutableArray<Alert> alerts)
    {
        var batch = new List<byte[]>();
        var bytes = 0;
        foreach (var alert in alerts)
        {
            var json = Json(alert);
            if (batch.Count == MostAlerts || (batch.Count > 0 && bytes + json.Length > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(json);
            bytes += json.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static byte[] Json(Alert alert)
    {
        using var output = new MemoryStream();
        using var rows = AlertRows.All([alert]);
        new JsonResultWriter(lines: true).Write(rows, output, CancellationToken.None);
        return output.ToArray()[..^1];
    }
}
