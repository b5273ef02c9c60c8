namespace Tocsin.Kql.Diagnostics;

/// <summary>What the lexer and the parser report. Each has a case in tests/corpus/syntax.</summary>
public static class SyntaxDescriptors
{
    public static readonly DiagnosticDescriptor UnexpectedCharacter = Error(
        "TOC1001", "The character {0} starts nothing that KQL knows.", "{1}", "KS002");

    public static readonly DiagnosticDescriptor UnterminatedString = Error(
        "TOC1002", "The string is not closed: {0} expected before the end of the line.", "A string that runs over several lines is written between ``` and ```.", "KS001");

    public static readonly DiagnosticDescriptor UnterminatedMultilineString = Error(
        "TOC1003", "The string is not closed: {0} expected before the end of the text.", kusto: "KS001");

    public static readonly DiagnosticDescriptor BadEscape = Error(
        "TOC1004", "{0} is no escape sequence.", "Write the backslash twice, or put @ before the string: @'C:\\Windows'.", "KS002");

    public static readonly DiagnosticDescriptor UnterminatedLiteral = Error(
        "TOC1005", "The literal '{0}' is not closed: ')' expected on the same line.", kusto: "KS001");

    public static readonly DiagnosticDescriptor MalformedLiteral = Error(
        "TOC1006", "'{0}' is not a value of type {1}.", "{2}", "KS004");

    public static readonly DiagnosticDescriptor LiteralOverflow = Error(
        "TOC1007", "{0} does not fit into {1}.", "{2}", "KS004");

    public static readonly DiagnosticDescriptor RawGuid = Error(
        "TOC1008", "A guid stands without its type.", "Write guid({0}).", "KS214");

    public static readonly DiagnosticDescriptor Unclosed = Error(
        "TOC1009", "'{0}' is not closed: '{1}' is missing.", kusto: "KS005");

    public static readonly DiagnosticDescriptor Expected = Error(
        "TOC1010", "Expected {0}, found {1}.", kusto: "KS005");

    public static readonly DiagnosticDescriptor ExpressionExpected = Error(
        "TOC1011", "Expected an expression, found {0}.", kusto: "KS006");

    public static readonly DiagnosticDescriptor KeywordAsExpression = Error(
        "TOC1012", "Expected an expression, found the keyword '{0}'.", "A column of this name is written ['{0}'].", "KS006");

    public static readonly DiagnosticDescriptor NameExpected = Error(
        "TOC1013", "Expected a name, found {0}.", kusto: "KS006");

    public static readonly DiagnosticDescriptor KeywordAsName = Error(
        "TOC1014", "Expected a name, found the keyword '{0}'.", "As a name it is written ['{0}'].", "KS006");

    public static readonly DiagnosticDescriptor KeywordNeedsBrackets = Error(
        "TOC1015", "'{0}' is a keyword and no name here.", "Write ['{0}'].", "KS228");

    public static readonly DiagnosticDescriptor OperatorExpected = Error(
        "TOC1016", "Expected an operator after the bar, found {0}.", "{1}", "KS176");

    public static readonly DiagnosticDescriptor UnknownOperator = Error(
        "TOC1017", "There is no operator '{0}'.", "The nearest one is '{1}'.", "KS176");

    public static readonly DiagnosticDescriptor Unexpected = Error(
        "TOC1018", "{0} cannot follow here.", kusto: "KS198");

    public static readonly DiagnosticDescriptor UnexpectedWithHint = Error(
        "TOC1019", "{0} cannot follow here.", "{1}", "KS198");

    public static readonly DiagnosticDescriptor OperatorNeedsInput = Error(
        "TOC1020", "The operator '{0}' needs a table before it.", "Start with a table's name, then '| {0} …'.", "KS174");

    public static readonly DiagnosticDescriptor UnknownType = Error(
        "TOC1021", "'{0}' is no type.", "Types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic.", "KS160");

    public static readonly DiagnosticDescriptor ListNeedsParentheses = Error(
        "TOC1022", "Expected '(' after '{0}', found {1}.", "The operator takes a list: {0} (…).", "KS005");

    public static readonly DiagnosticDescriptor LiteralExpected = Error(
        "TOC1023", "Expected a literal in {0}, found an expression.", kusto: "KS132");

    public static readonly DiagnosticDescriptor ClientParameter = Error(
        "TOC1024", "The client parameter '{0}' has no value here.", "Put the value in its place, or declare it: declare query_parameters(…).", "KS213");

    public static readonly DiagnosticDescriptor ClientDirective = Error(
        "TOC1025", "The line '{0}' is a directive to a Kusto client, not part of a query.", "Take the line out.", "KS250");

    public static readonly DiagnosticDescriptor ManagementCommand = Error(
        "TOC1026", "The text is a management command, not a query.", "Commands start with a dot; a query starts with a table, 'let' or an operator such as 'print'.");

    public static readonly DiagnosticDescriptor BadParsePattern = Error(
        "TOC1027", "{0} cannot stand in the pattern of 'parse'.", "A pattern is made of string literals, column names with or without ':type', and *.", "KS104");

    public static readonly DiagnosticDescriptor UnknownProperty = Error(
        "TOC1028", "'{1}' knows no property '{0}'.", "Its properties are {2}.", "KS179");

    public static readonly DiagnosticDescriptor DynamicValueExpected = Error(
        "TOC1029", "Expected a value of the dynamic literal, found {0}.", "Inside dynamic(…) stand JSON values and literals of KQL; columns and functions are combined with bag_pack() and pack_array().", "KS006");

    public static readonly DiagnosticDescriptor NestedTooDeeply = Error(
        "TOC1030", "The query is nested more than {0} levels deep.", "Move inner parts into let statements.", "KS245");

    public static readonly DiagnosticDescriptor ParameterNeedsType = Error(
        "TOC1031", "The parameter '{0}' has no type.", "Write '{0}: string', or '{0}: (*)' for a table.", "KS006");

    public static readonly DiagnosticDescriptor StatementAfterResult = Error(
        "TOC1032", "Only declarations can come before the last statement of a function's body.", "Declare the earlier statement: let name = …;", "KS005");

    public static readonly DiagnosticDescriptor DecimalInDynamic = Error("TOC1033", "A dynamic literal cannot hold a decimal.", "Write a real, such as 1.5, or a string.", "KS215");

    private static DiagnosticDescriptor Error(string id, string message, string? hint = null, string? kusto = null) =>
        new(id, DiagnosticSeverity.Error, message, hint, kusto);
}
