using System.Buffers;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Dynamic;

/// <summary>The text of a dynamic string without escapes; it borrows a buffer only where there are some.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct DynamicString
{
    private readonly byte[]? _rented;

    public DynamicString(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> content = DynamicText.Content(value);
        if (content.Contains((byte)'\\'))
        {
            _rented = ArrayPool<byte>.Shared.Rent(content.Length);
            Text = _rented.AsSpan(0, JsonString.Unescape(content, _rented));
        }
        else
        {
            _rented = null;
            Text = content;
        }
    }

    public ReadOnlySpan<byte> Text { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
