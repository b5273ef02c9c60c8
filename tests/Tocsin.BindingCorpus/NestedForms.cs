namespace Tocsin.BindingCorpus;

/// <summary>Expressions within expressions, put together at random from a fixed seed: mostly well typed, some not.</summary>
internal static class NestedForms
{
    public static IEnumerable<string> All(int seed, int count)
    {
        var random = new SeededChoice(seed);
        for (var i = 0; i < count; i++)
        {
            yield return random.Next(5) switch
            {
                0 => $"T | where {Of(random, "bool", 3)} | project {Any(random, 3)}",
                1 => $"T | extend {Any(random, 3)}, y = {Any(random, 2)}",
                2 => $"T | summarize {Aggregate(random)}, {Aggregate(random)} by {Any(random, 1)}",
                3 => $"T | summarize {Any(random, 1).Replace("(l)", "(max(l))", StringComparison.Ordinal)}, z = {Aggregate(random)} by s",
                _ => $"T | project {Any(random, 3)}, {Any(random, 3)}",
            };
        }
    }

    private static string Any(SeededChoice random, int depth) => Of(random, random.One(["bool", "int", "long", "real", "decimal", "string", "datetime", "timespan", "guid", "dynamic"]), depth);

    private static string Aggregate(SeededChoice random) => random.Next(12) switch
    {
        0 => "count()",
        1 => $"countif({Of(random, "bool", 2)})",
        2 => $"sum({Of(random, random.One(["int", "long", "real", "timespan"]), 2)})",
        3 => $"avg({Of(random, random.One(["int", "long", "real", "timespan"]), 2)})",
        4 => $"max({Any(random, 2)})",
        5 => $"make_list({Any(random, 1)})",
        6 => $"make_set({Any(random, 1)})",
        7 => $"dcount({Any(random, 1)})",
        8 => $"arg_max({Of(random, "datetime", 1)}, {random.One(["*", "s", "l, r", "x = s"])})",
        9 => $"take_any({random.One(["*", "s", "l, r"])})",
        10 => $"percentile({Of(random, "long", 1)}, 95)",
        _ => $"round(100.0 * countif({Of(random, "bool", 1)}) / count(), 2)",
    };

    private static string Of(SeededChoice random, string type, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            var (_, column, literal) = Arguments.Values.First(v => v.Type == type);
            return random.Next(3) == 0 ? literal : column;
        }

        // Now and then a value of another type, for the errors and conversions.
        string E(string wanted) => Of(random, random.Next(40) == 0 ? "dynamic" : random.Next(60) == 0 ? "long" : wanted, depth - 1);
        return type switch
        {
            "bool" => random.One([
                $"{E("long")} {random.One(["==", "<", ">=", "!="])} {E(random.One(["int", "long", "real"]))}", $"{E("string")} {random.One(["has", "contains", "==", "=~", "startswith"])} {E("string")}",
                $"({E("bool")} {random.One(["and", "or"])} {E("bool")})", $"not({E("bool")})", $"isempty({E("string")})", $"isnull({E("real")})", $"{E("datetime")} between ({E("datetime")} .. {E("timespan")})",
                $"{E("string")} in ({E("string")}, 'a')", $"tobool({E("string")})", $"d.flag == {E("bool")}"]),
            "int" => random.One([$"toint({E("long")})", $"dayofmonth({E("datetime")})", $"hourofday({E("datetime")})", $"d.n + {E("int")}"]),
            "long" => random.One([
                $"({E("long")} {random.One(["+", "-", "*", "/", "%"])} {E(random.One(["int", "long"]))})", $"strlen({E("string")})", $"abs({E("long")})", $"array_length({E("dynamic")})", $"tolong({E("string")})",
                $"bin({E("long")}, 10)", $"datetime_diff('day', {E("datetime")}, {E("datetime")})", $"iff({E("bool")}, {E("long")}, {E("int")})", $"indexof({E("string")}, 'a')", $"countof({E("string")}, 'a')", $"coalesce({E("long")}, 1)"]),
            "real" => random.One([
                $"({E("real")} {random.One(["+", "-", "*", "/"])} {E(random.One(["int", "long", "real"]))})", $"round({E("real")}, 2)", $"sqrt({E("long")})", $"{E("timespan")} / {E("timespan")}", $"toreal({E("dynamic")})", $"pow({E("real")}, 2)", $"floor({E("real")}, 0.1)"]),
            "decimal" => random.One([$"({E("decimal")} + {E(random.One(["int", "long", "real", "decimal"]))})", $"todecimal({E("string")})", $"abs({E("decimal")})"]),
            "string" => random.One([
                $"strcat({E("string")}, {E(random.One(["string", "long", "datetime"]))})", $"tolower({E("string")})", $"substring({E("string")}, {E("long")}, 2)", $"tostring({E(random.One(["long", "dynamic", "datetime", "guid"]))})",
                $"replace_string({E("string")}, 'a', {E("string")})", $"extract('(a)', 1, {E("string")})", $"tostring(split({E("string")}, ',')[0])", $"case({E("bool")}, {E("string")}, {E("string")})", $"format_datetime({E("datetime")}, 'yyyy')",
                $"trim(' ', {E("string")})", $"iff({E("bool")}, {E("string")}, '')", $"strcat_array({E("dynamic")}, ',')", $"gettype({E("dynamic")})"]),
            "datetime" => random.One([
                $"({E("datetime")} {random.One(["+", "-"])} {E("timespan")})", $"startofday({E("datetime")})", $"bin({E("datetime")}, 1h)", $"todatetime({E("string")})", $"ago({E("timespan")})", $"datetime_add('day', {E("long")}, {E("datetime")})", "now()"]),
            "timespan" => random.One([$"({E("datetime")} - {E("datetime")})", $"({E("timespan")} * {E("long")})", $"bin({E("timespan")}, 1m)", $"totimespan({E("string")})", $"({E("timespan")} + {E("timespan")})"]),
            "guid" => random.One([$"toguid({E("string")})", "new_guid()"]),
            _ => random.One([
                $"split({E("string")}, ',')", $"parse_json({E("string")})", $"d.{random.One(["a", "b.c", "x[0]", "['y z']"])}", $"pack_array({E("long")}, {E("string")})", $"bag_pack('k', {E("long")})", $"todynamic({E("string")})",
                $"array_concat({E("dynamic")}, {E("dynamic")})", $"d[{E("long")}]", $"bag_keys({E("dynamic")})", $"set_union({E("dynamic")}, {E("dynamic")})", $"iff({E("bool")}, {E("dynamic")}, {E("dynamic")})", $"parse_url({E("string")})"]),
        };
    }
}
