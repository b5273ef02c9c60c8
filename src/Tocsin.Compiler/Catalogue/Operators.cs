using System.Collections.Immutable;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>KQL's operators as entries of the catalogue, named by their symbols.</summary>
public static class Operators
{
    private const string NumericPage = "numerical-operators";
    private const string StringPage = "datatypes-string-operators";
    private const string LogicalPage = "logical-operators";

    private static readonly ImmutableArray<Parameter> Numbers = [Of(ParameterKind.CommonNumber, "left"), Of(ParameterKind.CommonNumber, "right")];
    private static readonly ImmutableArray<Parameter> Strings = [Text("left"), Text("right")];

    // A dynamic value is compared as a string only beside a string: Kusto refuses == between two dynamic values.
    private static readonly ImmutableArray<Parameter> PlainStrings = [Text("left") with { RefusesDynamic = true }, Text("right") with { RefusesDynamic = true }];
    private static readonly ImmutableArray<Parameter> Bools = [Bool("left"), Bool("right")];
    private static readonly ImmutableArray<Parameter> DateTimes = [DateTime("left"), DateTime("right")];
    private static readonly ImmutableArray<Parameter> TimeSpans = [TimeSpan("left"), TimeSpan("right")];
    private static readonly ImmutableArray<Parameter> Guids = [Of(ParameterKind.Guid, "left"), Of(ParameterKind.Guid, "right")];
    private static readonly ImmutableArray<Parameter> DateTimeThenSpan = [DateTime("left"), TimeSpan("right")];
    private static readonly ImmutableArray<Parameter> SpanThenDateTime = [TimeSpan("left"), DateTime("right")];
    private static readonly ImmutableArray<Parameter> SpanThenNumber = [TimeSpan("left"), Number("right")];
    private static readonly ImmutableArray<Parameter> NumberThenSpan = [Number("left"), TimeSpan("right")];

    public static readonly ScalarFunction And = Function("and", LogicalPage, On(Bools, KqlType.Bool, a => S.And(a[0], a[1])));

    public static readonly ScalarFunction Or = Function("or", LogicalPage, On(Bools, KqlType.Bool, a => S.Or(a[0], a[1])));

    public static readonly ScalarFunction Not = Function("not", On([Bool("expression")], KqlType.Bool, a => S.Not(a[0])));

    public static readonly ScalarFunction Negate = Function(
        "-",
        NumericPage,
        On([Integer("operand")], KqlType.Long, a => S.Call("kql_subtract", S.BigInt(0), a[0])),
        On([Number("operand")], Same(0), a => S.Negate(a[0])),
        On([TimeSpan("operand")], KqlType.TimeSpan, a => S.Negate(a[0])));

    public static readonly ScalarFunction Add = Function(
        "+",
        NumericPage,
        On(Numbers, Widest, a => Arithmetic.Add(a)),
        On(DateTimeThenSpan, KqlType.DateTime, a => S.Call("kql_datetime_plus", a[0], a[1]), NullRule.Makes),
        On(SpanThenDateTime, KqlType.DateTime, a => S.Call("kql_datetime_plus", a[1], a[0]), NullRule.Makes),
        On(TimeSpans, KqlType.TimeSpan, a => S.Call("kql_add", a[0], a[1])));

    public static readonly ScalarFunction Subtract = Function(
        "-",
        NumericPage,
        On(Numbers, Widest, a => Arithmetic.Subtract(a)),
        On(DateTimes, KqlType.TimeSpan, a => S.Subtract(a[0], a[1])),
        On(DateTimeThenSpan, KqlType.DateTime, a => S.Call("kql_datetime_minus", a[0], a[1]), NullRule.Makes),
        On(TimeSpans, KqlType.TimeSpan, a => S.Call("kql_subtract", a[0], a[1])));

    public static readonly ScalarFunction Multiply = Function(
        "*",
        NumericPage,
        On(Numbers, Widest, a => Arithmetic.Multiply(a)),
        On(SpanThenNumber, KqlType.TimeSpan, a => Arithmetic.Scale(a[0], a[1], a.Type(1)), NullRule.Makes),
        On(NumberThenSpan, KqlType.TimeSpan, a => Arithmetic.Scale(a[1], a[0], a.Type(0)), NullRule.Makes));

    public static readonly ScalarFunction Divide = Function(
        "/",
        NumericPage,
        On(Numbers, Widest, a => Arithmetic.Divide(a), NullRule.Makes),
        On(TimeSpans, KqlType.Real, a => S.Divide(S.Cast(a[0], SqlType.Double), S.Cast(a[1], SqlType.Double))),
        On(DateTimeThenSpan, KqlType.Real, a => S.Divide(S.Cast(a[0], SqlType.Double), S.Cast(a[1], SqlType.Double))),
        On(SpanThenNumber, KqlType.TimeSpan, a => Arithmetic.Unscale(a[0], a[1], a.Type(1)), NullRule.Makes));

    public static readonly ScalarFunction Modulo = Function(
        "%",
        NumericPage,
        On(Numbers, Widest, a => Arithmetic.Remainder(a), NullRule.Makes),
        On(TimeSpans, KqlType.TimeSpan, a => S.Call("kql_remainder", a[0], a[1]), NullRule.Makes),
        On(DateTimeThenSpan, KqlType.TimeSpan, a => S.Call("kql_remainder", a[0], a[1]), NullRule.Makes));

    public static readonly ScalarFunction Equal = Comparison("==", Equality.Equal, isEquality: true);

    public static readonly ScalarFunction NotEqual = Comparison("!=", Equality.NotEqual, isEquality: true);

    public static readonly ScalarFunction Less = Comparison("<", Comparisons.Less, isEquality: false);

    public static readonly ScalarFunction LessOrEqual = Comparison("<=", Comparisons.LessOrEqual, isEquality: false);

    public static readonly ScalarFunction Greater = Comparison(">", Comparisons.Greater, isEquality: false);

    public static readonly ScalarFunction GreaterOrEqual = Comparison(">=", Comparisons.GreaterOrEqual, isEquality: false);

    public static readonly ScalarFunction Between = Function(
        "between",
        "between-operator",
        On([.. Numbers, Of(ParameterKind.CommonNumber, "high")], KqlType.Bool, BetweenSql),
        On([.. DateTimes, DateTime("high")], KqlType.Bool, BetweenSql),
        On([DateTime("value"), DateTime("low"), TimeSpan("length")], KqlType.Bool, a =>
            S.And(S.GreaterOrEqual(a[0], a[1]), S.LessOrEqual(a[0], S.Call("kql_datetime_plus", a[1], a[2])))),
        On([.. TimeSpans, TimeSpan("high")], KqlType.Bool, BetweenSql)) with
    { Versions = VersionRule.AmongThemselves };

    /// <summary><c>x in (a, b…)</c> over items of x's type.</summary>
    public static readonly ScalarFunction In = Function(
        "in",
        "in-cs-operator",
        On([Scalar("left"), Scalar("item").Repeated(0, int.MaxValue)], KqlType.Bool, a => Membership.In(a), NullRule.Never)) with
    { Versions = VersionRule.AmongThemselves };

    /// <summary><c>x in~ (a, b…)</c> and the term lists: the right side comes as one JSON array, prepared once for all rows.</summary>
    public static readonly ScalarFunction InIgnoreCase = ListOperator("in~", "in-operator", "kql_in_ignore_case");

    public static readonly ScalarFunction HasAny = ListOperator("has_any", "has-anyoperator", "kql_has_any");

    public static readonly ScalarFunction HasAll = ListOperator("has_all", "has-all-operator", "kql_has_all");

    /// <summary><c>x in (list)</c> where the list is a dynamic value known only at run time.</summary>
    public static readonly ScalarFunction InDynamic = Function(
        "in",
        "in-cs-operator",
        On([Dynamic("left"), Dynamic("list")], KqlType.Bool, a => S.Coalesce(S.Call("kql_dynamic_contains", a[1], a[0]), S.False), NullRule.Never));

    private static readonly ScalarFunction EqualIgnoreCase = Strings2("=~", "equals-operator", "kql_equals_ignore_case");
    private static readonly ScalarFunction Has = Strings2("has", "has-operator", "kql_has");
    private static readonly ScalarFunction HasCs = Strings2("has_cs", "has-cs-operator", "kql_has_cs");
    private static readonly ScalarFunction HasPrefix = Strings2("hasprefix", "hasprefix-operator", "kql_hasprefix");
    private static readonly ScalarFunction HasPrefixCs = Strings2("hasprefix_cs", "hasprefix-cs-operator", "kql_hasprefix_cs");
    private static readonly ScalarFunction HasSuffix = Strings2("hassuffix", "hassuffix-operator", "kql_hassuffix");
    private static readonly ScalarFunction HasSuffixCs = Strings2("hassuffix_cs", "hassuffix-cs-operator", "kql_hassuffix_cs");
    private static readonly ScalarFunction Contains = Strings2("contains", "contains-operator", "kql_contains");
    private static readonly ScalarFunction ContainsCs = Strings2("contains_cs", "contains-cs-operator", "contains");
    private static readonly ScalarFunction StartsWith = Strings2("startswith", "startswith-operator", "kql_startswith");
    private static readonly ScalarFunction StartsWithCs = Strings2("startswith_cs", "startswith-cs-operator", "starts_with");
    private static readonly ScalarFunction EndsWith = Strings2("endswith", "endswith-operator", "kql_endswith");
    private static readonly ScalarFunction EndsWithCs = Strings2("endswith_cs", "endswith-cs-operator", "ends_with");

    private static readonly ScalarFunction MatchesRegex = Function("matches regex", "matches-regex-operator", On(
        [Text("text"), Text("regex") with { IsRegex = true }], KqlType.Bool, a => RegexSql.Over(a[0], a[1], (text, regex) => S.Call("regexp_matches", text, regex), unmark: null), NullRule.Never));

    /// <summary>The comparisons by value: ==, != and the four of order.</summary>
    public static bool IsComparison(ScalarFunction function) =>
        function == Equal || function == NotEqual || function == Less || function == LessOrEqual || function == Greater || function == GreaterOrEqual;

    /// <summary>Operators of terms and texts; they take dynamic values as texts.</summary>
    public static bool TakesText(ScalarFunction function) => function.Overloads is [{ Parameters: [{ Kind: ParameterKind.String }, ..] }];

    /// <summary>has and its family.</summary>
    public static bool LooksForTerms(ScalarFunction function) => function.Name.StartsWith("has", StringComparison.Ordinal);

    /// <summary>Whether a dynamic value may stand beside times and bools too: equality and sums, not order and quotients.</summary>
    public static bool TakesAnyTypeBesideDynamic(ScalarFunction function) =>
        function == Equal || function == NotEqual || function == Add || function == Subtract || function == Multiply;

    /// <summary>
    /// The type that the language service gives an operator beside types that Kusto's engine refuses, or for which no
    /// page says what the value is; null where the service refuses it too.
    /// </summary>
    public static KqlType? TypeWithoutMeaning(ScalarFunction function, KqlType left, KqlType right) => (left, right) switch
    {
        _ when function == Equal || function == NotEqual => KqlType.Bool,
        (KqlType.Dynamic, KqlType.Dynamic) when IsComparison(function) => KqlType.Bool,
        (KqlType.Dynamic, KqlType.Dynamic) when IsArithmetic(function) => KqlType.Dynamic,
        (KqlType.DateTime, KqlType.DateTime) when function == Add => KqlType.DateTime,
        (KqlType.DateTime, KqlType.DateTime) when function == Divide => KqlType.Real,
        (KqlType.DateTime, KqlType.DateTime) when function == Modulo => KqlType.TimeSpan,
        (KqlType.TimeSpan, KqlType.DateTime) when function == Subtract => KqlType.DateTime,
        (KqlType.TimeSpan, KqlType.TimeSpan) when function == Multiply => KqlType.TimeSpan,
        (KqlType.DateTime, _) when right.IsNumeric() && (function == Multiply || function == Divide || function == Modulo) => KqlType.DateTime,
        (_, KqlType.DateTime) when left.IsNumeric() && function == Multiply => KqlType.DateTime,
        (KqlType.TimeSpan, _) when right.IsNumeric() && function == Modulo => KqlType.TimeSpan,
        _ => null,
    };

    private static bool IsArithmetic(ScalarFunction function) =>
        function == Add || function == Subtract || function == Multiply || function == Divide || function == Modulo;

    /// <summary>The entry of a binary operator, and whether the operator is its negation; null for what is refused.</summary>
    public static (ScalarFunction Function, bool IsNegated)? Find(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => (Add, false),
        BinaryOperator.Subtract => (Subtract, false),
        BinaryOperator.Multiply => (Multiply, false),
        BinaryOperator.Divide => (Divide, false),
        BinaryOperator.Modulo => (Modulo, false),
        BinaryOperator.And => (And, false),
        BinaryOperator.Or => (Or, false),
        BinaryOperator.Equal => (Equal, false),
        BinaryOperator.NotEqual => (NotEqual, false),
        BinaryOperator.Less => (Less, false),
        BinaryOperator.LessOrEqual => (LessOrEqual, false),
        BinaryOperator.Greater => (Greater, false),
        BinaryOperator.GreaterOrEqual => (GreaterOrEqual, false),
        BinaryOperator.EqualTilde => (EqualIgnoreCase, false),
        BinaryOperator.NotEqualTilde => (EqualIgnoreCase, true),
        BinaryOperator.Has => (Has, false),
        BinaryOperator.NotHas => (Has, true),
        BinaryOperator.HasCs => (HasCs, false),
        BinaryOperator.NotHasCs => (HasCs, true),
        BinaryOperator.HasPrefix => (HasPrefix, false),
        BinaryOperator.NotHasPrefix => (HasPrefix, true),
        BinaryOperator.HasPrefixCs => (HasPrefixCs, false),
        BinaryOperator.NotHasPrefixCs => (HasPrefixCs, true),
        BinaryOperator.HasSuffix => (HasSuffix, false),
        BinaryOperator.NotHasSuffix => (HasSuffix, true),
        BinaryOperator.HasSuffixCs => (HasSuffixCs, false),
        BinaryOperator.NotHasSuffixCs => (HasSuffixCs, true),
        BinaryOperator.Contains => (Contains, false),
        BinaryOperator.NotContains => (Contains, true),
        BinaryOperator.ContainsCs => (ContainsCs, false),
        BinaryOperator.NotContainsCs => (ContainsCs, true),
        BinaryOperator.StartsWith => (StartsWith, false),
        BinaryOperator.NotStartsWith => (StartsWith, true),
        BinaryOperator.StartsWithCs => (StartsWithCs, false),
        BinaryOperator.NotStartsWithCs => (StartsWithCs, true),
        BinaryOperator.EndsWith => (EndsWith, false),
        BinaryOperator.NotEndsWith => (EndsWith, true),
        BinaryOperator.EndsWithCs => (EndsWithCs, false),
        BinaryOperator.NotEndsWithCs => (EndsWithCs, true),
        BinaryOperator.MatchesRegex => (MatchesRegex, false),
        BinaryOperator.Like or BinaryOperator.NotLike or BinaryOperator.LikeCs or BinaryOperator.NotLikeCs or BinaryOperator.Colon => null,
    };

    /// <summary>Every entry, for the documentation and the tests that prove each lowering against the database.</summary>
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        And, Or, Not, Negate, Add, Subtract, Multiply, Divide, Modulo,
        Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Between, In, InIgnoreCase, HasAny, HasAll, InDynamic,
        EqualIgnoreCase, Has, HasCs, HasPrefix, HasPrefixCs, HasSuffix, HasSuffixCs, Contains, ContainsCs,
        StartsWith, StartsWithCs, EndsWith, EndsWithCs, MatchesRegex,
    ];

    private static ScalarFunction Comparison(string symbol, ScalarLowering lower, bool isEquality)
    {
        ImmutableArray<Overload> ordered =
        [
            On(Numbers, KqlType.Bool, lower),
            On(DateTimes, KqlType.Bool, lower),
            On(TimeSpans, KqlType.Bool, lower),
            On(Bools, KqlType.Bool, lower),
        ];
        ImmutableArray<Overload> equality =
        [
            // Two dynamic values are not compared: Kusto refuses it.
            On(PlainStrings, KqlType.Bool, lower),
            On(Guids, KqlType.Bool, lower),
        ];
        return new ScalarFunction(symbol, isEquality ? StringPage : NumericPage, isEquality ? [.. equality[..1], .. ordered, .. equality[1..]] : ordered) { Versions = VersionRule.AmongThemselves };
    }

    private static ScalarFunction Strings2(string symbol, string page, string function) =>
        Function(symbol, page, On(Strings, KqlType.Bool, Calls(function), NullRule.Never));

    private static ScalarFunction ListOperator(string symbol, string page, string function) =>
        Function(symbol, page, On([Text("left"), Dynamic("list")], KqlType.Bool, a => InList(S.Call(function, a[0], a[1]), a[1]), NullRule.Never));

    /// <summary>A list that is null holds nothing, and the answer is never null, so that the negation of it is true.</summary>
    private static SqlExpression InList(SqlExpression call, SqlExpression list) => list is SqlString ? call : S.Coalesce(call, S.False);

    private static SqlExpression BetweenSql(LoweringArguments a) => S.And(
        Comparisons.GreaterOrEqual(a.Pick(0, 1)),
        Comparisons.LessOrEqual(a.Pick(0, 2)));
}
