using Shouldly;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>Results written as Parquet.</summary>
public sealed class ParquetTests : IDisposable
{
    private const string Query = "print b=true, i=int(1), l=2, r=0.5, m=decimal(1.25), s='x', d=dynamic({\"a\":[1,null]}), t=datetime(2026-02-11), p=1h, g=guid(74be27de-1e4e-49d9-b579-fe0b331d3642), B='same name but for its case', n=long(null)";

    private readonly TemporaryFolder _folder = new();
    private readonly IEngineSession _session = EngineFixture.Open(new DataRequest([], [], EngineFixture.Now));

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rows_from_elsewhere_are_written_as_a_query_s_own()
    {
        var own = Path.Combine(_folder.Path, "own.parquet");
        _session.Compile(new SourceText(Query)).WriteParquet(own, CancellationToken.None).ShouldBe(1);
        var given = Path.Combine(_folder.Path, "given.parquet");
        using (var other = EngineFixture.Open(new DataRequest([], [], EngineFixture.Now)))
        {
            using var rows = other.Compile(new SourceText(Query)).Run(CancellationToken.None);
            _session.WriteParquet(rows, given, CancellationToken.None).ShouldBe(1);
        }

        const string columns = "(b:bool, i:int, l:long, r:real, m:decimal, s:string, d:dynamic, t:datetime, p:timespan, g:guid, B_1:string, n:long)";
        var text = Text($"externaldata{columns}[@'{own}'] with (format='parquet') | project tostring(pack_all())");
        text.ShouldContain("same name", Case.Sensitive);
        Text($"externaldata{columns}[@'{given}'] with (format='parquet') | project tostring(pack_all())").ShouldBe(text);
    }

    [Fact]
    public void A_failed_write_leaves_nothing_behind()
    {
        var query = _session.Compile(new SourceText("print x=1"));
        var path = Path.Combine(_folder.Path, "out.parquet");
        Should.Throw<UnreadableDataException>(() => query.WriteParquet(Path.Combine(_folder.Path, "missing", "out.parquet"), CancellationToken.None));
        query.WriteParquet(path, CancellationToken.None).ShouldBe(1);
        query.WriteParquet(path, CancellationToken.None).ShouldBe(1);
    }

    private string Text(string query)
    {
        using var rows = _session.Compile(new SourceText(query)).Run(CancellationToken.None);
        rows.Read().ShouldBeTrue();
        return System.Text.Encoding.UTF8.GetString(rows.GetUtf8(0));
    }
}
