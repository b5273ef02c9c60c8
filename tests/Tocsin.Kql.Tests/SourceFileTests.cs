using System.Text;
using Shouldly;
using Tocsin.Kql.Text;
using Xunit;

namespace Tocsin.Kql.Tests;

public sealed class SourceFileTests : IDisposable
{
    private const string Text = "print 'é😀'\n| take 1";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void It_reads_the_encodings_that_editors_write(string encoding, bool hasMark)
    {
        var writer = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(_path, [.. hasMark ? writer.GetPreamble() : [], .. writer.GetBytes(Text)]);
        var source = SourceFile.Read(_path);
        source.Text.ShouldBe(Text);
        source.Name.ShouldBe(_path);
    }

    [Theory]
    [InlineData(new byte[] { 0x70, 0x0A, 0x20, 0xE9, 0x20 }, "2:2: the text is not UTF-8 (byte 0xE9)")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x70, 0xFF }, "1:2: the text is not UTF-8 (byte 0xFF)")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x70, 0x00, 0x70 }, "1:2: the text is not UTF-16 (byte 0x70)")]
    public void Another_encoding_is_refused_with_its_place(byte[] bytes, string message)
    {
        File.WriteAllBytes(_path, bytes);
        Should.Throw<IOException>(() => SourceFile.Read(_path)).Message.ShouldContain($"{_path}:{message}");
    }

    [Theory]
    [InlineData("rule.kql", true)]
    [InlineData("RULE.KQL", true)]
    [InlineData("a/b.csl", true)]
    [InlineData("rule.yaml", false)]
    [InlineData("kql", false)]
    public void KQL_is_told_by_its_name(string name, bool isKql) => SourceFile.IsKql(name).ShouldBe(isKql);
}
