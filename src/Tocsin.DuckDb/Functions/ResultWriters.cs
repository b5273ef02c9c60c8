using System.Buffers;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb;

/// <summary>Takes the result of one row that is no plain number. It is empty before each row; one serves a whole thread.</summary>
public abstract class ResultWriter
{
    private bool _isNull;

    private protected ResultWriter()
    {
    }

    /// <summary>Makes the row null, whatever was written.</summary>
    public void SetNull() => _isNull = true;

    /// <summary>Moves what was written to the row and empties the writer.</summary>
    internal void Commit(VectorWriter output, int row)
    {
        if (_isNull)
        {
            output.SetNull(row);
            _isNull = false;
        }
        else
        {
            Store(output, row);
        }

        Clear();
    }

    /// <summary>Empties the writer, after a kernel that threw half-way as well.</summary>
    internal void Reset()
    {
        _isNull = false;
        Clear();
    }

    private protected abstract void Store(VectorWriter output, int row);

    /// <summary>Forgets what was written.</summary>
    public abstract void Clear();
}

/// <summary>Takes a string result, as UTF-8.</summary>
public sealed class Utf8Writer : ResultWriter, IBufferWriter<byte>
{
    private byte[] _buffer = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Append(byte unit)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = unit;
    }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(GetSpan(utf8.Length));
        _length += utf8.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _length), nameof(count));
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_length);
    }

    private protected override void Store(VectorWriter output, int row) => output.SetText(row, Written);

    public override void Clear() => _length = 0;

    private void Grow(int room)
    {
        if (_buffer.Length - _length < room)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + room)));
        }
    }
}

/// <summary>Takes a list of numbers.</summary>
public sealed class ListWriter<T> : ResultWriter
    where T : unmanaged
{
    private readonly List<T> _values = [];
    private readonly List<int> _nulls = [];

    public void Add(T value) => _values.Add(value);

    public void AddNull()
    {
        _nulls.Add(_values.Count);
        _values.Add(default);
    }

    public void AddRange(ReadOnlySpan<T> values) => _values.AddRange(values);

    /// <summary>Makes room for <paramref name="count"/> elements, to be filled before the next call.</summary>
    public Span<T> Append(int count)
    {
        int start = _values.Count;
        CollectionsMarshal.SetCount(_values, start + count);
        return CollectionsMarshal.AsSpan(_values)[start..];
    }

    private protected override void Store(VectorWriter output, int row)
    {
        int offset = output.AppendList(row, _values.Count);
        VectorWriter elements = output.Elements;
        CollectionsMarshal.AsSpan(_values).CopyTo(elements.Values<T>()[offset..]);
        foreach (int index in _nulls)
        {
            elements.SetNull(offset + index);
        }
    }

    public override void Clear()
    {
        _values.Clear();
        _nulls.Clear();
    }
}

/// <summary>Takes a list of strings, as UTF-8.</summary>
public sealed class TextListWriter : ResultWriter
{
    private readonly ArrayBufferWriter<byte> _text = new();

    // The end of each element; of a null its bitwise complement.
    private readonly List<int> _ends = [];

    public void Add(ReadOnlySpan<byte> utf8)
    {
        _text.Write(utf8);
        _ends.Add(_text.WrittenCount);
    }

    public void AddNull() => _ends.Add(~_text.WrittenCount);

    private protected override void Store(VectorWriter output, int row)
    {
        int offset = output.AppendList(row, _ends.Count);
        VectorWriter elements = output.Elements;
        int start = 0;
        for (int i = 0; i < _ends.Count; i++)
        {
            int end = _ends[i];
            if (end < 0)
            {
                elements.SetNull(offset + i);
                continue;
            }

            elements.SetText(offset + i, _text.WrittenSpan[start..end]);
            start = end;
        }
    }

    public override void Clear()
    {
        _text.ResetWrittenCount();
        _ends.Clear();
    }
}
