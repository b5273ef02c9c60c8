using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Patterns;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Patterns of values that many rows have, of all rows in one value.</summary>
internal static class PatternKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, double, long, long, Utf8Writer>("kql_basket", Basket),
        Create<Utf8, double, long, long, Utf8Writer>("kql_autocluster", AutoCluster),
        Create<Utf8, double, long, long, Utf8Writer>("kql_diffpatterns", DiffPatterns),
        Create<Utf8, double, Utf8, Utf8Writer>("kql_reduce", Reduce),
    ];

    private static void Basket(Utf8 rows, double threshold, long dimensions, long columns, Utf8Writer writer)
    {
        var patterns = FrequentPatterns.TryRead(rows, (int)columns, out var read) ? read : throw TooManyRows("basket");
        if (!patterns.TryWrite(threshold, dimensions, writer))
        {
            throw new KernelArgumentException($"basket() finds more than {FrequentPatterns.MaxPatterns:N0} patterns, or looks for them too long; take a higher threshold, fewer dimensions or fewer columns.");
        }

        FunctionNotes.Add("basket(): Kusto samples the rows first, so that its patterns may differ near the threshold; its order of patterns is not documented.");
    }

    private static void AutoCluster(Utf8 rows, double sizeWeight, long seeds, long columns, Utf8Writer writer)
    {
        var patterns = ClusterPatterns.TryRead(rows, (int)columns, out var read) ? read : throw TooManyRows("autocluster");
        if (!patterns.TryWrite(sizeWeight, seeds, writer))
        {
            throw TooLong("autocluster", "fewer seeds or fewer columns");
        }

        FunctionNotes.Add("autocluster(): counts are exact, but which patterns Kusto picks is not documented; it may show others.");
    }

    private static void DiffPatterns(Utf8 rows, double threshold, long dimensions, long columns, Utf8Writer writer)
    {
        var patterns = DifferencePatterns.TryRead(rows, (int)columns, out var read) ? read : throw TooManyRows("diffpatterns");
        if (!patterns.TryWrite(threshold, dimensions, writer))
        {
            throw TooLong("diffpatterns", "a higher threshold or fewer columns");
        }

        FunctionNotes.Add("diffpatterns(): counts are exact, but which patterns Kusto picks is not documented; it may show others.");
    }

    private static void Reduce(Utf8 texts, double threshold, Utf8 separators, Utf8Writer writer)
    {
        var groups = TextGroups.TryRead(texts, out var read)
            ? read
            : throw new KernelArgumentException($"reduce looks at no more than {TextGroups.MaxTexts:N0} texts that differ; replace numbers and identifiers first, for example with replace_regex().") { IsOfOperator = true };
        if (!groups.TryWrite(threshold, Encoding.UTF8.GetString(separators), writer))
        {
            throw new KernelArgumentException("reduce finds too many groups; take a lower threshold, or replace numbers and identifiers first, for example with replace_regex().") { IsOfOperator = true };
        }

        FunctionNotes.Add("reduce: counts are exact, but how Kusto groups texts is not documented; its groups may differ.");
    }

    private static KernelArgumentException TooManyRows(string plugin) => new(
        $"{plugin}() looks at no more than {FrequentPatterns.MaxRows:N0} rows that differ; project the columns of interest, or round their values with bin().");

    private static KernelArgumentException TooLong(string plugin, string wayOut) => new($"{plugin}() looks for patterns too long; take {wayOut}.");
}
