using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
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
        "year", "quarter", "month", "week_of_year", "day", "dayOfYear", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond",
    ];

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Function(
            "now",
            "now-function",
            On([], KqlType.DateTime, a => S.BigInt(a.Clock.Now), NullRule.Never),
            On([TimeSpan("offset")], KqlType.DateTime, a => S.Call("kql_datetime_plus", S.BigInt(a.Clock.Now), a[0]), NullRule.Makes))
            with { Determinism = Determinism.PerQuery },
        Function("ago", "ago-function", On([TimeSpan("timespan")], KqlType.DateTime, AgoSql, NullRule.Makes)) with { Determinism = Determinism.PerQuery },
        Function("datetime_diff", "datetime-diff-function", On(
            [Text("part").OneOf(DiffUnits), DateTime("datetime1"), DateTime("datetime2")],
            DiffType,
            DiffSql)),
        Function("datetime_add", "datetime-add-function", On(
            [Text("part").OneOf(DiffUnits), Integer("amount"), DateTime("datetime")],
            KqlType.DateTime,
            a => S.Call("kql_datetime_add", Lowered(a[0]), a[1], a[2]),
            NullRule.Makes)),
        Function("datetime_part", "datetime-part-function", On(
            [Text("part").OneOf(PartUnits), DateTime("datetime")],
            KqlType.Long,
            a => S.Call("kql_datetime_part", Lowered(a[0]), a[1]))),
        .. new[] { "day", "week", "month", "year" }.SelectMany(Period),
        Part("getyear", "year", KqlType.Long),
        Part("monthofyear", "month", KqlType.Long),
        Part("getmonth", "month", KqlType.Long),
        Part("dayofmonth", "day", KqlType.Long),
        Part("dayofyear", "dayofyear", KqlType.Long),
        Part("hourofday", "hour", KqlType.Long),
        Part("week_of_year", "week_of_year", KqlType.Long),
        Part("weekofyear", "week_of_year", KqlType.Long),
        Function("dayofweek", "day-of-week-function", On([DateTime("date")], KqlType.TimeSpan, a => S.Call("kql_dayofweek", a[0]), NullRule.Makes)),
        Function("make_datetime", "make-datetime-function", On(
            [Long("year"), Long("month"), Long("day"), Long("hour").Optional(), Long("minute").Optional(), Real("second").Optional()],
            KqlType.DateTime,
            a => S.Call("kql_make_datetime", a[0], a[1], a[2], a.Or(3, S.BigInt(0)), a.Or(4, S.BigInt(0)), a.Or(5, S.Double(0))),
            NullRule.Makes)),
        Function("format_datetime", "format-datetime-function", On(
            [DateTime("date"), Text("format").Constant() with { LiteralFault = TimeFormats.DatetimeFault }], KqlType.String, a => S.Call("kql_format_datetime", a[0], a[1]))).NamedAfterArgument(),
        Function("format_timespan", "format-timespan-function", On(
            [TimeSpan("timespan"), Text("format").Constant() with { LiteralFault = TimeFormats.TimespanFault }], KqlType.String, a => S.Call("kql_format_timespan", a[0], a[1]))).NamedAfterArgument(),
        Unix("seconds", 10_000_000),
        Unix("milliseconds", 10_000),
        Unix("microseconds", 10),
    ];

    /// <summary>Weeks are counted as a real, all other units as a long: so the engine answers, whatever the page says.</summary>
    private static BoundType DiffType(ImmutableArray<BoundExpression> arguments) => IsWeek(arguments[0]) ? KqlType.Real : KqlType.Long;

    private static SqlExpression DiffSql(LoweringArguments a)
    {
        var difference = S.Call("kql_datetime_diff", Lowered(a[0]), a[1], a[2]);
        return IsWeek(a.Bound(0)) ? S.Cast(difference, SqlType.Double) : difference;
    }

    private static bool IsWeek(BoundExpression part) => part is BoundLiteral { Value: string unit } && unit.Equals("week", StringComparison.OrdinalIgnoreCase);

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
            var function = Function(name, $"{name}-function", On(
                [DateTime("date"), Integer("offset").Optional()],
                KqlType.DateTime,
                a => S.Call($"kql_{name}", a[0], a.Or(1, S.BigInt(0))),
                NullRule.Makes));
            yield return edge == "startof" && unit == "day" ? function.NamedAfterArgument() : function;
        }
    }

    private static ScalarFunction Part(string name, string part, KqlType type) => Function(
        name, $"{name}-function", On([DateTime("date")], type, a => S.Call("kql_datetime_part", S.String(part), a[0])));

    private static ScalarFunction Unix(string unit, long ticksPerUnit) => Function(
        $"unixtime_{unit}_todatetime",
        $"unixtime-{unit}-todatetime-function",
        On([Real(unit)], KqlType.DateTime, a => S.Call("kql_unixtime_to_datetime", a[0], S.BigInt(ticksPerUnit)), NullRule.Makes));
}
