using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Windows events as Splunk's forwarder renders them: a line with the time, lines of <c>Name=value</c>, and the message,
/// which runs over lines. Each event becomes one object with the text as <c>_raw</c>, as a search's export has it.
/// </summary>
internal static partial class EventTextRecords
{
    private const int MaximumLines = 2_000;

    public static bool Matches(IReadOnlyList<string> lines)
    {
        var first = lines.TakeWhile(string.IsNullOrWhiteSpace).Count();
        return lines.Count > first + 1 && IsStart(lines[first], lines[first + 1]);
    }

    public static void Split(Stream input, Stream output)
    {
        using var reader = new StreamReader(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        var record = new StringBuilder();
        var count = 0;
        var line = reader.ReadLine();
        while (line is not null)
        {
            var next = reader.ReadLine();
            if ((next is not null && IsStart(line, next)) || count == MaximumLines)
            {
                Write(record, output);
                count = 0;
            }

            record.Append(line).Append('\n');
            count++;
            line = next;
        }

        Write(record, output);
    }

    private static bool IsStart(string line, string next) => next.StartsWith("LogName=", StringComparison.Ordinal) && Time().IsMatch(line);

    private static void Write(StringBuilder record, Stream output)
    {
        var text = record.ToString().Trim();
        record.Clear();
        if (text.Length == 0)
        {
            return;
        }

        output.Write("{\"_raw\":"u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(text));
        output.Write("}\n"u8);
    }

    [GeneratedRegex(@"^\s*\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}(\.\d{1,6})?( [AP]M)?\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
