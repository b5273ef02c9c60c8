using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Windows events as Splunk's forwarder renders them: a line with the time, lines of <c>Name=value</c>, and the message,
/// which runs over lines. Each event becomes one object with the text as <c>_raw</c>, as a search's export has it.
/// </summary>
internal sealed partial class EventTextRecords : LineRewriter
{
    private const int LongestTime = 64;

    private readonly int _maximumBytes;
    private readonly MemoryStream _record = new();
    private byte[] _line = [];

    private EventTextRecords(Stream output, int maximumBytes)
        : base(output, maximumBytes)
    {
        _maximumBytes = maximumBytes;
    }

    public static bool Matches(IReadOnlyList<string> lines)
    {
        var first = lines.TakeWhile(string.IsNullOrWhiteSpace).Count();
        return lines.Count > first + 1 && IsStart(Encoding.UTF8.GetBytes(lines[first]), Encoding.UTF8.GetBytes(lines[first + 1]));
    }

    public static void Split(Stream input, Stream output, int maximumBytes)
    {
        using var records = new EventTextRecords(output, maximumBytes);
        try
        {
            input.CopyTo(records);
        }
        finally
        {
            records.Complete();
            records.Append(records._line);
            records.EndRecord();
        }
    }

    /// <summary>A record begins where a line with a time stands before the name of a log.</summary>
    protected override bool Rewrite(ReadOnlySpan<byte> line, Stream output)
    {
        if (IsStart(_line, line))
        {
            EndRecord();
        }

        Append(_line);
        _line = line.ToArray();
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _record.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsStart(ReadOnlySpan<byte> line, ReadOnlySpan<byte> next) =>
        next.StartsWith("LogName="u8) && line.Length < LongestTime && Time().IsMatch(Encoding.UTF8.GetString(line));

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_record.Length + line.Length > _maximumBytes / 2)
        {
            EndRecord();
        }

        _record.Write(line);
        _record.WriteByte((byte)'\n');
    }

    private void EndRecord()
    {
        var text = _record.GetBuffer().AsSpan(0, (int)_record.Length).Trim(" \t\r\n\0"u8);
        if (!text.IsEmpty)
        {
            Output.Write("{\"_raw\":"u8);
            Output.Write(JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(text)));
            Output.Write("}\n"u8);
        }

        _record.SetLength(0);
    }

    [GeneratedRegex(@"^[\s\uFEFF]*\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}(\.\d{1,6})?( [AP]M)?\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
