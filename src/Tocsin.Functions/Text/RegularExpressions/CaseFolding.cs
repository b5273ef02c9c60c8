using System.Text;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>Unicode's simple case folding: which code points are one where case is ignored.</summary>
internal static class CaseFolding
{
    /// <summary>Beyond ASCII, the Kelvin sign is a k and the long s an s.</summary>
    private const int Kelvin = 0x212A;
    private const int LongS = 0x17F;

    private static readonly Lazy<int[][]> Groups = new(ReadGroups);

    /// <summary>The set with every code point that equals one of its own where case is ignored.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        List<(int, int)> added = [];
        if (set.Last < 0x80)
        {
            for (int letter = 'a'; letter <= 'z'; letter++)
            {
                int upper = letter - 'a' + 'A';
                if (set.Contains(letter) || set.Contains(upper))
                {
                    int other = letter == 'k' ? Kelvin : letter == 's' ? LongS : letter;
                    added.AddRange([(letter, letter), (upper, upper), (other, other)]);
                }
            }
        }
        else
        {
            added.AddRange(Groups.Value.Where(group => Array.Exists(group, set.Contains)).SelectMany(group => group.Select(value => (value, value))));
        }

        return set.Union(new CodePointSet(added));
    }

    private static int[][] ReadGroups()
    {
        Dictionary<Rune, List<int>> groups = [];
        for (int value = 0; value <= 0x1FFFF; value++)
        {
            if (!Rune.TryCreate(value, out Rune rune))
            {
                continue;
            }

            Rune folded = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
            if (folded == rune && Rune.ToUpperInvariant(rune) == rune)
            {
                continue;
            }

            if (!groups.TryGetValue(folded, out List<int>? group))
            {
                groups.Add(folded, group = []);
            }

            group.Add(value);
        }

        return [.. groups.Values.Select(group => group.ToArray())];
    }
}
