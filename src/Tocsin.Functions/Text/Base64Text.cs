using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>The <c>base64_*</c> functions. What cannot be decoded gives an empty text, or null from those that give another type.</summary>
public static class Base64Text
{
    /// <summary><c>base64_encode_tostring</c></summary>
    public static void Encode(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
        output.Advance(written);
    }

    /// <summary><c>base64_encode_fromguid</c></summary>
    public static void Encode(Guid guid, IBufferWriter<byte> output)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes);
        Encode(bytes, output);
    }

    /// <summary><c>base64_encode_fromarray</c>: an element outside 0 to 255 makes the result empty.</summary>
    public static void EncodeArray(ReadOnlySpan<byte> array, IBufferWriter<byte> output)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(array.Length, 1));
        int count = 0;
        bool valid = true;
        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(array))
        {
            long? value = DynamicText.KindOf(element) == DynamicKind.Long ? DynamicConversions.ToLong(element) : null;
            valid &= value is >= 0 and <= 255;
            bytes[count++] = (byte)value.GetValueOrDefault();
        }

        Encode(valid ? bytes.AsSpan(0, count) : default, output);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary><c>base64_decode_tostring</c>: nothing where it is no base64, or the bytes are no UTF-8.</summary>
    public static void Decode(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> target = output.GetSpan(Math.Max(text.Length, 1));
        if (TryDecode(text, target, out int written) && Utf8.IsValid(target[..written]))
        {
            output.Advance(written);
        }
    }

    /// <summary><c>base64_decode_toarray</c>: the bytes as numbers; false (null) where it is no base64.</summary>
    public static bool DecodeToArray(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        bool valid = TryDecode(text, bytes, out int written);
        if (valid)
        {
            DynamicWriter writer = new(output);
            writer.BeginArray();
            foreach (byte value in bytes.AsSpan(0, written))
            {
                writer.WriteLong(value);
            }

            writer.EndArray();
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return valid;
    }

    /// <summary><c>base64_decode_toguid</c>: null unless it is sixteen bytes.</summary>
    public static Guid? DecodeToGuid(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[24];
        return text.Length <= 24 && TryDecode(text, bytes, out int written) && written == 16 ? new Guid(bytes[..16]) : null;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> target, out int written) =>
        Base64.DecodeFromUtf8(text, target, out int consumed, out written) == OperationStatus.Done && consumed == text.Length;
}
