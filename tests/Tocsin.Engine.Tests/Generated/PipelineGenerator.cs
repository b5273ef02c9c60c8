using System.Globalization;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests.Generated;

/// <summary>
/// Random pipelines that bind: an operator that the compiler refuses is taken back, so that the columns of each step are
/// known and every query can run.
/// </summary>
internal sealed partial class PipelineGenerator(IEngineSession session, CallTemplates calls, Random random)
{
    private static readonly KqlType[] Types = [.. Enum.GetValues<KqlType>().Where(t => t != KqlType.Unknown)];

    private static readonly string[] JoinKinds = ["inner", "leftouter", "rightouter", "fullouter", "leftanti", "rightanti", "leftsemi", "rightsemi", "innerunique"];

    private IReadOnlyList<ResultColumn> _columns = [];
    private bool _isSerialized;

    public string Next()
    {
        var query = Table.Full;
        _columns = session.Compile(new SourceText(query)).Columns;
        _isSerialized = false;
        var operators = random.Next(1, 5);
        for (var (kept, tries) = (0, 0); kept < operators && tries < operators * 3; tries++)
        {
            var text = $"{query}\n| {Operator()}";
            var compiled = Compile(text);
            if (compiled.IsRefused || compiled.Columns.Count == 0)
            {
                continue;
            }

            (query, _columns) = (text, [.. compiled.Columns.Where(c => c.Name.Length > 0)]);
            var keyword = text[(text.LastIndexOf("\n| ", StringComparison.Ordinal) + 3)..].Split(' ')[0];
            _isSerialized = keyword is "sort" or "top" or "serialize" || (_isSerialized && keyword is "where" or "extend" or "project" or "take");
            kept++;
        }

        return query;
    }

    private CompiledQuery Compile(string text)
    {
        try
        {
            return session.Compile(new SourceText(text.Replace(Table.Full, Table.Empty, StringComparison.Ordinal)));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{text.Replace(Table.Full, "$TABLE", StringComparison.Ordinal)}\n    does not compile: {e.Message}", e);
        }
    }

    private string Operator() => random.Next(40) switch
    {
        0 or 1 or 2 => $"where {Expression(KqlType.Bool, 3)}",
        3 or 4 or 5 or 6 => $"extend {Name()} = {Expression(Any(), 3)}",
        7 => $"extend {Expression(Any(), 2)}, {Name()} = {Expression(Any(), 2)}",
        8 or 9 => $"project {Expression(Any(), 3)}, {Name()} = {Expression(Any(), 2)}, {Column()}",
        10 => $"project-away {Column()}",
        11 => $"sort by {Key()} {One("asc", "desc", "asc nulls last", "desc nulls first")}, {Key()}",
        12 => $"top {Count()} by {Key()}",
        13 => $"take {Count()}",
        14 or 15 or 16 => $"summarize {Aggregate()}, {Aggregate()} by {Key()}, {Name()} = {Key()}",
        17 => $"summarize {Aggregate()}, {Name()} = {Aggregate()}",
        18 => $"distinct {Key()}, {Key()}",
        19 or 20 => $"mv-expand {One(string.Empty, "with_itemindex=n ")}{ColumnOf(KqlType.Dynamic)}{One(string.Empty, $" to typeof({Any().Name()})", " limit 3")}",
        21 => $"mv-apply e = {ColumnOf(KqlType.Dynamic)} {One(string.Empty, $"to typeof({Any().Name()}) ")}on ({One("summarize c = count()", "where isnotnull(e)", "take 2", "summarize make_list(e)", "extend f = e")})",
        22 or 23 => $"join kind={One(JoinKinds)} ({Table.Full} | extend z = {Expression(Any(), 1)} | take 5) on {Column()}",
        24 => $"lookup kind={One("inner", "leftouter")} ({Table.Full} | project {Table.Column(Any())}, z = {Expression(Any(), 1)} | take 5) on {Column()}",
        25 => $"union {One(string.Empty, "kind=inner ", "withsource=src ")}({Table.Full} | extend {Name()} = {Expression(Any(), 1)})",
        26 => $"serialize {Name()} = {Window()}",
        27 => $"extend {Name()} = {Window()}",
        28 => $"as q | union (q | where {Expression(KqlType.Bool, 1)})",
        29 => $"where {Expression(Types[random.Next(7)], 1)} in ({Expression(Any(), 1)}, {Expression(Any(), 1)})",
        30 => $"make-series {Name()} = {Aggregate()} default=0 on {ColumnOf(One(KqlType.DateTime, KqlType.Long))} from {One("datetime(2026-01-01) to datetime(2026-01-03) step 6h", "0 to 10 step 3")} by {Key()}",
        31 => $"parse {ColumnOf(KqlType.String)} with {One("* ", string.Empty)}{One("'a'", "':'", "' '")} x1{One(string.Empty, ":long", ":datetime")} {One("'b'", "'/'", "*", string.Empty)}",
        32 => $"top-nested {Count()} of {Key()} by {Aggregate()}",
        33 => One("count", "getschema", "project-reorder * desc", "consume"),
        34 or 35 => Plugin(),
        _ => RareOperator(),
    };

    private string Expression(KqlType type, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            return random.Next(5) == 0 ? One(Literals.Of(type)) : ColumnOf(type);
        }

        if (random.Next(3) == 0 && OperatorExpression(type, depth) is { } expression)
        {
            return expression;
        }

        var candidates = calls.Scalars[type].ToArray();
        return candidates.Length == 0 ? ColumnOf(type) : Call(candidates[random.Next(candidates.Length)], depth);
    }

    private string Call(CallTemplate call, int depth) =>
        $"{call.Name}({string.Join(", ", call.Arguments.Select(a => a.Text ?? (a.IsConstant ? One(Literals.Of(a.Type)) : Expression(a.Type, depth - 1))))})";

    private string? OperatorExpression(KqlType type, int depth)
    {
        string E(KqlType t) => Expression(t, depth - 1);
        var number = One(KqlType.Int, KqlType.Long, KqlType.Real, KqlType.Decimal);
        var any = Any();
        return type switch
        {
            KqlType.Bool => random.Next(8) switch
            {
                0 => $"({E(KqlType.Bool)} {One("and", "or")} {E(KqlType.Bool)})",
                1 => $"({E(number)} {One("<", "<=", ">", ">=", "==", "!=")} {E(One(KqlType.Int, KqlType.Long, KqlType.Real, KqlType.Decimal, KqlType.Bool, KqlType.Dynamic))})",
                2 => $"({E(KqlType.String)} {One("has", "contains", "startswith", "endswith", "==", "=~", "!has", "hasprefix", "has_cs", "hassuffix")} {E(One(KqlType.String, KqlType.Dynamic))})",
                3 => $"({E(KqlType.String)} {One("in", "in~", "!in", "has_any", "has_all")} ({E(KqlType.String)}, {E(KqlType.String)}))",
                4 => $"({E(KqlType.DateTime)} between ({E(KqlType.DateTime)} .. {E(One(KqlType.DateTime, KqlType.TimeSpan))}))",
                5 => $"({E(number)} !between ({E(KqlType.Long)} .. {E(number)}))",
                6 => $"({E(any)} {One("==", "!=")} {E(any)})",
                _ => $"({E(KqlType.Dynamic)} {One("==", "!=")} {E(any)})",
            },
            KqlType.Int => null,
            KqlType.Long => One($"({E(KqlType.Long)} {One("+", "-", "*", "/", "%")} {E(KqlType.Int)})", $"(-{E(KqlType.Long)})"),
            KqlType.Real => One($"({E(KqlType.Real)} {One("+", "-", "*", "/", "%")} {E(KqlType.Long)})", $"({E(KqlType.TimeSpan)} / {E(KqlType.TimeSpan)})"),
            KqlType.Decimal => $"({E(KqlType.Decimal)} {One("+", "-", "*", "/", "%")} {E(number)})",
            KqlType.DateTime => $"({E(KqlType.DateTime)} {One("+", "-")} {E(KqlType.TimeSpan)})",
            KqlType.TimeSpan => One($"({E(KqlType.DateTime)} - {E(KqlType.DateTime)})", $"({E(KqlType.TimeSpan)} {One("*", "/")} {E(number)})", $"({E(KqlType.TimeSpan)} % {E(KqlType.TimeSpan)})"),
            KqlType.Dynamic => One($"{ColumnOf(KqlType.Dynamic)}.a", $"{ColumnOf(KqlType.Dynamic)}[{random.Next(-2, 3).ToString(CultureInfo.InvariantCulture)}]", $"{ColumnOf(KqlType.Dynamic)}[{E(KqlType.String)}]"),
            _ => null,
        };
    }

    private string Aggregate()
    {
        var call = Call(calls.Aggregates[random.Next(calls.Aggregates.Length)], 2);
        return random.Next(6) == 0 ? $"tostring({call})" : random.Next(10) == 0 ? $"arg_max({Key()}, *)" : call;
    }

    private string Window()
    {
        var windows = calls.Windows[Any()].ToArray();
        return _isSerialized && windows.Length > 0 ? Call(windows[random.Next(windows.Length)], 2) : "row_number()";
    }

    private string Key() => Expression(Types.Where(t => t != KqlType.Dynamic).ElementAt(random.Next(Types.Length - 1)), 1);

    private string Name() => One("x", "y", "s", "l", "d", "t", "long name").Replace("long name", "['a b']", StringComparison.Ordinal);

    private string Count() => random.Next(4).ToString(CultureInfo.InvariantCulture);

    private string Column() => _columns.Count == 0 ? "s" : Quoted(_columns[random.Next(_columns.Count)].Name);

    private string ColumnOf(KqlType type)
    {
        var fitting = _columns.Where(c => c.Type == type).ToArray();
        return fitting.Length == 0 ? One(Literals.Of(type)) : Quoted(fitting[random.Next(fitting.Length)].Name);
    }

    private KqlType Any() => Types[random.Next(Types.Length)];

    private static string Quoted(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]) ? name : $"['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    private T One<T>(params T[] of) => of[random.Next(of.Length)];
}
