using System.Text.Unicode;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Copies the well-formed records of a delimited file, with one kind of line end, and counts the others by reason. A
/// quote that is never closed costs its own line, not the rest of the file.
/// </summary>
internal sealed class CsvRewriter : IDisposable
{
    public const string TooLong = "line too long";
    private const string NotUtf8 = "not UTF-8";
    private const string BadQuote = "a quote that is not closed, or text after it";
    private const string FewColumns = "fewer columns than the header";
    private const string ManyColumns = "more columns than the header";
    private const int LinesKept = 100_000;
    private const int LeastLookAhead = 1 << 16;

    private readonly FileStream _input;
    private readonly Stream _output;
    private readonly CsvShape _shape;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly MemoryStream _record = new();
    private readonly Dictionary<string, (long Count, List<long> Lines)> _rejections = new(StringComparer.Ordinal);
    private int _maximumBytes;
    private long _bufferStart;
    private int _next;
    private int _end;
    private long _line = 1;
    private int _fields;

    private CsvRewriter(FileStream input, Stream output, CsvShape shape, int maximumBytes)
    {
        (_input, _output, _shape, _maximumBytes) = (input, output, shape, maximumBytes);
    }

    private enum Outcome
    {
        Complete,
        TooLong,
        OpenQuote,
        TextAfterQuote,
    }

    public static IReadOnlyList<LineRejection> Rewrite(string path, CsvShape shape, int maximumRecordBytes, Stream output)
    {
        using var rewriter = new CsvRewriter(SampleReader.Open(path), output, shape, maximumRecordBytes);
        rewriter.CopyAll();
        return [.. rewriter._rejections.Select(r => new LineRejection(r.Key, r.Value.Count, r.Value.Lines))];
    }

    public void Dispose()
    {
        _input.Dispose();
        _record.Dispose();
    }

    private void CopyAll()
    {
        for (var i = 0; i < _shape.Skip && Peek() >= 0; i++)
        {
            _record.SetLength(0);
            CopyLine();
            Emit();
        }

        while (Peek() >= 0)
        {
            CopyRecord();
        }
    }

    private void CopyRecord()
    {
        var start = _bufferStart + _next;
        var line = _line;
        _record.SetLength(0);
        _fields = 1;
        var outcome = ReadRecord();
        switch (outcome)
        {
            case Outcome.Complete when _record.Length == 0:
                break;
            case Outcome.Complete when Fault() is { } fault:
                Reject(fault, line);
                break;
            case Outcome.Complete:
                Emit();
                break;
            case Outcome.TooLong:
                Reject(TooLong, line);
                SkipLine();
                break;
            case Outcome.OpenQuote when _record.Length >= _maximumBytes && !_record.GetBuffer().AsSpan(0, (int)_record.Length).Contains((byte)'\n'):
                Reject(TooLong, line);
                SkipLine();
                break;
            default:
                // Go on behind the first line of what the quote swallowed; look ahead less far if that recurs.
                Reject(BadQuote, line);
                if (outcome == Outcome.OpenQuote)
                {
                    _maximumBytes = Math.Min(_maximumBytes, Math.Max(LeastLookAhead, _maximumBytes / 2));
                }

                SeekTo(start);
                _line = line;
                SkipLine();
                break;
        }
    }

    private string? Fault()
    {
        if (_shape.Delimiter is not null && _fields != _shape.Columns)
        {
            return _fields < _shape.Columns ? FewColumns : ManyColumns;
        }

        return Utf8.IsValid(_record.GetBuffer().AsSpan(0, (int)_record.Length)) ? null : NotUtf8;
    }

    /// <summary>Reads one record into the buffer as it stands, without its line end.</summary>
    private Outcome ReadRecord()
    {
        var isFieldStart = true;
        while (Next() is var value and >= 0)
        {
            if (value is '\n' or '\r')
            {
                EndLine(value);
                return Outcome.Complete;
            }

            if (value == '"' && isFieldStart && _shape.Delimiter is not null)
            {
                if (ReadQuoted() is { } fault)
                {
                    return fault;
                }

                isFieldStart = false;
                continue;
            }

            isFieldStart = value == _shape.Delimiter;
            _fields += isFieldStart ? 1 : 0;
            // A quote inside an unquoted field is text; it is written so that it stays text.
            if (!Keep(value))
            {
                return Outcome.TooLong;
            }
        }

        return Outcome.Complete;
    }

    private Outcome? ReadQuoted()
    {
        Keep('"');
        while (Next() is var value and >= 0)
        {
            if (!Keep(value))
            {
                return Outcome.OpenQuote;
            }

            if (value == '\n')
            {
                _line++;
            }

            if (value != '"')
            {
                continue;
            }

            var next = Peek();
            if (next == '"')
            {
                Keep(Next());
                continue;
            }

            return next < 0 || next is '\n' or '\r' || next == _shape.Delimiter ? null : Outcome.TextAfterQuote;
        }

        return Outcome.OpenQuote;
    }

    private bool Keep(int value)
    {
        if (_record.Length >= _maximumBytes)
        {
            return false;
        }

        _record.WriteByte((byte)value);
        return true;
    }

    private void CopyLine()
    {
        while (Next() is var value and >= 0)
        {
            if (value is '\n' or '\r')
            {
                EndLine(value);
                return;
            }

            Keep(value);
        }
    }

    private void SkipLine()
    {
        while (Peek() >= 0)
        {
            var end = _buffer.AsSpan(_next, _end - _next).IndexOfAny((byte)'\n', (byte)'\r');
            if (end >= 0)
            {
                _next += end;
                EndLine(Next());
                return;
            }

            _next = _end;
        }
    }

    private void EndLine(int value)
    {
        if (value == '\r' && Peek() == '\n')
        {
            _next++;
        }

        _line++;
    }

    private void Emit()
    {
        _output.Write(_record.GetBuffer().AsSpan(0, (int)_record.Length));
        _output.WriteByte((byte)'\n');
    }

    private void Reject(string reason, long line)
    {
        var (count, lines) = _rejections.GetValueOrDefault(reason, (0, []));
        if (lines.Count < LinesKept)
        {
            lines.Add(line);
        }

        _rejections[reason] = (count + 1, lines);
    }

    private int Next()
    {
        var value = Peek();
        _next += value >= 0 ? 1 : 0;
        return value;
    }

    private int Peek()
    {
        if (_next >= _end)
        {
            _bufferStart += _end;
            _end = _input.Read(_buffer);
            _next = 0;
        }

        return _next < _end ? _buffer[_next] : -1;
    }

    private void SeekTo(long position)
    {
        _input.Position = position;
        _bufferStart = position;
        _next = 0;
        _end = 0;
    }
}
