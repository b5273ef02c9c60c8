using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Property bags, held as JSON text. Paths are read once, not for each row.</summary>
internal static class BagKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, Utf8Writer>("kql_bag_keys", DynamicBag.Keys),
        Create<Utf8, Utf8Writer>("kql_bag_pairs", (value, writer) => DynamicBag.Pairs(value, writer)),
        Create<TextListView, Utf8Writer>("kql_bag_merge", Merge),
        CreatePrepared<Utf8, JsonPath?, bool?>("kql_bag_has_key", Path, (bag, path) => path is null ? null : DynamicBags.HasKey(bag, path)),
        CreatePrepared<Utf8, List<JsonPath>, Utf8Writer>("kql_bag_remove_keys", Paths, DynamicBags.RemoveKeys),
        CreatePrepared<Utf8, JsonPath?, Utf8, Utf8Writer>(
            "kql_bag_set_key", Path, (bag, path, value, writer) => path is not null && DynamicBags.SetKey(bag, path, value, writer)),
        Create<Utf8, Utf8, Utf8Writer>("kql_bag_zip", DynamicBags.Zip),
        Create<Utf8, Utf8Writer>("kql_treepath", DynamicShape.TreePath),
        Create<Utf8, Utf8Writer>("kql_dynamic_to_json", (value, writer) => DynamicShape.ToJson(value, writer)),
        CreatePrepared<Utf8, JsonPath?, Utf8Writer>("kql_extract_json", Path, ExtractJson),
    ];

    private static JsonPath? Path(Utf8 text) => JsonPath.Parse(Encoding.UTF8.GetString(text));

    private static List<JsonPath> Paths(Utf8 keys)
    {
        var paths = new List<JsonPath>();
        foreach (var key in DynamicArray.Elements(keys))
        {
            var text = new Utf8Writer();
            if (DynamicText.KindOf(key) == DynamicKind.String)
            {
                DynamicText.WriteText(key, text);
                if (Path(text.Written) is { } path)
                {
                    paths.Add(path);
                }
            }
        }

        return paths;
    }

    /// <summary>Of a key in several bags the first value stays; what is no bag, a null included, adds nothing.</summary>
    private static bool Merge(TextListView bags, Utf8Writer writer)
    {
        var (merged, next) = (Scratch.Text, Scratch.Other);
        for (var i = 0; i < bags.Length; i++)
        {
            next.Clear();
            if (!bags.IsNull(i) && DynamicBags.Merge(merged.Written, bags[i], next))
            {
                (merged, next) = (next, merged);
            }
        }

        writer.Append(merged.Written);
        return merged.Written.Length > 0;
    }

    /// <summary>The JSON is read as parse_json() reads it; what is none has no parts.</summary>
    private static void ExtractJson(Utf8 json, JsonPath? path, Utf8Writer writer)
    {
        var value = Scratch.Text;
        if (path is not null && DynamicParser.Parse(json, value))
        {
            DynamicText.WriteText(path.Find(value.Written), writer);
        }
    }
}
