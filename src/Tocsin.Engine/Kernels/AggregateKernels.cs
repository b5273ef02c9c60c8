using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>What aggregates make of the values that a group gathered.</summary>
internal static class AggregateKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<TextListView, long, Utf8Writer>("kql_bag_merge_limited", MergeBags),
        Create<TextListView, TextListWriter>("kql_list_set", TextsOnce),
        NumbersOnce<long>(),
        NumbersOnce<int>(),
        NumbersOnce<double>(),
        NumbersOnce<bool>(),
        Create<TextListView, Utf8Writer>("kql_build_schema", BuildSchema),
        Create<ListView<long>, double, long?>("kql_weighted_rank", WeightedRank),
        Create<TextListView, Utf8Writer>("kql_hll_merge", MergeSets),
        Create<TextListView, ListView<long>, Utf8Writer>("kql_tdigest", Digest),
        Create<TextListView, Utf8Writer>("kql_tdigest_merge", MergeDigests),
        Create<Utf8, double, Utf8Writer>("kql_percentile_tdigest", Percentile),
        Create<Utf8, Utf8, Utf8Writer>("kql_percentiles_tdigest", Percentiles),
        Create<Utf8, Utf8, double?>("kql_rank_tdigest", (digest, value) => DynamicArray.IsArray(digest) ? WeightedValues.RankOf(digest, value).UpTo : null),
        Create<Utf8, Utf8, double?>("kql_percentrank_tdigest", PercentRank),
    ];

    /// <summary>The items of a list without those that came before.</summary>
    private static ScalarFunction NumbersOnce<T>()
        where T : unmanaged, IEquatable<T> => Create<ListView<T>, ListWriter<T>>("kql_list_set", (list, writer) =>
        {
            var set = new NumberSet<T>();
            foreach (var value in list.Values)
            {
                set.Add(value);
            }

            writer.AddRange(set.Values);
        });

    private static void TextsOnce(TextListView list, TextListWriter writer)
    {
        var set = new TextSet();
        for (var i = 0; i < list.Length; i++)
        {
            set.Add(list[i]);
        }

        for (var i = 0; i < set.Count; i++)
        {
            writer.Add(set[i]);
        }
    }

    /// <summary>Of a key in several bags the first value stays; what is no bag, a null included, adds nothing.</summary>
    private static void MergeBags(TextListView bags, long maxSize, Utf8Writer writer)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginBag();
        for (var i = 0; i < bags.Length; i++)
        {
            foreach (var property in DynamicBag.Properties(bags.IsNull(i) ? default : bags[i]))
            {
                if (names.Count < maxSize && names.Add(Encoding.Latin1.GetString(property.EscapedName)))
                {
                    dynamic.WriteEscapedName(property.EscapedName);
                    dynamic.WriteValue(property.Value);
                }
            }
        }

        dynamic.EndBag();
    }

    private static bool BuildSchema(TextListView values, Utf8Writer writer)
    {
        var schema = new SchemaBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            if (!values.IsNull(i))
            {
                schema.Add(values[i]);
            }
        }

        return schema.Write(writer);
    }

    /// <summary>The place, from 1, of the value on which a percentile falls; weights stand in the values' order.</summary>
    private static long? WeightedRank(ListView<long> weights, double percentile)
    {
        long total = 0;
        foreach (var weight in weights.Values)
        {
            total = total > long.MaxValue - weight ? throw new KernelArgumentException("The weights of a percentile add up to more than a long holds.") : total + weight;
        }

        var left = WeightedValues.Rank(total, percentile);
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights.Values[i];
            if (left <= 0)
            {
                return i + 1;
            }
        }

        return null;
    }

    private static void MergeSets(TextListView sets, Utf8Writer writer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < sets.Length; i++)
        {
            foreach (var item in DynamicArray.Elements(sets[i]))
            {
                if (seen.Add(Encoding.UTF8.GetString(item)))
                {
                    dynamic.WriteValue(item);
                }
            }
        }

        dynamic.EndArray();
    }

    private static void Digest(TextListView values, ListView<long> weights, Utf8Writer writer)
    {
        var digest = new WeightedValues();
        for (var i = 0; i < values.Length; i++)
        {
            digest.Add(values[i], weights.Values[i]);
        }

        digest.Write(writer);
    }

    private static void MergeDigests(TextListView digests, Utf8Writer writer)
    {
        var merged = new WeightedValues();
        for (var i = 0; i < digests.Length; i++)
        {
            merged.AddDigest(digests[i]);
        }

        merged.Write(writer);
    }

    private static bool Percentile(Utf8 digest, double percentile, Utf8Writer writer)
    {
        var found = WeightedValues.Percentile(digest, Checked(percentile, "percentile_tdigest"));
        writer.Append(found);
        return !found.IsEmpty;
    }

    private static bool Percentiles(Utf8 digest, Utf8 percentiles, Utf8Writer writer)
    {
        if (!DynamicArray.IsArray(digest) || !DynamicArray.IsArray(percentiles))
        {
            return false;
        }

        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        foreach (var percentile in DynamicArray.Elements(percentiles))
        {
            var number = DynamicConversions.ToReal(percentile) ?? throw new KernelArgumentException("percentiles_array_tdigest() was given a percentile that is no number.");
            dynamic.WriteValue(WeightedValues.Percentile(digest, Checked(number, "percentiles_array_tdigest")));
        }

        dynamic.EndArray();
        return true;
    }

    private static double? PercentRank(Utf8 digest, Utf8 value)
    {
        var (upTo, all) = WeightedValues.RankOf(digest, value);
        return all == 0 ? null : upTo * 100.0 / all;
    }

    private static double Checked(double percentile, string function) => percentile is >= 0 and <= 100
        ? percentile
        : throw new KernelArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{function}() was given the percentile {percentile}; it takes 0 to 100."));
}
