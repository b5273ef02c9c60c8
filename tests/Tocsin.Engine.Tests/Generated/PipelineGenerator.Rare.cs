using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests.Generated;

// Operators and plug-ins that few queries use.
internal sealed partial class PipelineGenerator
{
    private string RareOperator() => random.Next(26) switch
    {
        0 => $"sample-distinct {Count()} of {Column()}",
        1 => $"top-hitters {Count()} of {Column()}{One(string.Empty, $" by {Column()}")}",
        2 => $"partition {One(string.Empty, "hint.strategy=native ", "hint.strategy=legacy ")}by {Column()} ({SubPipeline()})",
        3 => $"parse-where {ColumnOf(KqlType.String)} with {One("* ", string.Empty)}{One("'a'", "':'", "' '")} x1{One(string.Empty, ":long", ":datetime")} *",
        4 => $"parse kind=regex {ColumnOf(KqlType.String)} with {One("'[a-z]+'", "'.'", "@'\\d'")} x1{One(string.Empty, ":int", ":real")} {One("' '", "*")}",
        5 => $"parse-kv {ColumnOf(KqlType.String)} as (a:string, b:{Any().Name()}) with (pair_delimiter={One("' '", "','", "';'")}, kv_delimiter={One("'='", "':'")}{One(string.Empty, ", quote='\"'", ", greedy=true")})",
        6 => $"project-rename {Name()} = {Column()}",
        7 => $"project-keep {Column()}, {One("s*", "*", "d")}",
        8 => $"project-reorder {Column()}, {One("* asc", "l", "* granny-asc")}",
        9 => $"top-nested {Count()} of {Key()} {One(string.Empty, "with others='rest' ")}by {Aggregate()}, top-nested {Count()} of {Key()} by {Aggregate()}",
        10 => $"search {One("'a'", "s:'a'", "'a*'", "'1' or '2'", "not('a')")}",
        11 => $"scan declare ({Name()}: {Any().Name()}) with (step s1: {Expression(KqlType.Bool, 2)}; step s2: {Expression(KqlType.Bool, 2)};)",
        12 => $"scan with_match_id=m declare (total: long = 0) with (step s1 output={One("all", "last", "none")}: true => total = s1.total + {ColumnOf(KqlType.Long)};)",
        13 => $"reduce by {Expression(KqlType.String, 2)}{One(string.Empty, " with threshold=0.4", " with characters='a-'")}",
        14 => $"sample {Count()}",
        15 => $"invoke {One("f", "g")}({Expression(Any(), 1)})",
        16 => $"mv-apply a = {ColumnOf(KqlType.Dynamic)} to typeof({Any().Name()}), b = {ColumnOf(KqlType.Dynamic)} on ({SubPipeline()})",
        17 => $"mv-apply with_itemindex=i a = {ColumnOf(KqlType.Dynamic)} on (sort by i desc | extend p = prev(i) | {SubPipeline()})",
        18 => $"mv-expand bagexpansion=array {ColumnOf(KqlType.Dynamic)}, {ColumnOf(KqlType.Dynamic)}",
        19 => $"extend {Name()} = toscalar({Table.Full} | {SubPipeline()})",
        20 => $"where {Column()} in (({Table.Full} | project {Table.Column(Any())}))",
        21 => $"make-series {Aggregate()}, {Name()} = {Aggregate()} default={One("0", "real(null)", "1.5")} on {ColumnOf(One(KqlType.DateTime, KqlType.Long))} step {One("6h", "3")} by {Key()}",
        22 => $"as q | join kind={One(JoinKinds)} (q | summarize {Aggregate()} by {Column()}) on {Column()}",
        23 => $"join kind={One(JoinKinds)} ({Table.Full} | project-rename z = {Table.Column(Any())}) on $left.{Column()} == $right.z",
        24 => $"union kind=outer withsource=src (print {Name()} = {Expression(Any(), 1)}), ({Table.Full} | {SubPipeline()})",
        _ => $"order by {Key()} | extend {Name()} = {Window()} | where {Expression(KqlType.Bool, 2)}",
    };

    /// <summary>An operator over rows that are not known here; the names of the table's columns may be among theirs.</summary>
    private string SubPipeline() => random.Next(7) switch
    {
        0 => $"take {Count()}",
        1 => $"summarize {Aggregate()}",
        2 => $"summarize {Aggregate()} by {Key()}",
        3 => $"top {Count()} by {Key()}",
        4 => $"where {Expression(KqlType.Bool, 2)}",
        5 => $"project {Name()} = {Expression(Any(), 2)}",
        _ => $"extend {Name()} = {Expression(Any(), 2)} | count",
    };

    private string Plugin()
    {
        var time = ColumnOf(One(KqlType.DateTime, KqlType.Long, KqlType.Real));
        var (period, step) = One(("datetime(2026-01-01), datetime(2026-01-03)", "6h"), ("0, 10", "3"), ("-1.5, 4.5", "1.0"));
        var dimension = One(string.Empty, $", {Column()}");
        var call = random.Next(20) switch
        {
            0 => "narrow()",
            1 => $"bag_unpack({ColumnOf(KqlType.Dynamic)}{One(string.Empty, ", 'p_'", ", columnsConflict='keep_source'", ", ignoredProperties=dynamic(['a'])")})",
            2 => $"pivot({Column()}{One(string.Empty, $", {Aggregate()}", ", count()")}{dimension})",
            3 => $"autocluster({One(string.Empty, "0.3", "'~', '~', 3, '*'")})",
            4 => $"basket({One(string.Empty, "0.2", "0.1, '~', 2, '*', long(-1)")})",
            5 => $"diffpatterns({Column()}, '1', 'true'{One(string.Empty, ", '~', 0.1, 2")})",
            6 => $"session_count({Column()}, {time}, {period}, {step}, {step}{dimension})",
            7 => $"sliding_window_counts({Column()}, {time}, {period}, {step}, {step}{dimension})",
            8 => $"activity_counts_metrics({Column()}, {time}, {period}, {step}{dimension})",
            9 => $"activity_metrics({Column()}, {time}, {period}, {step}{dimension})",
            10 => $"new_activity_metrics({Column()}, {time}, {period}, {step}{dimension})",
            11 => $"active_users_count({Column()}, {time}, {period}, {step}, {step}, 1, {step}{dimension})",
            12 => $"rolling_percentile({ColumnOf(One(KqlType.Long, KqlType.Real, KqlType.TimeSpan))}, 50, {time}, {step}, 3{dimension})",
            13 => $"sequence_detect({time}, {step}, {step}, a = ({Expression(KqlType.Bool, 1)}), b = ({Expression(KqlType.Bool, 1)}){dimension})",
            14 => $"rows_near({Expression(KqlType.Bool, 2)}, {Count()})",
            15 => $"ipv4_lookup(({Table.Full} | project net = strcat(s, '/8'), z = l), {ColumnOf(KqlType.String)}, net{One(string.Empty, ", return_unmatched=true")})",
            16 => $"preview({Count()})",
            17 => $"dcount_intersect({ColumnOf(KqlType.Dynamic)}, {ColumnOf(KqlType.Dynamic)})",
            18 => $"geo_polygon_lookup(({Table.Full} | project poly = d), poly, {ColumnOf(KqlType.Real)}, {ColumnOf(KqlType.Real)})",
            _ => $"ipv6_lookup(({Table.Full} | project net = strcat(s, '/64')), {ColumnOf(KqlType.String)}, net)",
        };
        return $"{(call.StartsWith("rows_near", StringComparison.Ordinal) ? $"sort by {Column()} asc | " : string.Empty)}evaluate {call}";
    }
}
