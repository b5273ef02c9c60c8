using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Text;
using Tocsin.Functions.Time;

namespace Tocsin.Functions.Scan;

/// <summary>
/// The functions that expressions over the state of a scan may call, under the names that compiled SQL has for them.
/// Each is the same algorithm that the database calls for whole columns; a null argument gives null.
/// </summary>
internal static class ScanFunctions
{
    private static readonly FrozenDictionary<string, Func<ScanEvaluation[], ScanEvaluation>> Table = All().ToFrozenDictionary(f => f.Name, f => f.Make, StringComparer.Ordinal);

    private delegate bool TextTest(ReadOnlySpan<byte> text, ReadOnlySpan<byte> needle);

    /// <summary>Writes what two dynamic values come to; false for null.</summary>
    private delegate bool DynamicPair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, IBufferWriter<byte> output);

    public static ScanEvaluation? Make(string name, ScanEvaluation[] arguments) => Table.TryGetValue(name, out var make) ? make(arguments) : null;

    private static IEnumerable<(string Name, Func<ScanEvaluation[], ScanEvaluation> Make)> All() =>
    [
        .. Numbers(),
        .. Times(),
        .. Texts(),
        .. Dynamics(),
    ];

    private static IEnumerable<(string Name, Func<ScanEvaluation[], ScanEvaluation> Make)> Numbers() =>
    [
        Integers("kql_add", (a, b) => Arithmetic.Add(a, b)),
        Integers("kql_subtract", (a, b) => Arithmetic.Subtract(a, b)),
        Integers("kql_multiply", (a, b) => Arithmetic.Multiply(a, b)),
        Integers("kql_divide", Arithmetic.Divide),
        Integers("kql_remainder", Arithmetic.Modulo),
        Integers("kql_bin_long", Bins.Bin),
        Integer("kql_abs", a => a < 0 ? Arithmetic.Negate(a) : a),
        Integer("kql_long_to_int", a => Conversions.ToInt(a)),
        Reals("kql_real_remainder", (a, b) => Arithmetic.Modulo(a, b)),
        Reals("kql_bin_real", Bins.Bin),
        Two("kql_timespan_multiply", (f, a, b) => ScanValue.Of(Arithmetic.Scale(a.Bits, b.Real))),
        Two("kql_timespan_divide", (f, a, b) => ScanValue.Of(Arithmetic.Scale(a.Bits, 1 / b.Real))),
        Two("kql_round", (f, a, b) => ScanValue.Of(Rounding.Round(a.Real, b.Bits))),
        One("kql_real_to_long", (f, a) => ScanValue.Of(Conversions.ToLong(a.Real))),
        One("kql_real_to_int", (f, a) => ScanValue.Of(Conversions.ToInt(a.Real))),
        One("isnan", (f, a) => ScanValue.Of(double.IsNaN(a.Real))),
        One("abs", (f, a) => ScanValue.Of(Math.Abs(a.Real))),
        One("sqrt", (f, a) => ScanValue.Of(Math.Sqrt(a.Real))),
        Two("kql_pow", (f, a, b) => ScanValue.Of(Math.Pow(a.Real, b.Real))),
    ];

    private static IEnumerable<(string Name, Func<ScanEvaluation[], ScanEvaluation> Make)> Times() =>
    [
        Integers("kql_datetime_plus", Ticks.Add),
        Integers("kql_datetime_minus", Ticks.Subtract),
        Integer("kql_long_to_datetime", Ticks.ToDatetime),
        Integer("kql_dayofweek", Calendar.DayOfWeek),
        Integers("kql_startofday", Calendar.StartOfDay),
        Integers("kql_startofweek", Calendar.StartOfWeek),
        Integers("kql_startofmonth", Calendar.StartOfMonth),
        Integers("kql_startofyear", Calendar.StartOfYear),
        Integers("kql_endofday", Calendar.EndOfDay),
        Integers("kql_endofweek", Calendar.EndOfWeek),
        Integers("kql_endofmonth", Calendar.EndOfMonth),
        Integers("kql_endofyear", Calendar.EndOfYear),
        Three("kql_datetime_diff", (f, unit, a, b) => Unit(f.Text(unit)) is { } u ? ScanValue.Of(DatetimePeriods.Difference(u, a.Bits, b.Bits)) : ScanValue.Null),
        Three("kql_datetime_add", (f, unit, a, b) => Unit(f.Text(unit)) is { } u ? ScanValue.Of(DatetimePeriods.Add(u, a.Bits, b.Bits)) : ScanValue.Null),
        One("kql_string_to_datetime", (f, a) => ScanValue.Of(DatetimeParser.Parse(f.Text(a)))),
        One("kql_string_to_timespan", (f, a) => ScanValue.Of(TimespanParser.Parse(f.Text(a)))),
        Written("kql_datetime_text", (f, a) => TimeText.WriteDatetime(a.Bits, f.Texts)),
        Written("kql_timespan_text", (f, a) => TimeText.WriteTimespan(a.Bits, f.Texts)),
    ];

    private static IEnumerable<(string Name, Func<ScanEvaluation[], ScanEvaluation> Make)> Texts() =>
    [
        One("kql_string_to_long", (f, a) => ScanValue.Of(NumberParser.ToLong(f.Text(a)))),
        One("kql_string_to_int", (f, a) => ScanValue.Of(NumberParser.ToInt(f.Text(a)))),
        One("kql_string_to_real", (f, a) => ScanValue.Of(NumberParser.ToReal(f.Text(a)))),
        One("kql_string_to_bool", (f, a) => ScanValue.Of(NumberParser.ToBool(f.Text(a)))),
        Written("kql_real_text", (f, a) => NumberText.Write(a.Real, f.Texts)),
        Written("kql_bool_text", (f, a) => NumberText.Write(a.Bits != 0, f.Texts)),
        Written("integer_text", (f, a) => NumberText.Write(a.Bits, f.Texts)),
        One("length", (f, a) => ScanValue.Of(Encoding.UTF8.GetCharCount(f.Text(a)) - Surrogates(f.Text(a)))),
        One("strlen", (f, a) => ScanValue.Of((long)a.Length)),
        One("kql_fold_case", (f, a) => f.Add(AsciiText.ToLower(f.Text(a)))),
        Two("kql_substring_from", (f, a, start) => f.Add(Utf8Text.Substring(f.Text(a), start.Bits))),
        Three("kql_substring", (f, a, start, length) => f.Add(Utf8Text.Substring(f.Text(a), start.Bits, length.Bits))),
        Two("kql_strcmp", (f, a, b) => ScanValue.Of((long)Utf8Text.Compare(f.Text(a), f.Text(b)))),
        Test("kql_equals_ignore_case", (text, needle) => TextPattern.IsMatch(text, needle, TextMatch.Equals, ignoreCase: true)),
        Test("kql_contains", (text, needle) => TextPattern.IsMatch(text, needle, TextMatch.Contains, ignoreCase: true)),
        Test("kql_startswith", (text, needle) => TextPattern.IsMatch(text, needle, TextMatch.StartsWith, ignoreCase: true)),
        Test("kql_endswith", (text, needle) => TextPattern.IsMatch(text, needle, TextMatch.EndsWith, ignoreCase: true)),
        Test("contains", (text, needle) => text.IndexOf(needle) >= 0),
        Test("starts_with", (text, needle) => text.StartsWith(needle)),
        Test("ends_with", (text, needle) => text.EndsWith(needle)),
        Test("kql_has", (text, needle) => new TermPattern(needle).IsMatch(text)),
        Test("kql_has_cs", (text, needle) => new TermPattern(needle, TermMatch.Whole, ignoreCase: false).IsMatch(text)),
        Two("kql_countof", (f, a, b) => ScanValue.Of((long)Utf8Text.CountOf(f.Text(a), f.Text(b)))),
        Three("kql_replace_string", (f, a, lookup, rewrite) =>
        {
            var start = f.Texts.WrittenCount;
            TextReplacement.Replace(f.Text(a), f.Text(lookup), f.Text(rewrite), f.Texts);
            return f.Since(start);
        }),
        ("concat", arguments => frame => Concatenate(frame, default, arguments)),
        ("concat_ws", arguments => frame => arguments[0](frame) is { HasValue: true } delimiter ? Concatenate(frame, delimiter, arguments.AsSpan(1)) : ScanValue.Null),
    ];

    private static IEnumerable<(string Name, Func<ScanEvaluation[], ScanEvaluation> Make)> Dynamics() =>
    [
        Written("kql_dynamic_to_string", (f, a) => DynamicText.WriteText(f.Text(a), f.Texts)),
        One("kql_dynamic_to_bool", (f, a) => ScanValue.Of(DynamicConversions.ToBool(f.Text(a)))),
        One("kql_dynamic_to_int", (f, a) => ScanValue.Of(DynamicConversions.ToInt(f.Text(a)))),
        One("kql_dynamic_to_long", (f, a) => ScanValue.Of(DynamicConversions.ToLong(f.Text(a)))),
        One("kql_dynamic_to_real", (f, a) => ScanValue.Of(DynamicConversions.ToReal(f.Text(a)))),
        One("kql_dynamic_to_datetime", (f, a) => ScanValue.Of(DynamicConversions.ToDatetime(f.Text(a)))),
        One("kql_dynamic_to_timespan", (f, a) => ScanValue.Of(DynamicConversions.ToTimespan(f.Text(a)))),
        One("kql_array_length", (f, a) => ScanValue.Of(DynamicArray.Length(f.Text(a)))),
        Two("kql_dynamic_property", (f, a, key) => Part(f, DynamicPath.Property(f.Text(a), f.Text(key)))),
        Two("kql_dynamic_element", (f, a, index) => Part(f, DynamicPath.Element(f.Text(a), index.Bits))),
        Test("kql_dynamic_equals", DynamicEquality.AreEqual),
        Two("kql_set_has_element", (f, a, b) => ScanValue.Of(DynamicSets.HasElement(f.Text(a), f.Text(b)))),
        Written("kql_dynamic_from_string", (f, a) => new DynamicWriter(f.Texts).WriteString(f.Text(a))),
        Written("kql_dynamic_from_bool", (f, a) => new DynamicWriter(f.Texts).WriteBool(a.Bits != 0)),
        Written("kql_dynamic_from_long", (f, a) => new DynamicWriter(f.Texts).WriteLong(a.Bits)),
        Written("kql_dynamic_from_real", (f, a) => new DynamicWriter(f.Texts).WriteReal(a.Real)),
        Written("kql_dynamic_from_datetime", (f, a) => new DynamicWriter(f.Texts).WriteDatetime(a.Bits)),
        Written("kql_dynamic_from_timespan", (f, a) => new DynamicWriter(f.Texts).WriteTimespan(a.Bits)),
        ("kql_pack_array", arguments => frame => PackArray(frame, arguments)),
        ("kql_array_concat", arguments => frame => ConcatArrays(frame, arguments)),
        Three("kql_array_slice", (f, a, start, end) => Writing(f, texts => DynamicArrays.Slice(f.Text(a), start.Bits, end.Bits, texts))),
        Pair("kql_set_union", DynamicSets.Union),
        Pair("kql_set_intersect", DynamicSets.Intersect),
        Pair("kql_set_difference", DynamicSets.Difference),
        Two("kql_set_equals", (f, a, b) => ScanValue.Of(DynamicSets.AreEqual(f.Text(a), f.Text(b)))),
        ("kql_bag_pack", arguments => frame => PackBag(frame, arguments)),
        ("kql_bag_merge", arguments => frame => MergeBags(frame, arguments)),
        One("kql_bag_keys", (f, a) => Writing(f, texts => DynamicBag.Keys(f.Text(a), texts))),
    ];

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Integer(string name, Func<long, long?> function) =>
        One(name, (_, a) => ScanValue.Of(function(a.Bits)));

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Integers(string name, Func<long, long, long?> function) =>
        Two(name, (_, a, b) => ScanValue.Of(function(a.Bits, b.Bits)));

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Reals(string name, Func<double, double, double?> function) =>
        Two(name, (_, a, b) => ScanValue.Of(function(a.Real, b.Real)));

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Test(string name, TextTest test) =>
        Two(name, (f, a, b) => ScanValue.Of(test(f.Text(a), f.Text(b))));

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Pair(string name, DynamicPair function) =>
        Two(name, (f, a, b) => Writing(f, texts => function(f.Text(a), f.Text(b), texts)));

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) One(string name, Func<ScanFrame, ScanValue, ScanValue> function) => (name, arguments =>
    {
        var first = arguments[0];
        return frame => first(frame) is { HasValue: true } a ? function(frame, a) : ScanValue.Null;
    }
    );

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Two(string name, Func<ScanFrame, ScanValue, ScanValue, ScanValue> function) => (name, arguments =>
    {
        var (first, second) = (arguments[0], arguments[1]);
        return frame => first(frame) is { HasValue: true } a && second(frame) is { HasValue: true } b ? function(frame, a, b) : ScanValue.Null;
    }
    );

    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Three(string name, Func<ScanFrame, ScanValue, ScanValue, ScanValue, ScanValue> function) => (name, arguments =>
    {
        var (first, second, third) = (arguments[0], arguments[1], arguments[2]);
        return frame => first(frame) is { HasValue: true } a && second(frame) is { HasValue: true } b && third(frame) is { HasValue: true } c
            ? function(frame, a, b, c)
            : ScanValue.Null;
    }
    );

    /// <summary>A function that appends its result to the frame's texts.</summary>
    private static (string Name, Func<ScanEvaluation[], ScanEvaluation> Make) Written(string name, Action<ScanFrame, ScanValue> write) => One(name, (frame, a) =>
    {
        var start = frame.Texts.WrittenCount;
        write(frame, a);
        return frame.Since(start);
    });

    /// <summary>What is appended to the frame's texts, or null where nothing comes of it.</summary>
    private static ScanValue Writing(ScanFrame frame, Func<IBufferWriter<byte>, bool> write)
    {
        var start = frame.Texts.WrittenCount;
        return write(frame.Texts) ? frame.Since(start) : ScanValue.Null;
    }

    /// <summary>Nulls are left out, as the database's concat() and concat_ws() do.</summary>
    private static ScanValue Concatenate(ScanFrame frame, ScanValue delimiter, ReadOnlySpan<ScanEvaluation> arguments)
    {
        // The parts first: working them out may append to the texts too.
        var parts = new List<ScanValue>(arguments.Length);
        foreach (var argument in arguments)
        {
            if (argument(frame) is { HasValue: true } part)
            {
                parts.Add(part);
            }
        }

        var start = frame.Texts.WrittenCount;
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0 && delimiter.HasValue)
            {
                frame.Add(frame.Text(delimiter));
            }

            frame.Add(frame.Text(parts[i]));
        }

        return frame.Since(start);
    }

    private static ScanValue Part(ScanFrame frame, ReadOnlySpan<byte> part) => part.IsEmpty ? ScanValue.Null : frame.Add(part);

    private static ScanValue PackArray(ScanFrame frame, ScanEvaluation[] arguments)
    {
        var items = Array.ConvertAll(arguments, a => a(frame));
        var start = frame.Texts.WrittenCount;
        var writer = new DynamicWriter(frame.Texts);
        writer.BeginArray();
        foreach (var item in items)
        {
            writer.WriteValue(item.HasValue ? frame.Text(item) : default);
        }

        writer.EndArray();
        return frame.Since(start);
    }

    /// <param name="frame">The frame.</param>
    /// <param name="arguments">Names and values in turn.</param>
    private static ScanValue PackBag(ScanFrame frame, ScanEvaluation[] arguments)
    {
        var items = Array.ConvertAll(arguments, a => a(frame));
        var start = frame.Texts.WrittenCount;
        var writer = new DynamicWriter(frame.Texts);
        writer.BeginBag();
        for (var i = 0; i < items.Length; i += 2)
        {
            writer.WriteName(items[i].HasValue ? frame.Text(items[i]) : default);
            writer.WriteValue(items[i + 1].HasValue ? frame.Text(items[i + 1]) : default);
        }

        writer.EndBag();
        return frame.Since(start);
    }

    /// <summary>What is no bag is left out; null where none is one.</summary>
    private static ScanValue MergeBags(ScanFrame frame, ScanEvaluation[] arguments)
    {
        var merged = frame.Add(default);
        foreach (var bag in Array.ConvertAll(arguments, a => a(frame)))
        {
            if (bag.HasValue && Writing(frame, texts => DynamicBags.Merge(frame.Text(merged), frame.Text(bag), texts)) is { HasValue: true } longer)
            {
                merged = longer;
            }
        }

        return merged.Length > 0 ? merged : ScanValue.Null;
    }

    private static ScanValue ConcatArrays(ScanFrame frame, ScanEvaluation[] arguments)
    {
        var arrays = Array.ConvertAll(arguments, a => a(frame));
        var start = frame.Texts.WrittenCount;
        var writer = new DynamicWriter(frame.Texts);
        writer.BeginArray();
        foreach (var array in arrays)
        {
            DynamicArrays.Append(array.HasValue ? frame.Text(array) : default, ref writer);
        }

        writer.EndArray();
        return frame.Since(start);
    }

    /// <summary>How many characters of a text count twice in UTF-16.</summary>
    private static int Surrogates(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            count += unit >= 0xF0 ? 1 : 0;
        }

        return count;
    }

    private static DatetimeUnit? Unit(ReadOnlySpan<byte> name) => DatetimePeriods.UnitFromName(Encoding.UTF8.GetString(name));
}
