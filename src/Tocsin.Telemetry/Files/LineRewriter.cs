namespace Tocsin.Telemetry.Files;

/// <summary>A stream that is written lines to and passes each on, rewritten; a line beyond the bound is passed on as it is.</summary>
internal abstract class LineRewriter(Stream output, int maximumBytes) : Stream
{
    private readonly MemoryStream _line = new();
    private bool _isTooLong;

    /// <summary>Where the lines go; not this stream's to close.</summary>
    protected Stream Output => output;

    public sealed override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => true;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public sealed override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var end = buffer.IndexOf((byte)'\n');
            Keep(end < 0 ? buffer : buffer[..end]);
            if (end < 0)
            {
                return;
            }

            EndLine();
            buffer = buffer[(end + 1)..];
        }
    }

    public sealed override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>The last line need not have an end.</summary>
    public void Complete()
    {
        if (_line.Length > 0 || _isTooLong)
        {
            EndLine();
        }
    }

    public sealed override void Flush()
    {
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Writes the line in its new form, without an end; false where nothing is left of it.</summary>
    protected abstract bool Rewrite(ReadOnlySpan<byte> line, Stream output);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _line.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (!_isTooLong && _line.Length + part.Length > maximumBytes)
        {
            _isTooLong = true;
            output.Write(Line);
            _line.SetLength(0);
        }

        (_isTooLong ? output : _line).Write(part);
    }

    private void EndLine()
    {
        if (_isTooLong || Rewrite(Line, output))
        {
            output.WriteByte((byte)'\n');
        }

        _isTooLong = false;
        _line.SetLength(0);
    }

    private ReadOnlySpan<byte> Line => _line.GetBuffer().AsSpan(0, (int)_line.Length);
}
