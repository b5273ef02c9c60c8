using Tocsin.Kql.Diagnostics;
using static Tocsin.Kql.Diagnostics.DiagnosticSeverity;

namespace Tocsin.Compiler.Diagnostics;

/// <summary>What binding says: TOC2xxx for queries that are wrong, TOC3xxx for those that are right but not supported. The next is TOC2097; TOC2085 is the engine's.</summary>
public static class BindingDescriptors
{
    public static readonly DiagnosticDescriptor UnknownName = new("TOC2001", Error, "The name '{0}' is no column, variable or function known here.", "{1}", "KS142");
    public static readonly DiagnosticDescriptor UnknownTable = new("TOC2002", Error, "There is no table '{0}'.", "{1}", "KS204");
    public static readonly DiagnosticDescriptor UnknownFunction = new("TOC2003", Error, "There is no function '{0}'.", "{1}", "KS211");
    public static readonly DiagnosticDescriptor DuplicateColumn = new("TOC2004", Error, "A column '{0}' is already there.", "Give one of the two another name.", "KS171");
    public static readonly DiagnosticDescriptor OperatorTypes = new("TOC2005", Error, "The operator '{0}' is not defined for {1} and {2}.", "{3}", "KS106");
    public static readonly DiagnosticDescriptor ArgumentType = new("TOC2006", Error, "Argument {0} of {1} is {2}; it takes {3}.", "{4}", "KS107");
    public static readonly DiagnosticDescriptor ArgumentCount = new("TOC2007", Error, "{0} takes {1}; it was given {2}.", null, "KS119");
    public static readonly DiagnosticDescriptor ArgumentValue = new("TOC2008", Error, "Argument {0} of {1} must be one of: {2}.", "{3}", "KS140");
    public static readonly DiagnosticDescriptor ArgumentConstant = new("TOC2009", Error, "Argument {0} of {1} must be a constant.", null, "KS129");
    public static readonly DiagnosticDescriptor ScalarExpected = new("TOC2010", Error, "A table stands where a single value is expected.", "toscalar(…) makes a value of a table's first cell.", "KS108");
    public static readonly DiagnosticDescriptor TableExpected = new("TOC2011", Error, "A table is expected here.", null, "KS111");
    public static readonly DiagnosticDescriptor ConditionType = new("TOC2012", Error, "The condition is {0}; it must be bool.", null, "KS141");
    public static readonly DiagnosticDescriptor AggregateNotAllowed = new("TOC2013", Error, "The aggregate {0}() is not allowed here.", "Aggregates stand in summarize, make-series and top-nested.", "KS144");
    public static readonly DiagnosticDescriptor NotAggregated = new("TOC2014", Error, "The column '{0}' is neither aggregated nor grouped by.", "Wrap it in an aggregate such as take_any({0}) or add it after 'by'.", "KS236");
    public static readonly DiagnosticDescriptor TypeNotAllowed = new("TOC2015", Error, "{0} cannot be of type {1}.", "{2}", "KS116");
    public static readonly DiagnosticDescriptor JoinCondition = new("TOC2016", Error, "A join condition is a column of both sides, or $left.a == $right.b.", "join kind=inner … where takes any predicate.", "KS183");
    public static readonly DiagnosticDescriptor JoinTypes = new("TOC2017", Error, "The join compares {0} with {1}; both sides must have one type.", "Convert one side first, for example with tostring().", "KS242");
    public static readonly DiagnosticDescriptor ParameterValue = new("TOC2018", Error, "'{0}' cannot be {1}; it is one of: {2}.", "{3}", "KS005");
    public static readonly DiagnosticDescriptor ColumnExpected = new("TOC2020", Error, "A column's name is expected.", null, "KS109");
    public static readonly DiagnosticDescriptor NoResult = new("TOC2021", Error, "The query has no result: its last statement must be an expression.", null, "KS198");
    public static readonly DiagnosticDescriptor TooManyNames = new("TOC2022", Error, "{0} names stand for {1} columns.", null, "KS150");
    public static readonly DiagnosticDescriptor LiteralCount = new("TOC2023", Error, "A datatable of {0} columns has {1} values: the last row is incomplete.", null, "KS173");
    public static readonly DiagnosticDescriptor IntegerExpected = new("TOC2025", Error, "{0} is {1}; it must be an integer.", null, "KS134");
    public static readonly DiagnosticDescriptor ExpandType = new("TOC2026", Error, "mv-expand and mv-apply take dynamic values, not {0}.", "Split a string with split() or parse it with parse_json() first.", "KS141");
    public static readonly DiagnosticDescriptor ElementAccess = new("TOC2027", Error, "A value of type {0} has no elements or properties.", "Parse a string with parse_json() first.", "KS147");
    public static readonly DiagnosticDescriptor FirstOperator = new("TOC2028", Error, "'{0}' starts a query; it cannot follow a bar.", null, "KS175");
    public static readonly DiagnosticDescriptor InvalidRegex = new("TOC2029", Error, "The regular expression is not valid: {0}.", "https://learn.microsoft.com/kusto/query/regex has what Kusto takes: there are no look-around and no back-references.");
    public static readonly DiagnosticDescriptor NotSerialized = new("TOC2030", Error, "{0}() needs rows in a fixed order.", "Put sort by … or serialize before it.", "KS193");
    public static readonly DiagnosticDescriptor RecursiveFunction = new("TOC2031", Error, "The function '{0}' calls itself.", null, "KS192");
    public static readonly DiagnosticDescriptor MultipleColumns = new("TOC2032", Error, "{0} yields several columns; it stands alone in extend, project or print.", "Take one of them in an extend first.");
    public static readonly DiagnosticDescriptor ArgumentText = new("TOC2034", Error, "Argument {0} of {1} is not valid: {2}.", null);
    public static readonly DiagnosticDescriptor EmptyQuery = new("TOC2035", Error, "The query is empty.", "A query is a table's name, or print, range or datatable, and what follows it.");
    public static readonly DiagnosticDescriptor StarNotAllowed = new("TOC2040", Error, "'*' is no argument of {0}().", "Name a column; count() takes none, and take_any(*) and arg_max(…, *) take all.", "KS191");
    public static readonly DiagnosticDescriptor NameTaken = new("TOC2041", Error, "The name '{0}' is declared twice.", "Give one of the two another name.", "KS201");
    public static readonly DiagnosticDescriptor NothingToSummarize = new("TOC2042", Error, "summarize has neither an aggregate nor a key.", "Write summarize count() by …, or summarize by ….");
    public static readonly DiagnosticDescriptor ParseCaptureAlone = new("TOC2060", Error, "A column of a pattern must follow a string.", "Put the text between the two columns into quotes.", "KS101");
    public static readonly DiagnosticDescriptor ParseLiteralExpected = new("TOC2061", Error, "A string must follow * in a pattern.", null, "KS102");
    public static readonly DiagnosticDescriptor ParseAmbiguousStar = new("TOC2062", Error, "* after a string column is ambiguous.", "Put the text that ends the column before it.", "KS103");
    public static readonly DiagnosticDescriptor StringLiteralExpected = new("TOC2063", Error, "'{0}' must be a string literal.", "{1}", "KS222");
    public static readonly DiagnosticDescriptor SeriesStep = new("TOC2064", Error, "An axis of {0} cannot have steps of {1}.", "An axis is a datetime, timespan, long or real; a datetime's step is a timespan.", "KS178");
    public static readonly DiagnosticDescriptor RepeatedParameter = new("TOC2065", Error, "'{0}' is given twice.", null, "KS180");
    public static readonly DiagnosticDescriptor InvokeTable = new("TOC2067", Error, "{0}() cannot be invoked: its first parameter is no table.", "Declare it as (T:(*), …).", "KS119");
    public static readonly DiagnosticDescriptor TableSchema = new("TOC2068", Error, "The table has no column '{0}' of type {1}, which the parameter asks for.", null, "KS249");
    public static readonly DiagnosticDescriptor TableParameterFirst = new("TOC2069", Error, "The table '{0}' must stand before the parameters that are no tables.", null, "KS226");
    public static readonly DiagnosticDescriptor SchemaMismatch = new("TOC2071", Error, "The columns are ({0}), not ({1}).", null);
    public static readonly DiagnosticDescriptor NameList = new("TOC2072", Error, "The name of a column, or an array of names, must be a constant.", null, "KS113");
    public static readonly DiagnosticDescriptor ExternalFile = new("TOC2073", Error, "'{0}' cannot be read: {1}.", null);
    public static readonly DiagnosticDescriptor PositionalAfterNamed = new("TOC2076", Error, "An argument without a name stands after one that is named out of its order.", "Name this one too.", "KS195");
    public static readonly DiagnosticDescriptor OuterRow = new("TOC2078", Error, "'{0}' belongs to a row outside of this query, which runs once and not for each row.", "Join the two tables instead.");
    public static readonly DiagnosticDescriptor OperatorInBranch = new("TOC2080", Error, "The operator '{0}' does not stand in a branch of fork.", "Write the branch as a statement of its own, over rows that a let names.", "KS177");
    public static readonly DiagnosticDescriptor NoPatternMatch = new("TOC2081", Error, "The pattern '{0}' has no match for {1}.", "{2}", "KS188");
    public static readonly DiagnosticDescriptor NothingToUnite = new("TOC2083", Error, "None of the union's tables is there: {0}.", null, "KS204");
    public static readonly DiagnosticDescriptor JoinColumn = new("TOC2084", Error, "There is no column '{0}' on {1}.", "{2}", "KS145");
    public static readonly DiagnosticDescriptor UnreadableFunction = new("TOC2087", Error, "There is no function '{0}': {1}.", null, "KS211");
    public static readonly DiagnosticDescriptor UnknownParameter = new("TOC2088", Error, "'{0}' is no parameter of {1}().", "{2}", "KS196");
    public static readonly DiagnosticDescriptor NamesTables = new("TOC2095", Error, "{0}() names tables and has no value of its own.", "{1}", "KS108");

    // Warnings.
    public static readonly DiagnosticDescriptor FuzzyTable = new("TOC2066", Warning, "There is no table '{0}'; the union goes without what needs it.", null, "KS205");
    public static readonly DiagnosticDescriptor FuzzyFunction = new("TOC2082", Warning, "There is no function '{0}'; the union goes without what needs it.", "A function that the query does not define is given with --functions DIR.", "KS205");
    public static readonly DiagnosticDescriptor EmptyWatchlist = new("TOC2086", Warning, "There is no watchlist '{0}'; the stored function reads it as an empty one.", "Give its file with --watchlist {0}=FILE.");
    public static readonly DiagnosticDescriptor LocalDatabase = new("TOC2089", Warning, "'{0}' is read from the data that is given here; other clusters and databases are not reached.", null);
    public static readonly DiagnosticDescriptor IngestionTime = new("TOC2090", Warning, "ingestion_time() is taken from the column {0}: files do not say when a record was ingested.");
    public static readonly DiagnosticDescriptor AbsentColumn = new("TOC2091", Warning, "The rows of {0} are read without {1}: empty in each of them.", "--table {0}=FILE reads all columns of a file.");
    public static readonly DiagnosticDescriptor HuntingTime = new("TOC2092", Warning, "{0}, which Sentinel's hunting page fills in, stands for {1} here.", "Write the time in its place, or set --now.");
    public static readonly DiagnosticDescriptor UnknownSetting = new("TOC2096", Warning, "'{0}' changes nothing: it is no setting of '{1}'.", "{2}", "KS179");

    // Right, and not supported.
    public static readonly DiagnosticDescriptor UnsupportedOperator = new("TOC3001", Error, "The operator '{0}' is not supported.", "{1}");
    public static readonly DiagnosticDescriptor UnsupportedFunction = new("TOC3002", Error, "The function {0}() is not supported: {1}.", "{2}");
    public static readonly DiagnosticDescriptor UnsupportedForm = new("TOC3003", Error, "{0} is not supported.", "{1}");
    public static readonly DiagnosticDescriptor TooDeep = new("TOC3004", Error, "The expression is nested more than {0} levels deep.", "Split it with extend or let.");
    public static readonly DiagnosticDescriptor TooLong = new("TOC3005", Error, "A chain of {0} operators is longer than the {1} that are taken.", "{2}");
    public static readonly DiagnosticDescriptor TooLarge = new("TOC3006", Error, "The query comes to more than {0} expressions once the names it defines are filled in.", "Compute a value once, in an extend or with toscalar(…).");
}
