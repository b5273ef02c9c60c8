using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of dynamic arrays, arrays as sets included.</summary>
internal static class ArrayFunctions
{
    private const long TicksPerHour = 36_000_000_000;

    private static readonly ScalarFunction Length = Function("array_length", On(
        [Array("array") with { Form = DynamicForm.Any }],
        KqlType.Long,
        a => a.Type(0).ItemType is not null ? S.Call("len", a[0]) : S.Call("kql_array_length", Lowering.Conversions.ToJson(a[0], a.Type(0))),
        NullRule.Makes));

    private static readonly ScalarFunction Join = Function("strcat_array", On(
        [Array("array"), Scalar("delimiter")],
        KqlType.String,
        a => S.Call("kql_strcat_array", a[0], a.Text(1))));

    private static readonly ScalarFunction Choose = Function("array_iff", On(
        [Array("condition_array"), Scalar("when_true"), Scalar("when_false")],
        BoundType.Array,
        a => S.Call("kql_array_iff", a[0], a.JsonOrNull(1), a.JsonOrNull(2)),
        NullRule.Makes));

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Length,
        Length.Alias("arraylength"),
        Join,
        Join.Alias("array_strcat"),
        Choose,
        Choose.Alias("array_iif"),
        Function("array_sum", On([Array("array")], KqlType.Real, Calls("kql_array_sum"), NullRule.Makes)),
        Function("array_concat", On(
            [Array("array").Repeated(1, 64)], KqlType.Dynamic, a => S.Call("kql_array_concat", new SqlListLiteral(a.All)), NullRule.Never)),
        Function("array_index_of", On(
            [Array("array"), Scalar("value"), Integer("start").Optional(), Integer("length").Optional(), Integer("occurrence").Constant().Optional()],
            KqlType.Long,
            a => S.Call("kql_array_index_of", a[0], a.JsonOrNull(1), a.OrDefault(2, S.BigInt(0)), a.OrDefault(3, S.BigInt(-1)), a.OrDefault(4, S.BigInt(1))),
            NullRule.Makes)),
        Function("array_reverse", On([Array("value")], KqlType.Dynamic, Calls("kql_array_reverse"), NullRule.Makes)),
        Function("array_rotate_left", On([Array("array"), Integer("rotate_count")], KqlType.Dynamic, Calls("kql_array_rotate_left"), NullRule.Makes)),
        Function("array_rotate_right", On([Array("array"), Integer("rotate_count")], KqlType.Dynamic, Calls("kql_array_rotate_right"), NullRule.Makes)),
        Shift("array_shift_left"),
        Shift("array_shift_right"),
        Function("array_slice", On([Array("array"), Integer("start"), Integer("end")], KqlType.Dynamic, Calls("kql_array_slice"), NullRule.Makes)),
        Function(
            "array_split",
            On([Array("array"), Integer("index")], KqlType.Dynamic, a => S.Call("kql_array_split", a[0], S.Call("kql_dynamic_from_long", a[1])), NullRule.Makes),
            On([Array("array"), Array("indices")], KqlType.Dynamic, Calls("kql_array_split"), NullRule.Makes)),
        Sort("array_sort_asc"),
        Sort("array_sort_desc"),
        Set("set_union"),
        Set("set_intersect"),
        Set("set_difference"),
        Function("set_equals", On([Array("set1"), Array("set2")], KqlType.Bool, Calls("kql_set_equals"), NullRule.Makes)),
        Function("set_has_element", On(
            [Array("set"), Scalar("value")], KqlType.Bool, a => S.Call("kql_set_has_element", a[0], a.JsonOrNull(1)), NullRule.Makes)),
        Function("jaccard_index", On(
            [Array("set").Repeated(2, 2)], KqlType.Real, Calls("kql_jaccard_index"), NullRule.Makes)),
        Function("zip", On(
            [Array("array").Repeated(2, 64)], BoundType.Array, a => S.Call("kql_zip", S.Call("kql_pack_array", new SqlListLiteral(a.All))), NullRule.Makes)),
        Function("repeat", On(
            [Of(ParameterKind.NotDynamic, "value"), Long("count")], BoundType.Array, a => S.Call("kql_repeat", a.JsonOrNull(0), a[1]), NullRule.Makes),
            WithoutMeaning([Dynamic("value"), Long("count")], Returns(BoundType.Array), "the page takes no dynamic value")).NamedWith("repeat"),
        Function(
            "range",
            On([Integer("start"), Integer("stop"), Integer("step").Optional()], BoundType.ListOf(KqlType.Long), a => RangeSql(a, 1)),
            On([Number("start"), Number("stop"), Number("step").Optional()], BoundType.ListOf(KqlType.Real), a =>
                S.Call("kql_range_real", a.Real(0), a.Real(1), a.Real(2, 1))),
            On([DateTime("start"), DateTime("stop"), TimeSpan("step").Optional()], BoundType.ListOf(KqlType.DateTime), a => RangeSql(a, TicksPerHour)),
            On([TimeSpan("start"), TimeSpan("stop"), TimeSpan("step").Optional()], BoundType.ListOf(KqlType.TimeSpan), a => RangeSql(a, TicksPerHour)),
            WithoutMeaning(
                [Of(ParameterKind.Summable, "start"), Of(ParameterKind.Summable, "stop"), Of(ParameterKind.Summable, "step").Optional()],
                Returns(BoundType.Array),
                "start, stop and step are numbers, or times with a timespan")),
    ];

    private static SqlCall RangeSql(LoweringArguments a, long step) => S.Call("kql_range_long", a[0], a[1], a.OrDefault(2, S.BigInt(step)));

    private static ScalarFunction Shift(string name) => Function(name, On(
        [Array("array"), Integer("shift_count"), Scalar("default_value").Optional()],
        KqlType.Dynamic,
        a => S.Call("kql_" + name, a[0], a[1], a.Count > 2 ? a.JsonOrNull(2) : S.String(string.Empty)),
        NullRule.Makes));

    private static ScalarFunction Sort(string name) => Function(
        name,
        On([Array("array"), Bool("nulls_last").Constant().Optional()], KqlType.Dynamic, a => S.Call("kql_" + name, a[0], a.OrDefault(1, S.True)), NullRule.Makes),
        SeveralSorted(name, [Array("array").Repeated(2, 64)]),
        SeveralSorted(name, [Array("array").Repeated(2, 64), Bool("nulls_last").Constant()])) with
    { NameRule = NameRule.Suffixed, NamePrefix = "sorted" };

    /// <summary>A column for each array: the first one sorted, the others put into its order; null where a length differs.</summary>
    private static Overload SeveralSorted(string name, ImmutableArray<Parameter> parameters)
    {
        var overload = On(parameters, KqlType.Unknown, a => SeveralSortedSql(name, a), NullRule.Makes);
        var function = Function(name, overload);
        return overload with
        {
            Compose = (arguments, span) => new BoundCall(
                function,
                overload with { Fields = [.. Enumerable.Range(0, arguments.Count(a => a.Type.IsDynamic)).Select(i => new FieldDescriptor(Field(i), KqlType.Dynamic))] },
                arguments,
                KqlType.Unknown,
                span),
        };
    }

    private static string Field(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"array{index}");

    private static SqlStructLiteral SeveralSortedSql(string name, LoweringArguments a)
    {
        var arrays = Enumerable.Range(0, a.Count).Count(i => a.Type(i).IsDynamic);
        var nullsLast = a.OrDefault(arrays, S.True);
        return new SqlStructLiteral(
        [
            new SqlStructField(Field(0), S.Call("kql_" + name, a[0], nullsLast)),
            .. Enumerable.Range(1, arrays - 1).Select(i => new SqlStructField(Field(i), S.Call($"kql_{name}_by", a[0], a[i], nullsLast))),
        ]);
    }

    /// <summary>Any number of sets, taken two by two.</summary>
    private static ScalarFunction Set(string name) => Function(name, On(
        [Array("set").Repeated(2, 64)], BoundType.Array, a => a.All.AsEnumerable().Aggregate((left, right) => S.Call("kql_" + name, left, right)), NullRule.Makes));
}
