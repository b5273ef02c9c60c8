namespace Tocsin.Telemetry.Files.Zstandard;

/// <summary>What the codes of lengths stand for, and the tables that need not be told (RFC 8878, 3.1.1.3.2).</summary>
internal static class SequenceCodes
{
    public const int MostLiteralLength = 35;
    public const int MostMatchLength = 52;
    public const int MostOffset = 31;

    public static readonly EntropyTable LiteralLengths = EntropyTable.Of(
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6);

    public static readonly EntropyTable MatchLengths = EntropyTable.Of(
        [
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
        ],
        6);

    public static readonly EntropyTable Offsets = EntropyTable.Of(
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5);

    private static readonly (int Base, int Bits)[] Literal = Ranges(0, 16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    private static readonly (int Base, int Bits)[] Match = Ranges(3, 32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    public static (int Base, int Bits) LiteralLength(byte code) => Literal[code];

    public static (int Base, int Bits) MatchLength(byte code) => Match[code];

    /// <summary>Codes for a single length each, then codes for as many as their bits tell.</summary>
    private static (int Base, int Bits)[] Ranges(int first, int singles, int[] bits)
    {
        var ranges = new List<(int, int)>();
        var next = first;
        foreach (var count in Enumerable.Repeat(0, singles).Concat(bits))
        {
            ranges.Add((next, count));
            next += 1 << count;
        }

        return [.. ranges];
    }
}
