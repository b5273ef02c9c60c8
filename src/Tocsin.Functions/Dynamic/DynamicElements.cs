using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>Goes through the elements of an array; each is a slice of the array's text, empty where it is null.</summary>
[StructLayout(LayoutKind.Auto)]
public ref struct DynamicElements
{
    private readonly ReadOnlySpan<byte> _value;
    private readonly bool _isArray;
    private Utf8JsonReader _reader;

    internal DynamicElements(ReadOnlySpan<byte> value)
    {
        _value = value;
        _isArray = DynamicArray.IsArray(value);
        _reader = DynamicText.Reader(value);
        if (_isArray)
        {
            _reader.Read();
        }
    }

    /// <summary>The element; an empty span is null.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DynamicElements GetEnumerator() => this;

    /// <summary>Goes to the next element.</summary>
    public bool MoveNext()
    {
        if (!_isArray || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        Current = DynamicPath.NotNull(DynamicPath.Take(_value, ref _reader));
        return true;
    }
}
