using System.Buffers;
using System.Globalization;

namespace Tocsin.Functions.Text;

/// <summary><c>format_bytes</c>: a number of bytes in Bytes, KB, MB… of 1,024 each (format-bytes-function.md).</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>The place of a unit's name in the order of size, in any case; null for another text.</summary>
    public static int? UnitFromName(string name)
    {
        int index = Array.FindIndex(Units, unit => unit.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index;
    }

    /// <summary>Writes the size with so many decimals, zeros at their end left out; without a unit the largest is taken that leaves at least one.</summary>
    public static void Write(double size, long precision, int? unit, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int chosen = unit ?? 0;
        double value = size / Math.Pow(1024, chosen);
        for (; unit is null && chosen < Units.Length - 1 && Math.Abs(value) >= 1024; chosen++)
        {
            value /= 1024;
        }

        double rounded = Math.Round(value, (int)Math.Clamp(precision, 0, 15), MidpointRounding.AwayFromZero);
        Span<byte> target = output.GetSpan(400);
        rounded.TryFormat(target, out int length, "0.###############", CultureInfo.InvariantCulture);
        target[length++] = (byte)' ';
        length += System.Text.Encoding.ASCII.GetBytes(Units[chosen], target[length..]);
        output.Advance(length);
    }
}
