using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Network;
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
        Create<Utf8, Utf8Writer>("kql_ipv6_first", NetworkBounds.WriteFirst),
        Create<Utf8, Utf8Writer>("kql_ipv6_last", NetworkBounds.WriteLast),
        Create<Utf8, TextListWriter>("kql_bag_schema", Schema),
    ];

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
