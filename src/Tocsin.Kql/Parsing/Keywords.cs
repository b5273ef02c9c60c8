using System.Collections.Frozen;
using Tocsin.Kql.Syntax;

namespace Tocsin.Kql.Parsing;

/// <summary>
/// Which words may be names, and where. Microsoft's language service divides its keywords so; the lists were
/// taken by asking it about every keyword in every position.
/// </summary>
internal static class Keywords
{
    /// <summary>Words with a hyphen are one token only if they stand here.</summary>
    private static readonly FrozenSet<string> Hyphenated = Set(
        "assert-schema", "granny-asc", "granny-desc", "graph-mark-components", "graph-match", "graph-shortest-paths",
        "graph-to-table", "graph-where-edges", "graph-where-nodes", "macro-expand", "make-graph", "make-series",
        "mv-apply", "mv-expand", "parse-kv", "parse-where", "partitioned-by", "project-away", "project-by-names",
        "project-keep", "project-rename", "project-reorder", "project-smart", "sample-distinct", "top-hitters",
        "top-nested");

    /// <summary>Never a name without brackets, save before <c>=</c> or <c>:</c> where <see cref="Declarable"/> says so.</summary>
    private static readonly FrozenSet<string> Reserved = Set(
        "and", "as", "asc", "between", "boolean", "by", "byte", "char", "contains", "contains_cs", "containscs",
        "datatable", "date", "datetime", "decimal", "desc", "double", "dynamic", "endswith", "endswith_cs",
        "external_data", "externaldata", "find", "float", "has", "has_all", "has_any", "has_cs", "hasprefix",
        "hasprefix_cs", "hassuffix", "hassuffix_cs", "in", "int", "int16", "int32", "int64", "int8", "invoke", "like",
        "likecs", "long", "materialize", "mv-apply", "mv-expand", "notcontains", "notcontainscs", "notlike",
        "notlikecs", "of", "or", "print", "project", "real", "sample", "search", "set", "startswith", "startswith_cs",
        "string", "time", "timespan", "to", "toscalar", "totable", "uint", "uint16", "uint32", "uint64", "uint8",
        "ulong", "union", "uniqueid", "where");

    /// <summary>Keywords that the language service wants bracketed, though nothing else could be meant.</summary>
    private static readonly FrozenSet<string> BracketsWanted = Set(
        "accumulate", "anomalychart", "areachart", "bagexpansion", "barchart", "bin_legacy", "cachingpolicy", "callout",
        "cancel", "card", "columnchart", "cycles", "dataexport", "datascope", "decodeblocks", "earliest",
        "encodingpolicy", "expandoutput", "extent_tags_retention", "first", "flags", "force_remote", "harddelete",
        "hardretention", "hotcache", "isfuzzy", "journal", "ladderchart", "last", "latest", "linechart", "mdm",
        "missing", "nooptimization", "others", "pathformat", "piechart", "pivotchart", "queries", "query_results",
        "relaxed", "restricted_view_access", "row_level_security", "rowstore", "rowstore_references",
        "rowstore_sealinfo", "rowstorepolicy", "rowstores", "scatterchart", "seal", "seals", "shards", "simple",
        "softdelete", "softretention", "sql", "stackedareachart", "statistics", "storedqueryresultcontainers",
        "tablepurge", "timechart", "timeline", "timepivot", "title", "treemap", "unrestrictedviewers", "verbose",
        "viewers", "views", "with_itemindex", "with_match_id", "with_step_name", "writeaheadlog", "__contextual_datatable",
        "__crossCluster", "__crossDB", "__executeAndCache", "__id", "__isFuzzy", "__noWithSource", "__packedColumn",
        "__projectAway", "__sourceColumnIndex");

    /// <summary>May name a column before <c>=</c> or <c>:</c>, in spite of the two lists above.</summary>
    private static readonly FrozenSet<string> Declarable = Set(
        "accumulate", "as", "by", "contains", "datatable", "earliest", "externaldata", "find", "has", "in", "invoke",
        "latest", "materialize", "mdm", "of", "print", "sample", "search", "set", "sql", "title", "to", "toscalar",
        "totable", "verbose", "viewers", "where");

    /// <summary>Parameters of operators; as declared names the language service wants them bracketed, as references not.</summary>
    private static readonly FrozenSet<string> Referable = Set("kind", "with_source", "withsource");

    /// <summary>Settings that any operator may carry before its arguments; the binder knows which means something where.</summary>
    private static readonly FrozenSet<string> OperatorParameters = Set(
        "__crossCluster", "__crossDB", "__id", "__isFuzzy", "__noWithSource", "__packedColumn", "__sourceColumnIndex",
        "bagexpansion", "best_effort", "bin_legacy", "cycles", "decodeblocks", "expandoutput", "flags", "force_remote",
        "isfuzzy", "kind", "with_itemindex", "with_match_id", "with_source", "with_step_name", "withsource");

    private static readonly FrozenSet<string> Hints = Set(
        "concurrency", "distribution", "materialized", "num_partitions", "pass_filters", "pass_filters_column",
        "progressive_top", "remote", "shufflekey", "spread", "strategy");

    public static bool IsHyphenated(string word) => Hyphenated.Contains(word);

    /// <summary>Never a name where a value is read.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word) || Hyphenated.Contains(word);

    public static bool WantsBracketsAsReference(string word) => BracketsWanted.Contains(word);

    public static bool WantsBracketsAsDeclaration(string word) =>
        (BracketsWanted.Contains(word) || Referable.Contains(word)) && !Declarable.Contains(word);

    public static bool IsDeclarable(string word) => Declarable.Contains(word);

    public static bool IsOperatorParameter(string word) => OperatorParameters.Contains(word);

    public static bool IsHint(string word) => Hints.Contains(word);

    private static FrozenSet<string> Set(params ReadOnlySpan<string> words) =>
        words.ToArray().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How tightly a binary operator binds, or 0 for other tokens. See <see cref="OperatorLevels"/>.</summary>
    public static (int Level, BinaryOperator Operator) BinaryOperatorOf(in SyntaxToken token) => token.Kind switch
    {
        TokenKind.Plus => (OperatorLevels.Additive, BinaryOperator.Add),
        TokenKind.Minus => (OperatorLevels.Additive, BinaryOperator.Subtract),
        TokenKind.Asterisk => (OperatorLevels.Multiplicative, BinaryOperator.Multiply),
        TokenKind.Slash => (OperatorLevels.Multiplicative, BinaryOperator.Divide),
        TokenKind.Percent => (OperatorLevels.Multiplicative, BinaryOperator.Modulo),
        TokenKind.EqualEqual => (OperatorLevels.Equality, BinaryOperator.Equal),
        TokenKind.NotEqual => (OperatorLevels.Equality, BinaryOperator.NotEqual),
        TokenKind.Less => (OperatorLevels.Relational, BinaryOperator.Less),
        TokenKind.LessOrEqual => (OperatorLevels.Relational, BinaryOperator.LessOrEqual),
        TokenKind.Greater => (OperatorLevels.Relational, BinaryOperator.Greater),
        TokenKind.GreaterOrEqual => (OperatorLevels.Relational, BinaryOperator.GreaterOrEqual),
        TokenKind.EqualTilde => (OperatorLevels.String, BinaryOperator.EqualTilde),
        TokenKind.NotEqualTilde => (OperatorLevels.String, BinaryOperator.NotEqualTilde),
        TokenKind.Colon => (OperatorLevels.String, BinaryOperator.Colon),
        TokenKind.Word or TokenKind.OperatorWord => WordOperatorOf(token.Text),
        _ => default,
    };

    /// <summary>The list operator of a word such as <c>in</c>, or null.</summary>
    public static ListOperator? ListOperatorOf(in SyntaxToken token) => token.Kind is TokenKind.Word or TokenKind.OperatorWord
        ? token.Text switch
        {
            "in" => ListOperator.In,
            "!in" => ListOperator.NotIn,
            "in~" => ListOperator.InTilde,
            "!in~" => ListOperator.NotInTilde,
            "has_any" => ListOperator.HasAny,
            "has_all" => ListOperator.HasAll,
            _ => null,
        }
        : null;

    /// <summary>True for the words that the lexer reads after an exclamation mark.</summary>
    public static bool IsNegatable(ReadOnlySpan<char> word) => word is "in" or "between" or "contains" or "contains_cs"
        or "endswith" or "endswith_cs" or "startswith" or "startswith_cs" or "has" or "has_cs" or "hasprefix"
        or "hasprefix_cs" or "hassuffix" or "hassuffix_cs";

    private static (int Level, BinaryOperator Operator) WordOperatorOf(string word)
    {
        BinaryOperator? found = word switch
        {
            "has" => BinaryOperator.Has,
            "!has" => BinaryOperator.NotHas,
            "has_cs" => BinaryOperator.HasCs,
            "!has_cs" => BinaryOperator.NotHasCs,
            "hasprefix" => BinaryOperator.HasPrefix,
            "!hasprefix" => BinaryOperator.NotHasPrefix,
            "hasprefix_cs" => BinaryOperator.HasPrefixCs,
            "!hasprefix_cs" => BinaryOperator.NotHasPrefixCs,
            "hassuffix" => BinaryOperator.HasSuffix,
            "!hassuffix" => BinaryOperator.NotHasSuffix,
            "hassuffix_cs" => BinaryOperator.HasSuffixCs,
            "!hassuffix_cs" => BinaryOperator.NotHasSuffixCs,
            "contains" => BinaryOperator.Contains,
            "!contains" or "notcontains" => BinaryOperator.NotContains,
            "contains_cs" or "containscs" => BinaryOperator.ContainsCs,
            "!contains_cs" or "notcontainscs" => BinaryOperator.NotContainsCs,
            "startswith" => BinaryOperator.StartsWith,
            "!startswith" => BinaryOperator.NotStartsWith,
            "startswith_cs" => BinaryOperator.StartsWithCs,
            "!startswith_cs" => BinaryOperator.NotStartsWithCs,
            "endswith" => BinaryOperator.EndsWith,
            "!endswith" => BinaryOperator.NotEndsWith,
            "endswith_cs" => BinaryOperator.EndsWithCs,
            "!endswith_cs" => BinaryOperator.NotEndsWithCs,
            "matches" => BinaryOperator.MatchesRegex,
            "like" => BinaryOperator.Like,
            "notlike" => BinaryOperator.NotLike,
            "likecs" => BinaryOperator.LikeCs,
            "notlikecs" => BinaryOperator.NotLikeCs,
            _ => null,
        };
        return word switch
        {
            "or" => (OperatorLevels.Or, BinaryOperator.Or),
            "and" => (OperatorLevels.And, BinaryOperator.And),
            _ => found is { } op ? (OperatorLevels.String, op) : default,
        };
    }
}
