using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Text;

namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> TextFunctions() =>
    [
        Of("has", a => Has(a, TermMatch.Whole, ignoreCase: true)),
        Of("has_cs", a => Has(a, TermMatch.Whole, ignoreCase: false)),
        Of("hasprefix", a => Has(a, TermMatch.Prefix, ignoreCase: true)),
        Of("hasprefix_cs", a => Has(a, TermMatch.Prefix, ignoreCase: false)),
        Of("hassuffix", a => Has(a, TermMatch.Suffix, ignoreCase: true)),
        Of("hassuffix_cs", a => Has(a, TermMatch.Suffix, ignoreCase: false)),
        Of("has_any", a => Terms(a).HasAny(Utf8(a[0]))),
        Of("has_all", a => Terms(a).HasAll(Utf8(a[0]))),
        Of("has_any_index", a => (long)Terms(a).IndexOfAny(Utf8(a[0]))),
        Of("contains", a => Match(a, TextMatch.Contains, ignoreCase: true)),
        Of("contains_cs", a => Match(a, TextMatch.Contains, ignoreCase: false)),
        Of("startswith", a => Match(a, TextMatch.StartsWith, ignoreCase: true)),
        Of("startswith_cs", a => Match(a, TextMatch.StartsWith, ignoreCase: false)),
        Of("endswith", a => Match(a, TextMatch.EndsWith, ignoreCase: true)),
        Of("endswith_cs", a => Match(a, TextMatch.EndsWith, ignoreCase: false)),
        Of("equals_ci", a => Match(a, TextMatch.Equals, ignoreCase: true)),
    ];

    private static bool Has(IReadOnlyList<object?> a, TermMatch match, bool ignoreCase) =>
        new TermPattern(Utf8(a[1]), match, ignoreCase).IsMatch(Utf8(a[0]));

    private static bool Match(IReadOnlyList<object?> a, TextMatch match, bool ignoreCase) =>
        new TextPattern(Utf8(a[1]), match, ignoreCase).IsMatch(Utf8(a[0]));

    private static TermSet Terms(IReadOnlyList<object?> a) => new([.. a.Skip(1).Select(needle => (ReadOnlyMemory<byte>)Utf8(needle))]);
}
