using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Text;

/// <summary>
/// Character classes and case folding as Kusto's string operators see them. Case-insensitive operators fold
/// ASCII letters only ("currently supported only for ASCII text", datatypes-string-operators.md).
/// </summary>
public static class AsciiText
{
    /// <summary>True for the ASCII characters that a term is made of: letters and digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsTermByte(byte value) => IsLetter(value) || (uint)(value - '0') <= 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte ToLower(byte value) => IsLetter(value) ? (byte)(value | 0x20) : value;

    /// <summary>The value of a hexadecimal digit, which the byte must be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Equality where ASCII letters match in either case and every other byte exactly.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        int i = 0;
        for (; i <= left.Length - sizeof(ulong); i += sizeof(ulong))
        {
            if (!SameWord(BinaryPrimitives.ReadUInt64LittleEndian(left[i..]), BinaryPrimitives.ReadUInt64LittleEndian(right[i..])))
            {
                return false;
            }
        }

        if (i > 0 && i < left.Length)
        {
            // The last word overlaps bytes already compared.
            i = left.Length - sizeof(ulong);
            return SameWord(BinaryPrimitives.ReadUInt64LittleEndian(left[i..]), BinaryPrimitives.ReadUInt64LittleEndian(right[i..]));
        }

        for (; i < left.Length; i++)
        {
            if (left[i] != right[i] && ToLower(left[i]) != ToLower(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A copy with ASCII letters in lower case.</summary>
    public static byte[] ToLower(ReadOnlySpan<byte> text)
    {
        byte[] lower = text.ToArray();
        foreach (ref byte value in lower.AsSpan())
        {
            value = ToLower(value);
        }

        return lower;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SameWord(ulong left, ulong right) => left == right || ToLower(left) == ToLower(right);

    /// <summary>Lowers the eight ASCII letters of a word at once; bytes above 0x7F stay.</summary>
    private static ulong ToLower(ulong word)
    {
        const ulong ones = 0x0101010101010101;
        ulong low = word & (0x7F * ones);
        ulong aboveZ = low + ((0x7F - 'Z') * ones);
        ulong fromA = low + ((0x80 - 'A') * ones);
        ulong upper = (fromA ^ aboveZ) & ~word & (0x80 * ones);
        return word | (upper >> 2);
    }
}
