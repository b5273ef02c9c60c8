using System.Text;
using Shouldly;
using Tocsin.Telemetry.Files;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>The fast look at a CSV file and the slow copy of it must agree, byte for byte, at every alignment.</summary>
public sealed class CsvScreenTests : IDisposable
{
    private const int Longest = 300;
    private static readonly CsvShape Shape = new(',', 1, 3);
    private static readonly string[] Pieces = ["a", "bc", ",", ",", ",", "\"", "\"\"", "\n", "\n", "\r\n", "\r", "ü", "\u00e4\u20ac", new('x', 61), "1,2,3\n", "\"q,\n\",,\n"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_clean_file_loses_nothing_and_a_copy_has_no_faults()
    {
        var random = new Random(20260211);
        var clean = 0;
        for (var i = 0; i < 4000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Text(random));
            if (random.Next(20) == 0)
            {
                // In a record: a header is no record and cannot be left out of the copy.
                bytes[random.Next("h,h,h\n".Length, bytes.Length)] = 0xFF;
            }

            var path = Write("in.csv", bytes);
            var isClean = CsvScreen.IsClean(path, Shape, Longest);
            var (copy, rejections) = Copy(path);

            // A quote inside an unquoted field is text to the copy and to DuckDB, though the screen takes a second look.
            var (again, faults) = Copy(Write("copy.csv", copy));
            faults.ShouldBeEmpty(Encoding.UTF8.GetString(bytes));
            again.ShouldBe(copy, Encoding.UTF8.GetString(bytes));
            if (isClean)
            {
                clean++;
                rejections.ShouldBeEmpty(Encoding.UTF8.GetString(bytes));
                Records(copy).ShouldBe(Records(bytes), Encoding.UTF8.GetString(bytes));
            }
        }

        clean.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData("h,h,h\n1,2,3\n4,\"5\n", 1, "a quote that is not closed, or text after it")]
    [InlineData("h,h,h\n1,2,3\n4,\"5\n6,7,8\n9,9,9\n", 3, "a quote that is not closed, or text after it")]
    [InlineData("h,h,h\n1,2\n1,2,3,4\n1,2,3", 1, "fewer columns than the header|more columns than the header")]
    public void Faults_cost_their_own_lines(string text, int records, string reasons)
    {
        var path = Write("in.csv", Encoding.UTF8.GetBytes(text));
        CsvScreen.IsClean(path, Shape, Longest).ShouldBeFalse();
        var (copy, rejections) = Copy(path);
        Records(copy).Count(r => r.Length > 0).ShouldBe(records + 1);
        string.Join('|', rejections.Select(r => r.Reason)).ShouldBe(reasons);
    }

    /// <summary>Mostly records of three fields, sometimes noise.</summary>
    private static string Text(Random random)
    {
        var text = new StringBuilder("h,h,h\n");
        var isNoisy = random.Next(2) == 0;
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            text.Append(isNoisy && random.Next(8) == 0
                ? Pieces[random.Next(Pieces.Length)]
                : $"{new string('y', random.Next(70))},\"{(random.Next(3) == 0 ? "\"\"," : "z\n")}\",{random.Next(100)}\n");
        }

        return text.ToString();
    }

    private (byte[] Copy, IReadOnlyList<LineRejection> Rejections) Copy(string path)
    {
        using var output = new MemoryStream();
        var rejections = CsvRewriter.Rewrite(path, Shape, Longest, output);
        return (output.ToArray(), rejections);
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Lines with one kind of end and without empty ones, which no reader of CSV takes for records.</summary>
    private static string[] Records(byte[] bytes) =>
        Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
