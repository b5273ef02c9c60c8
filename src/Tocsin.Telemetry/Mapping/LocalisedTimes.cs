using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// Times as the portals export them in the user's language: <c>2/11/2026, 8:01:00.123 AM</c>, <c>11.02.2026 08:01:00</c>,
/// <c>Feb 11, 2026 8:01:00 AM</c>, Kibana's <c>Feb 11, 2026 @ 08:01:00.123</c>. Whether day or month comes first is taken from the file itself; where nothing in it
/// tells, the times are not read.
/// </summary>
internal static partial class LocalisedTimes
{
    /// <summary>The narrow space that newer Unicode data puts before AM and PM.</summary>
    private const string NarrowSpace = "\u202F";

    private static readonly string[] Clocks = ["%I:%M:%S.%f %p", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S.%f", "%H:%M:%S,%f", "%H:%M:%S", "%H:%M"];

    /// <summary>A pattern that times with slashes or dots do not fit: those that cannot be told are rejected, not guessed.</summary>
    private static readonly ImmutableArray<string> Unreadable = ["%Y-%m-%d"];

    /// <summary>DuckDB's patterns for times such as these; none where they need none.</summary>
    public static ImmutableArray<string> Detect(IEnumerable<string> values)
    {
        var shapes = values.Select(v => Numeric().Match(v)).Where(m => m.Success).ToArray();
        if (shapes.Length > 0)
        {
            var separator = shapes[0].Groups["separator"].Value;
            return IsMonthFirst(shapes, separator) is { } isMonthFirst
                ? Formats(isMonthFirst ? $"%m{separator}%d{separator}%Y" : $"%d{separator}%m{separator}%Y")
                : Unreadable;
        }

        return values.Any(v => Named().IsMatch(v)) ? [.. Formats("%b %d, %Y"), .. Formats("%d %b %Y"), .. Formats("%B %d, %Y")] : [];
    }

    /// <summary>Whether nothing tells the order of day and month, so that times are not read.</summary>
    public static bool AreUndecided(ImmutableArray<string> formats) => formats == Unreadable;

    public static SqlExpression ToTicks(SqlExpression text, ImmutableArray<string> formats)
    {
        var plain = Call("replace", Call("trim", text), String(NarrowSpace), String(" "));
        var time = Call("try_strptime", plain, List([.. formats.Select(String)]));
        return If(
            Call("regexp_matches", text, String(@"^\s*\d{4}-")),
            Call(KqlFunctionNames.ToDateTime, text),
            Add(Multiply(Call("epoch_us", time), BigInt(10)), BigInt(ParquetSource.UnixEpochTicks)));
    }

    /// <summary>Null where no day lies beyond 12. AM and PM with slashes are written in the United States; dots stand behind days.</summary>
    private static bool? IsMonthFirst(Match[] shapes, string separator)
    {
        var first = shapes.Max(m => Part(m, "first"));
        var second = shapes.Max(m => Part(m, "second"));
        return (first > 12, second > 12) switch
        {
            (true, true) => null,
            (true, false) => false,
            (false, true) => true,
            _ when separator is "." => false,
            _ when separator is "/" && shapes.Any(m => m.Value.EndsWith('M')) => true,
            _ => null,
        };
    }

    private static int Part(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static ImmutableArray<string> Formats(string date) => [.. Clocks.SelectMany(c => (string[])[$"{date}, {c}", $"{date} {c}", $"{date} @ {c}"])];

    [GeneratedRegex(@"^\s*(?<first>\d{1,2})(?<separator>[./-])(?<second>\d{1,2})\k<separator>\d{4},? \d{1,2}:\d{2}(:\d{2}([.,]\d{1,7})?)?([ \u202F][AP]M)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^\s*(\p{L}{3,9} \d{1,2}, \d{4}|\d{1,2} \p{L}{3} \d{4})(,| @)? \d{1,2}:\d{2}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
