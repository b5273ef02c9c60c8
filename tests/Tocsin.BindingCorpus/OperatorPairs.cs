namespace Tocsin.BindingCorpus;

/// <summary>Every operator over every pair of types, as columns and with a literal on the right.</summary>
internal static class OperatorPairs
{
    private static readonly string[] Full = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "=~", "!~", "has", "contains", "startswith", "matches regex", "has_cs"];

    private static readonly string[] Brief =
    [
        "!has", "!has_cs", "hasprefix", "!hasprefix", "hasprefix_cs", "hassuffix", "!hassuffix", "hassuffix_cs", "!contains",
        "contains_cs", "!contains_cs", "!startswith", "startswith_cs", "endswith", "!endswith", "endswith_cs", "!endswith_cs",
        "!startswith_cs", "!hasprefix_cs", "!hassuffix_cs",
    ];

    private static readonly string[] Lists = ["in", "!in", "in~", "!in~", "has_any", "has_all"];

    public static IEnumerable<string> All()
    {
        foreach (var (left, right) in Arguments.Values.SelectMany(l => Arguments.Values.Select(r => (l, r))))
        {
            var isBrief = left.Type is "string" or "dynamic" or "long" or "bool" && right.Type is "string" or "dynamic" or "long" or "bool";
            foreach (var op in isBrief ? [.. Full, .. Brief] : Full)
            {
                yield return $"T | project {left.Column} {op} {right.Column}";
                if (op is "+" or "-" or "*" or "/" or "%" or "has")
                {
                    yield return $"T | project {left.Column} {op} {right.Literal}";
                }
            }

            foreach (var op in isBrief ? Lists : ["in", "in~", "has_any"])
            {
                yield return isBrief ? $"T | project {left.Column} {op} ({right.Literal}, {right.Literal})" : $"T | project {left.Column} {op} ({right.Column})";
            }

            yield return $"T | project {left.Column} between ({right.Column} .. {right.Column})";
            yield return $"T | project {left.Column} !between ({left.Column} .. {right.Column})";
            yield return $"T | join kind=inner U2 on $left.{left.Column} == $right.{right.Column}";
            yield return $"T | project {left.Column}[{right.Column}]";
            if (isBrief)
            {
                yield return $"T | where {left.Column} in ((U2 | project {right.Column}))";
            }

            yield return $"T | union (U2 | project {left.Column} = {right.Column})";
            yield return $"T | project iff(b, {left.Column}, {right.Column})";
            yield return $"T | project case(b, {left.Column}, b, {right.Column}, {left.Column})";
            yield return $"T | project coalesce({left.Column}, {right.Column})";
            yield return $"T | project max_of({left.Column}, {right.Literal})";
            yield return $"T | project bin({left.Column}, {right.Literal})";
            yield return $"range x from {left.Literal} to {left.Literal} step {right.Literal}";
        }

        foreach (var (_, column, literal) in Arguments.Values)
        {
            string[] unary =
            [
                $"project -{column}", $"project +{column}", $"project not({column})", $"where {column}", $"where not({column})", $"project {column}.a", $"project {column}.a.b[0]",
                $"sort by {column}", $"top 3 by {column}", $"take {literal}", $"take toscalar(T | summarize max({column}))", $"distinct {column}", $"summarize by {column}", $"summarize count() by {column}",
                $"mv-expand {column}", $"mv-expand x = {column} to typeof(string)", $"mv-apply x = {column} on (summarize count())", $"join kind=inner U2 on {column}", $"lookup U2 on {column}",
                $"project -{literal}", $"project x = {literal}", $"extend {column} = tostring({column})", $"project-rename z = {column}", $"top-nested 3 of {column} by count()",
                $"make-series avg(r) on {column} step 1", $"make-series avg(r) on {column} step 1h", $"make-series sum({column}) on t step 1h", $"parse {column} with * 'x' y:long",
                $"sample-distinct 3 of {column}", $"top-hitters 3 of {column}", $"project-away {column}", $"serialize prev({column})", $"project {column}[*]",
            ];
            foreach (var stage in unary)
            {
                yield return $"T | {stage}";
            }

            yield return $"let x = {literal}; T | where x == {column}";
            yield return $"let f = (a:{Arguments.Values.First(v => v.Column == column).Type}) {{ a }}; T | project f({column}), f({literal})";
            foreach (var other in Arguments.Values)
            {
                yield return $"let f = (a:{other.Type}) {{ a }}; T | project f({column})";
                yield return $"let f = (a:{other.Type}) {{ a }}; T | project f({literal})";
                yield return $"datatable(x:{other.Type})[{literal}]";
                yield return $"T | project to{other.Type}({column})";
            }
        }
    }
}
