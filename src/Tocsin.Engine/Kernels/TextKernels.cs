using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Text;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>String search. The right side is prepared once, not for each row.</summary>
internal static class TextKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Term("kql_has", TermMatch.Whole, ignoreCase: true),
        Term("kql_has_cs", TermMatch.Whole, ignoreCase: false),
        Term("kql_hasprefix", TermMatch.Prefix, ignoreCase: true),
        Term("kql_hasprefix_cs", TermMatch.Prefix, ignoreCase: false),
        Term("kql_hassuffix", TermMatch.Suffix, ignoreCase: true),
        Term("kql_hassuffix_cs", TermMatch.Suffix, ignoreCase: false),
        Match("kql_contains", TextMatch.Contains),
        Match("kql_startswith", TextMatch.StartsWith),
        Match("kql_endswith", TextMatch.EndsWith),
        Match("kql_equals_ignore_case", TextMatch.Equals),
        CreatePrepared<Utf8, TermSet, bool>("kql_has_any", list => new TermSet([.. Strings(list)]), (text, terms) => terms.HasAny(text)),
        CreatePrepared<Utf8, TermSet, bool>("kql_has_all", list => new TermSet([.. Strings(list)]), (text, terms) => terms.HasAll(text)),
        CreatePrepared<Utf8, IgnoreCaseSet, bool>("kql_in_ignore_case", list => new IgnoreCaseSet(Strings(list)), (text, set) => set.Contains(text)),
    ];

    private static ScalarFunction Term(string name, TermMatch match, bool ignoreCase) =>
        CreatePrepared<Utf8, TermPattern, bool>(name, needle => new TermPattern(needle, match, ignoreCase), (text, pattern) => pattern.IsMatch(text));

    private static ScalarFunction Match(string name, TextMatch match) =>
        CreatePrepared<Utf8, TextPattern, bool>(name, needle => new TextPattern(needle, match), (text, pattern) => pattern.IsMatch(text));

    /// <summary>The items of a dynamic array as strings; another value is a list of itself.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Strings(Utf8 list)
    {
        if (DynamicArray.IsArray(list))
        {
            return DynamicArray.Texts(list).Select(t => (ReadOnlyMemory<byte>)t);
        }

        var writer = new Utf8Writer();
        DynamicText.WriteText(list, writer);
        return [writer.Written.ToArray()];
    }
}
