using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions of datetimes and timespans; both are counts of 100 ns ticks in SQL.</summary>
internal static class DateTimeFunctions
{
    private static readonly string[] DiffUnits =
        ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];

    private static readonly string[] PartUnits =
    [
        "year", "quarter", "month", "week_of_year", "day", "dayofyear", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond",
    ];

    private static readonly ScalarFunction DatePart = Function("datetime_part", On(
        [Text("part").OneOf(PartUnits), DateTime("date")], KqlType.Int, a => PartSql(Lowered(a[0]), a[1])));

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function(
            "now",
            On([], KqlType.DateTime, a => S.BigInt(a.Clock.Now), NullRule.Never),
            On([TimeSpan("offset")], KqlType.DateTime, a => S.Call("kql_datetime_plus", S.BigInt(a.Clock.Now), a[0]), NullRule.Makes))
            with { Determinism = Determinism.PerQuery },
        Function("ago", On([TimeSpan("timespan")], KqlType.DateTime, AgoSql, NullRule.Makes)) with { Determinism = Determinism.PerQuery },
        Function("datetime_diff", On(
            [Text("part").OneOf(DiffUnits), DateTime("datetime1"), DateTime("datetime2")],
            DiffType,
            DiffSql)),
        Function("datetime_add", On(
            [Text("part").OneOf(DiffUnits), Integer("amount"), DateTime("datetime")],
            KqlType.DateTime,
            a => S.Call("kql_datetime_add", Lowered(a[0]), a[1], a[2]),
            NullRule.Makes)),
        DatePart,
        DatePart.Alias("datepart"),
        .. new[] { "day", "week", "month", "year" }.SelectMany(Period),
        Part("getyear", "year"),
        Part("monthofyear", "month"),
        Part("getmonth", "month"),
        Part("dayofmonth", "day"),
        Part("dayofyear", "dayofyear"),
        Part("hourofday", "hour"),
        Part("week_of_year", "week_of_year"),
        Part("weekofyear", "week_of_year"),
        Function("dayofweek", "day-of-week-function", On([DateTime("date")], KqlType.TimeSpan, a => S.Call("kql_dayofweek", a[0]), NullRule.Makes)),
        Function(
            "make_datetime",
            On(
                [Number("year"), Number("month"), Number("day"), Number("hour").Optional(), Number("minute").Optional(), Number("second").Optional()],
                KqlType.DateTime,
                a => S.Call("kql_make_datetime", Whole(a, 0), Whole(a, 1), Whole(a, 2), Whole(a, 3), Whole(a, 4), a.Real(5, 0)),
                NullRule.Makes),
            On([Scalar("value") with { Form = DynamicForm.Any }], KqlType.DateTime, a => Conversions.Convert(a[0], a.Type(0), KqlType.DateTime), NullRule.Makes)) with
        { NameRule = NameRule.OnlyArgument },
        Function(
            "make_timespan",
            On([Integer("days"), Integer("hours"), Integer("minutes"), Integer("seconds")], KqlType.TimeSpan, a => TimeSpanSql(a[0], a[1], a[2], a[3]), NullRule.Makes),
            On([Integer("days"), Integer("hours"), Integer("minutes"), Real("seconds")], KqlType.TimeSpan, a => TimeSpanSql(a[0], a[1], a[2], a[3]), NullRule.Makes),
            On([Integer("hours"), Integer("minutes"), Real("seconds").Optional()], KqlType.TimeSpan, a => TimeSpanSql(S.BigInt(0), a[0], a[1], a.OrDefault(2, S.Double(0))), NullRule.Makes),
            On([Scalar("value") with { Form = DynamicForm.Any }], KqlType.TimeSpan, a => Conversions.Convert(a[0], a.Type(0), KqlType.TimeSpan), NullRule.Makes)) with
        { NameRule = NameRule.OnlyArgument },
        Function("format_datetime", On(
            [DateTime("date"), Text("format").Constant() with { LiteralFault = TimeFormats.DatetimeFault }], KqlType.String, a => S.Call("kql_format_datetime", a[0], a[1]))).NamedAfterArgument(),
        Function("format_timespan", On(
            [TimeSpan("timespan"), Text("format").Constant() with { LiteralFault = TimeFormats.TimespanFault }], KqlType.String, a => S.Call("kql_format_timespan", a[0], a[1]))).NamedAfterArgument(),
        Unix("seconds", 10_000_000),
        Unix("milliseconds", 10_000),
        Unix("microseconds", 10),
        Function(
            "unixtime_nanoseconds_todatetime",
            On([Integer("nanoseconds")], KqlType.DateTime, Calls("kql_unixtime_nanoseconds"), NullRule.Makes),
            On([Number("nanoseconds")], KqlType.DateTime, a => S.Call("kql_unixtime_nanoseconds", S.Call("kql_real_to_long", a.Real(0))), NullRule.Makes)),
        Function("datetime_utc_to_local", On([DateTime("from"), Text("timezone")], KqlType.DateTime, Calls("kql_utc_to_local"), NullRule.Makes)),
        Function("datetime_local_to_utc", On([DateTime("from"), Text("timezone")], KqlType.DateTime, Calls("kql_local_to_utc"), NullRule.Makes)),
    ];

    /// <summary>Weeks are counted as a real, all other units as a long: so the engine answers, whatever the page says.</summary>
    private static BoundType DiffType(ImmutableArray<BoundExpression> arguments) => IsWeek(arguments[0]) ? KqlType.Real : KqlType.Long;

    private static SqlExpression DiffSql(LoweringArguments a)
    {
        var difference = S.Call("kql_datetime_diff", Lowered(a[0]), a[1], a[2]);
        return IsWeek(a.Bound(0)) ? S.Cast(difference, SqlType.Double) : difference;
    }

    private static bool IsWeek(BoundExpression part) => part is BoundLiteral { Value: string unit } && unit.Equals("week", StringComparison.OrdinalIgnoreCase);

    /// <summary>A part that the query may leave out, as a long.</summary>
    private static SqlExpression Whole(LoweringArguments a, int index) => index >= a.Count ? S.BigInt(0)
        : a.Type(index).Kind.IsInteger() ? S.Cast(a[index], SqlType.BigInt)
        : S.Call("kql_real_to_long", a.Real(index));

    private static SqlCall TimeSpanSql(SqlExpression days, SqlExpression hours, SqlExpression minutes, SqlExpression seconds) =>
        S.Call("kql_make_timespan", days, hours, minutes, S.Cast(seconds, SqlType.Double));

    private static SqlExpression Lowered(SqlExpression part) => part is SqlString s ? S.String(s.Value.ToLowerInvariant()) : part;

    /// <summary>A constant stays a literal, so that a time filter reaches the files' statistics.</summary>
    private static SqlExpression AgoSql(LoweringArguments a) => a.Literal(0) is long ticks && ticks >= 0 && ticks <= a.Clock.Now
        ? S.BigInt(a.Clock.Now - ticks)
        : S.Call("kql_datetime_minus", S.BigInt(a.Clock.Now), a[0]);

    private static IEnumerable<ScalarFunction> Period(string unit)
    {
        foreach (var edge in new[] { "startof", "endof" })
        {
            var name = edge + unit;
            var function = Function(name, On(
                [DateTime("date"), Integer("offset").Optional()],
                KqlType.DateTime,
                a => S.Call($"kql_{name}", a[0], a.OrDefault(1, S.BigInt(0))),
                NullRule.Makes));
            yield return edge == "startof" && unit == "day" ? function.NamedAfterArgument() : function;
        }
    }

    private static ScalarFunction Part(string name, string part) => Function(
        name, On([DateTime("date")], KqlType.Int, a => PartSql(S.String(part), a[0])));

    private static SqlExpression PartSql(SqlExpression part, SqlExpression datetime) => S.Cast(S.Call("kql_datetime_part", part, datetime), SqlType.Integer);

    /// <summary>Whole numbers stay exact; a real brings its fractions of a unit.</summary>
    private static ScalarFunction Unix(string unit, long ticksPerUnit) => Function(
        $"unixtime_{unit}_todatetime",
        On([Integer(unit)], KqlType.DateTime, a => S.Call("kql_unixtime_long", a[0], S.BigInt(ticksPerUnit)), NullRule.Makes),
        On([Number(unit)], KqlType.DateTime, a => S.Call("kql_unixtime_real", a.Real(0), S.BigInt(ticksPerUnit)), NullRule.Makes));
}
