using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>Goes through the properties of a bag in their order; names and values are slices of the bag's text.</summary>
[StructLayout(LayoutKind.Auto)]
public ref struct DynamicProperties
{
    private readonly ReadOnlySpan<byte> _value;
    private readonly bool _isBag;
    private Utf8JsonReader _reader;

    internal DynamicProperties(ReadOnlySpan<byte> value)
    {
        _value = value;
        _isBag = DynamicBag.IsBag(value);
        _reader = DynamicText.Reader(value);
        if (_isBag)
        {
            _reader.Read();
        }
    }

    /// <summary>The name as it stands in the text: without quotes, still escaped.</summary>
    public ReadOnlySpan<byte> EscapedName { get; private set; }

    /// <summary>The value; an empty span is null.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DynamicProperties Current => this;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DynamicProperties GetEnumerator() => this;

    /// <summary>Writes the name without escapes.</summary>
    public readonly void WriteName(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Advance(JsonString.Unescape(EscapedName, output.GetSpan(EscapedName.Length)));
    }

    /// <summary>Goes to the next property.</summary>
    public bool MoveNext()
    {
        if (!_isBag || !_reader.Read() || _reader.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        EscapedName = _reader.ValueSpan;
        _reader.Read();
        Value = DynamicPath.NotNull(DynamicPath.Take(_value, ref _reader));
        return true;
    }
}
