using System.Globalization;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>The code points of scripts.</summary>
internal static class UnicodeScripts
{
    private static readonly Lazy<Dictionary<string, CodePointSet>> Sets = new(Read);

    public static CodePointSet Of(string script) => Sets.Value[script];

    private static Dictionary<string, CodePointSet> Read()
    {
        using Stream stream = typeof(UnicodeScripts).Assembly.GetManifestResourceStream("scripts.txt")!;
        using StreamReader reader = new(stream);
        Dictionary<string, CodePointSet> sets = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] != "#")
            {
                sets.Add(words[0], new CodePointSet(words.Skip(1).Select(Range)));
            }
        }

        return sets;
    }

    private static (int Low, int High) Range(string text)
    {
        string[] ends = text.Split('-');
        return (Hex(ends[0]), Hex(ends[^1]));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
