using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Functions.Patterns;
using Xunit;

namespace Tocsin.Functions.Tests.Patterns;

// The page's examples are tests/corpus/queries/reduce/*.kql.
public sealed class TextGroupsTests
{
    /// <summary>Texts of chance: each is counted once, and fits its group's pattern.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.1)]
    [InlineData(3, 0.5)]
    [InlineData(4, 1)]
    public void EachTextIsInOneGroup(int seed, double threshold)
    {
        var random = new Random(seed);
        string[] parts = ["a", "b", "exe", " ", "-", "\\\\", "7", "é", "_"];
        for (int round = 0; round < 60; round++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 30)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => parts[random.Next(parts.Length)])))
                .Distinct(StringComparer.Ordinal)
                .ToDictionary(t => t, _ => random.Next(1, 4), StringComparer.Ordinal);
            var groups = Found(texts, threshold);
            groups.Sum(g => g.Count).ShouldBe(texts.Values.Sum());
            foreach ((string pattern, long count, string representative) in groups.Where(g => g.Pattern != "others"))
            {
                count.ShouldBeGreaterThan(1);
                texts.Keys.Select(Unescaped).ShouldContain(representative);
                Fits(representative, pattern).ShouldBeTrue($"{representative} in {pattern}");
            }
        }
    }

    [Fact]
    public void TooManyTextsAreGivenUp()
    {
        string many = $"[{string.Join(',', Enumerable.Range(0, TextGroups.MaxTexts + 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\",1")))}]";
        TextGroups.TryRead(Encoding.UTF8.GetBytes(many), out _).ShouldBeFalse();
    }

    private static string Unescaped(string json) => json.Replace("\\\\", "\\", StringComparison.Ordinal);

    private static bool Fits(string text, string pattern) => Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static List<(string Pattern, long Count, string Representative)> Found(Dictionary<string, int> texts, double threshold)
    {
        string values = string.Join(',', texts.Select(t => string.Create(CultureInfo.InvariantCulture, $"\"{t.Key}\",{t.Value}")));
        TextGroups.TryRead(Encoding.UTF8.GetBytes($"[{values}]"), out TextGroups? groups).ShouldBeTrue();
        var output = new ArrayBufferWriter<byte>();
        groups!.TryWrite(threshold, string.Empty, output).ShouldBeTrue();
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return [.. document.RootElement.EnumerateArray().Select(g => (g[0].GetString()!, g[1].GetInt64(), g[2].GetString()!))];
    }
}
