namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// What a constant format of format_datetime and format_timespan may hold: the specifiers and delimiters that their pages
/// list (https://learn.microsoft.com/kusto/query/format-datetime-function). Kusto refuses any other letter.
/// </summary>
internal static class TimeFormats
{
    private const string Delimiters = " /-:,._[]";

    public static string? DatetimeFault(string format) => Fault(format, (symbol, count) => symbol switch
    {
        'f' or 'F' => count <= 7,
        'd' or 'h' or 'H' or 'm' or 's' or 'M' => count <= 2,
        'y' => count is 1 or 2 or 4,
        't' => count == 2,
        _ => false,
    });

    public static string? TimespanFault(string format) => Fault(format, (symbol, count) => symbol switch
    {
        'f' or 'F' => count <= 7,
        'd' => count <= 8,
        'h' or 'H' or 'm' or 's' => count <= 2,
        _ => false,
    });

    private static string? Fault(string format, Func<char, int, bool> isSpecifier)
    {
        if (format.Length == 0)
        {
            return "it is empty";
        }

        for (var start = 0; start < format.Length;)
        {
            var end = start + 1;
            while (end < format.Length && format[end] == format[start])
            {
                end++;
            }

            if (!Delimiters.Contains(format[start], StringComparison.Ordinal) && !isSpecifier(format[start], end - start))
            {
                return $"'{format[start..end]}' is no part of a time format";
            }

            start = end;
        }

        return null;
    }
}
