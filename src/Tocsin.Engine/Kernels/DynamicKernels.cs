using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Numbers;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Dynamic values, held as JSON text (<see cref="DynamicText"/>).</summary>
internal static class DynamicKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, Utf8Writer>("kql_parse_json", DynamicParser.Parse),
        Create<Utf8, Utf8, Utf8Writer>("kql_dynamic_property", (value, key, writer) => Part(DynamicPath.Property(value, key), writer)),
        Create<Utf8, long, Utf8Writer>("kql_dynamic_element", (value, index, writer) => Part(DynamicPath.Element(value, index), writer)),
        Create<Utf8, Utf8, Utf8Writer>("kql_dynamic_at", At),
        Create<Utf8, Utf8Writer>("kql_dynamic_to_string", (value, writer) => DynamicText.WriteText(value, writer)),
        Create<Utf8, Utf8Writer>("kql_dynamic_json", (value, writer) => DynamicText.WriteJson(value, writer)),
        Create<Utf8, bool?>("kql_dynamic_to_bool", DynamicConversions.ToBool),
        Create<Utf8, int?>("kql_dynamic_to_int", DynamicConversions.ToInt),
        Create<Utf8, long?>("kql_dynamic_to_long", DynamicConversions.ToLong),
        Create<Utf8, double?>("kql_dynamic_to_real", DynamicConversions.ToReal),
        Create<Utf8, long?>("kql_dynamic_to_datetime", DynamicConversions.ToDatetime),
        Create<Utf8, long?>("kql_dynamic_to_timespan", DynamicConversions.ToTimespan),
        Create<Utf8, bool?>("kql_item_to_bool", value => DynamicCasts.ToBool(value)),
        Create<Utf8, int?>("kql_item_to_int", value => DynamicCasts.ToInt(value)),
        Create<Utf8, long?>("kql_item_to_long", value => DynamicCasts.ToLong(value)),
        Create<Utf8, double?>("kql_item_to_real", value => DynamicCasts.ToReal(value)),
        Create<Utf8, ListWriter<double>>("kql_dynamic_to_reals", ToReals),
        Create<Utf8, TextListWriter>("kql_dynamic_items", Items),
        Create<Utf8, long?>("kql_array_length", DynamicArray.Length),
        Create<Utf8, double?>("kql_array_sum", DynamicArray.Sum),
        Create<Utf8, Utf8Writer>("kql_dynamic_type", (value, writer) => writer.Append(DynamicText.TypeName(value))),
        Create<Utf8, Utf8Writer>("kql_dynamic_from_string", (text, writer) => new DynamicWriter(writer).WriteString(text)),
        Create<bool, Utf8Writer>("kql_dynamic_from_bool", (value, writer) => new DynamicWriter(writer).WriteBool(value)),
        Create<long, Utf8Writer>("kql_dynamic_from_long", (value, writer) => new DynamicWriter(writer).WriteLong(value)),
        Create<double, Utf8Writer>("kql_dynamic_from_real", (value, writer) => new DynamicWriter(writer).WriteReal(value)),
        Create<long, Utf8Writer>("kql_dynamic_from_datetime", (value, writer) => new DynamicWriter(writer).WriteDatetime(value)),
        Create<long, Utf8Writer>("kql_dynamic_from_timespan", (value, writer) => new DynamicWriter(writer).WriteTimespan(value)),
        Create<Guid, Utf8Writer>("kql_dynamic_from_guid", (value, writer) => new DynamicWriter(writer).WriteGuid(value)),
        Create<Utf8, Utf8Writer>("kql_dynamic_from_decimal", FromDecimal),
        Create<Utf8, Utf8, bool>("kql_dynamic_equals", DynamicEquality.AreEqual),
        Create<Utf8, Utf8, bool>("kql_dynamic_contains", Contains),
        Create<ListView<bool>, Utf8Writer>("kql_dynamic_from_bool_list", (list, writer) => List(list, writer, (ref DynamicWriter w, bool v) => w.WriteBool(v))),
        Create<ListView<int>, Utf8Writer>("kql_dynamic_from_int_list", (list, writer) => List(list, writer, (ref DynamicWriter w, int v) => w.WriteLong(v))),
        Create<ListView<long>, Utf8Writer>("kql_dynamic_from_long_list", (list, writer) => List(list, writer, (ref DynamicWriter w, long v) => w.WriteLong(v))),
        Create<ListView<double>, Utf8Writer>("kql_dynamic_from_real_list", (list, writer) => List(list, writer, (ref DynamicWriter w, double v) => w.WriteReal(v))),
        Create<ListView<long>, Utf8Writer>("kql_dynamic_from_datetime_list", (list, writer) => List(list, writer, (ref DynamicWriter w, long v) => w.WriteDatetime(v))),
        Create<ListView<long>, Utf8Writer>("kql_dynamic_from_timespan_list", (list, writer) => List(list, writer, (ref DynamicWriter w, long v) => w.WriteTimespan(v))),
        Create<TextListView, Utf8Writer>("kql_dynamic_from_string_list", StringList),
        Create<TextListView, Utf8Writer>("kql_pack_array", ValueList),
        Create<TextListView, long, Utf8Writer>("kql_dynamic_list", (list, most, writer) => Flattened(list, most, writer, isSet: false)),
        Create<TextListView, long, Utf8Writer>("kql_dynamic_set", (list, most, writer) => Flattened(list, most, writer, isSet: true)),
        Create<TextListView, TextListView, Utf8Writer>("kql_bag_pack", (names, values, writer) => Bag(names, values, writer, onlyPresent: false)),
        Create<TextListView, TextListView, Utf8Writer>("kql_bag_pack_present", (names, values, writer) => Bag(names, values, writer, onlyPresent: true)),
    ];

    /// <summary>A decimal comes as text: the database's own type is no parameter of a row-wise function.</summary>
    private static bool FromDecimal(Utf8 text, Utf8Writer writer)
    {
        if (NumberParser.ToDecimal(text) is not { } value)
        {
            return false;
        }

        // Dividing by 1 with all its places drops the zeros that fill the scale.
        new DynamicWriter(writer).WriteDecimal(value / 1.0000000000000000000000000000m);
        return true;
    }

    /// <summary>Whether a value stands in an array; a value that is none is a list of itself.</summary>
    private static bool Contains(Utf8 list, Utf8 wanted)
    {
        if (!DynamicArray.IsArray(list))
        {
            return DynamicEquality.AreEqual(list, wanted);
        }

        foreach (var item in DynamicArray.Elements(list))
        {
            if (DynamicEquality.AreEqual(item, wanted))
            {
                return true;
            }
        }

        return false;
    }

    private delegate void Write<in T>(ref DynamicWriter writer, T value);

    /// <summary>A part of a value; an empty span is what is missing.</summary>
    private static bool Part(Utf8 part, Utf8Writer writer)
    {
        writer.Append(part);
        return !part.IsEmpty;
    }

    private static bool At(Utf8 value, Utf8 key, Utf8Writer writer)
    {
        if (DynamicText.KindOf(key) == DynamicKind.String)
        {
            var name = Scratch.Text;
            DynamicText.WriteText(key, name);
            return Part(DynamicPath.Property(value, name.Written), writer);
        }

        return Part(DynamicConversions.ToLong(key) is { } index ? DynamicPath.Element(value, index) : default, writer);
    }

    private static bool ToReals(Utf8 value, ListWriter<double> writer)
    {
        if (!DynamicArray.IsArray(value))
        {
            return false;
        }

        foreach (var item in DynamicArray.Elements(value))
        {
            if (DynamicConversions.ToReal(item) is { } number)
            {
                writer.Add(number);
            }
            else
            {
                writer.AddNull();
            }
        }

        return true;
    }

    /// <summary>What mv-expand makes of a value: an array's items, a bag's properties one by one, a scalar itself.</summary>
    private static void Items(Utf8 value, TextListWriter writer)
    {
        if (DynamicArray.IsArray(value))
        {
            foreach (var item in DynamicArray.Elements(value))
            {
                if (item.IsEmpty)
                {
                    writer.AddNull();
                }
                else
                {
                    writer.Add(item);
                }
            }
        }
        else if (value is [(byte)'{', ..])
        {
            foreach (var property in DynamicBag.Properties(value))
            {
                var bag = Scratch.Text;
                var dynamic = new DynamicWriter(bag);
                dynamic.BeginBag();
                dynamic.WriteEscapedName(property.EscapedName);
                dynamic.WriteValue(property.Value);
                dynamic.EndBag();
                writer.Add(bag.Written);
            }
        }
        else
        {
            writer.Add(value);
        }
    }

    private static void List<T>(ListView<T> list, Utf8Writer writer, Write<T> write)
        where T : unmanaged
    {
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < list.Length; i++)
        {
            if (list.IsNull(i))
            {
                dynamic.WriteNull();
            }
            else
            {
                write(ref dynamic, list.Values[i]);
            }
        }

        dynamic.EndArray();
    }

    private static void StringList(TextListView list, Utf8Writer writer)
    {
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < list.Length; i++)
        {
            dynamic.WriteString(list.IsNull(i) ? default : list[i]);
        }

        dynamic.EndArray();
    }

    private static void ValueList(TextListView list, Utf8Writer writer)
    {
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < list.Length; i++)
        {
            dynamic.WriteValue(list.IsNull(i) ? default : list[i]);
        }

        dynamic.EndArray();
    }

    /// <summary>
    /// make_list() and make_set() of dynamic values: an array among them gives its items, of which there are
    /// <paramref name="most"/> at the most; a negative number is no limit.
    /// </summary>
    private static void Flattened(TextListView list, long most, Utf8Writer writer, bool isSet)
    {
        var seen = isSet ? new HashSet<string>(StringComparer.Ordinal) : null;
        var left = most < 0 ? long.MaxValue : most;
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginArray();
        for (var i = 0; i < list.Length && left > 0; i++)
        {
            // A null element has no text to read; it is null among the values.
            var value = list.IsNull(i) ? default : list[i];
            if (!DynamicArray.IsArray(value))
            {
                left -= WriteOnce(ref dynamic, value, seen) ? 1 : 0;
                continue;
            }

            foreach (var item in DynamicArray.Elements(value))
            {
                left -= left > 0 && WriteOnce(ref dynamic, item, seen) ? 1 : 0;
            }
        }

        dynamic.EndArray();
    }

    private static bool WriteOnce(ref DynamicWriter writer, Utf8 value, HashSet<string>? seen)
    {
        if (seen?.Add(System.Text.Encoding.UTF8.GetString(value)) == false)
        {
            return false;
        }

        writer.WriteValue(value);
        return true;
    }

    /// <summary>A bag of names and values, or of those alone that are neither null nor an empty string.</summary>
    private static void Bag(TextListView names, TextListView values, Utf8Writer writer, bool onlyPresent)
    {
        var dynamic = new DynamicWriter(writer);
        dynamic.BeginBag();
        for (var i = 0; i < names.Length; i++)
        {
            var value = values.IsNull(i) ? default : values[i];
            if (!onlyPresent || !(value.IsEmpty || value.SequenceEqual("null"u8) || value.SequenceEqual("\"\""u8)))
            {
                dynamic.WriteName(names[i]);
                dynamic.WriteValue(value);
            }
        }

        dynamic.EndBag();
    }
}
