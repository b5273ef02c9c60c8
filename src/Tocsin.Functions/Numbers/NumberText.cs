using System.Buffers;
using System.Globalization;

namespace Tocsin.Functions.Numbers;

/// <summary><c>tostring</c> of numbers, booleans and guids.</summary>
public static class NumberText
{
    private const int MaxLength = 40;

    /// <summary>Writes a long.</summary>
    public static void Write(long value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        value.TryFormat(output.GetSpan(MaxLength), out int length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>Writes the shortest text that gives the same real again; a whole number keeps a point: <c>1.0</c>.</summary>
    public static void Write(double value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> target = output.GetSpan(MaxLength);
        value.TryFormat(target, out int length, default, CultureInfo.InvariantCulture);
        if (double.IsFinite(value) && target[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(target[length..]);
            length += 2;
        }

        output.Advance(length);
    }

    /// <summary>Writes a decimal.</summary>
    public static void Write(decimal value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        value.TryFormat(output.GetSpan(MaxLength), out int length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>Writes <c>True</c> or <c>False</c>; inside a dynamic value they are lower case.</summary>
    public static void Write(bool value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(value ? "True"u8 : "False"u8);
    }

    /// <summary>Writes a guid in lower case with hyphens.</summary>
    public static void Write(Guid value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        value.TryFormat(output.GetSpan(MaxLength), out int length);
        output.Advance(length);
    }
}
