namespace Tocsin.Report.Writing;

/// <summary>A growing buffer of bytes that is emptied into a stream now and then.</summary>
internal sealed class ByteBuffer(Stream output)
{
    private const int FlushAt = 64 * 1024;

    private byte[] _bytes = new byte[FlushAt + 4096];
    private int _length;

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Room for at least so many bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>What has not been handed on.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Forgets what has not been handed on.</summary>
    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    /// <summary>Hands the bytes on once there are enough of them; to be called between rows.</summary>
    public void FlushIfFull()
    {
        if (_length >= FlushAt)
        {
            Flush();
        }
    }

    public void Flush()
    {
        output.Write(_bytes, 0, _length);
        _length = 0;
    }
}
