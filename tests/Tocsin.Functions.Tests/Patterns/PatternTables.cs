using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tocsin.Functions.Tests.Patterns;

/// <summary>Small tables of chance, and all patterns there can be in them, for searches to be held against.</summary>
internal static class PatternTables
{
    /// <summary>Any value, in a pattern.</summary>
    public const int Any = -1;

    private const int Values = 3;

    public static int[][] Random(Random random, int columns, int most) =>
        [.. Enumerable.Range(0, random.Next(1, most)).Select(_ => Enumerable.Range(0, columns).Select(_ => random.Next(Values)).ToArray())];

    public static IEnumerable<int[]> AllPatterns(int columns) => columns == 0
        ? [[]]
        : AllPatterns(columns - 1).SelectMany(head => Enumerable.Range(Any, Values + 1).Select(last => (int[])[.. head, last]));

    public static bool Contains(int[] pattern, int[] part) => part.Zip(pattern).All(p => p.First == Any || p.First == p.Second);

    public static int Count(int[][] rows, int[] pattern) => rows.Count(r => Contains(r, pattern));

    /// <summary>Rows one behind the other, each its weights and its values.</summary>
    public static byte[] Encode(IEnumerable<(int[] Weights, int[] Values)> rows) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', rows.Select(r => string.Join(',', r.Weights.Concat(r.Values))))}]");

    /// <summary>Of each pattern that was written its measures and its values.</summary>
    public static List<(double[] Measures, int[] Pattern)> Decode(ArrayBufferWriter<byte> output, int measures)
    {
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return
        [
            .. document.RootElement.EnumerateArray().Select(p => (
                p.EnumerateArray().Take(measures).Select(m => m.GetDouble()).ToArray(),
                p.EnumerateArray().Skip(measures).Select(v => v.ValueKind == JsonValueKind.Null ? Any : v[0].GetInt32()).ToArray())),
        ];
    }
}
