using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Text;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Strings to strings.</summary>
internal static class StringKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, long, Utf8Writer>("kql_substring_from", (text, start, writer) => writer.Append(CodePoints.Substring(text, start))),
        Create<Utf8, long, long, Utf8Writer>("kql_substring", (text, start, length, writer) => writer.Append(CodePoints.Substring(text, start, length))),
        Create<Utf8, Utf8Writer>("kql_reverse", (text, writer) => CodePoints.Reverse(text, writer)),
        Create<Utf8, long, Utf8, Utf8Writer>("kql_strrep", (text, count, delimiter, writer) => TextFunctions.Repeat(text, count, delimiter, writer)),
        Create<Utf8, Utf8Writer>("kql_fold_case", (text, writer) => writer.Append(AsciiText.ToLower(text))),
        Create<Utf8, Utf8, TextListWriter>("kql_split", Split),
        Create<Utf8, Utf8, long, TextListWriter>("kql_split_at", SplitAt),
        Create<Utf8, Utf8, Utf8Writer>("kql_strcat_array", (array, delimiter, writer) => DynamicArrays.Join(array, delimiter, writer)),
        Create<Utf8, Utf8, long>("kql_strcmp", TextFunctions.Compare),
    ];

    private static void Split(Utf8 text, Utf8 delimiter, TextListWriter writer)
    {
        for (int place = 0; TextFunctions.NextPart(text, delimiter, ref place, out var part);)
        {
            writer.Add(part);
        }
    }

    /// <summary>The wanted part alone, as an array of one; null where there are fewer.</summary>
    private static void SplitAt(Utf8 text, Utf8 delimiter, long index, TextListWriter writer)
    {
        for (int place = 0; TextFunctions.NextPart(text, delimiter, ref place, out var part);)
        {
            if (index-- == 0)
            {
                writer.Add(part);
                return;
            }
        }

        writer.SetNull();
    }
}
