using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>What externaldata fetches over the network.</summary>
public sealed class ExternalFileTests : IDisposable
{
    private readonly TemporaryFolder _copies = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, port: 0);

    public void Dispose()
    {
        _server.Dispose();
        _copies.Dispose();
    }

    [Fact]
    public void A_copy_lies_where_temporary_files_go_and_leaves_with_the_session()
    {
        var address = Serve("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\na,1\nb,2\n");
        using (var session = Open())
        {
            using var rows = session.Compile(new SourceText($"externaldata(name:string, number:long)['{address}'] | summarize sum(number)")).Run(CancellationToken.None);
            rows.Read().ShouldBeTrue();
            rows.GetLong(0).ShouldBe(3);
            Directory.GetFiles(_copies.Path, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        }

        Directory.GetFileSystemEntries(_copies.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_copied()
    {
        var address = Serve("HTTP/1.1 200 OK\r\nContent-Length: 1000000001\r\n\r\na,1\n");
        using var session = Open();
        var message = session.Compile(new SourceText($"externaldata(name:string)['{address}']")).Diagnostics.ShouldHaveSingleItem().Message;
        message.ShouldContain(address, Case.Sensitive);
        message.ShouldContain("more than 1,000,000,000 bytes", Case.Sensitive);
        Directory.GetFiles(_copies.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private IEngineSession Open() =>
        new DuckDbEngine(new EngineOptions(MemoryLimit: 1L << 30, Threads: 2, _copies.Path))
            .Open(new DataRequest([], [], EngineFixture.Now) { AllowsNetwork = true }, new Progress<string>(), CancellationToken.None);

    /// <summary>Answers one request.</summary>
    private string Serve(string response)
    {
        _server.Start();
        new Thread(() =>
        {
            using var client = _server.AcceptTcpClient();
            using var stream = client.GetStream();
            _ = stream.Read(new byte[1 << 12]);
            stream.Write(Encoding.ASCII.GetBytes(response));
        })
        { IsBackground = true }.Start();
        return $"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/a.csv";
    }
}
