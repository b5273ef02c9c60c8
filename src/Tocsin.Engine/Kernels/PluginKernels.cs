using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Network;
using Tocsin.Functions.Patterns;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>What plug-ins need beside the functions of the language.</summary>
internal static class PluginKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, long?>("kql_ipv4_first", NetworkBounds.First),
        Create<Utf8, long?>("kql_ipv4_last", NetworkBounds.Last),
        Create<Utf8, Utf8Writer>("kql_ipv6_first", (text, writer) => NullUnless(NetworkBounds.WriteFirst(text, writer), writer)),
        Create<Utf8, Utf8Writer>("kql_ipv6_last", (text, writer) => NullUnless(NetworkBounds.WriteLast(text, writer), writer)),
        Create<Utf8, TextListWriter>("kql_bag_schema", Schema),
        Create<Utf8, double, long, long, Utf8Writer>("kql_basket", Basket),
    ];

    private static void Basket(Utf8 rows, double threshold, long dimensions, long columns, Utf8Writer writer)
    {
        if (!FrequentPatterns.TryRead(rows, (int)columns, out var patterns))
        {
            throw new KernelArgumentException($"basket() looks at no more than {FrequentPatterns.MaxRows:N0} rows that differ; project the columns of interest, or round their values with bin().");
        }

        if (!patterns.TryWrite(threshold, dimensions, writer))
        {
            throw new KernelArgumentException($"basket() finds more than {FrequentPatterns.MaxPatterns:N0} patterns, or looks for them too long; take a higher threshold, fewer dimensions or fewer columns.");
        }

        FunctionNotes.Add("basket(): Kusto samples the rows first, so that its patterns may differ near the threshold; its order of patterns is not documented.");
    }

    private static void NullUnless(bool hasValue, Utf8Writer writer)
    {
        if (!hasValue)
        {
            writer.SetNull();
        }
    }

    /// <summary>Of each property of a bag the type, a colon and the name; of anything else nothing.</summary>
    private static void Schema(Utf8 value, TextListWriter writer)
    {
        if (value is not [(byte)'{', ..])
        {
            return;
        }

        foreach (var property in DynamicBag.Properties(value))
        {
            var text = Scratch.Text;
            text.Append(DynamicText.TypeName(property.Value));
            text.Append((byte)':');
            property.WriteName(text);
            writer.Add(text.Written);
        }
    }
}
