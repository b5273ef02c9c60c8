using System.Runtime.InteropServices;
using System.Text;

namespace Tocsin.DuckDb.Native;

/// <summary>C strings across the boundary, by who frees them.</summary>
internal static unsafe class Utf8String
{
    /// <summary>Reads a string that DuckDB keeps.</summary>
    internal static string Read(byte* text) => text is null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Reads and frees a string that DuckDB gave away; null where there was none.</summary>
    internal static string? Take(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        string value = Read((byte*)text);
        NativeMethods.Free(text);
        return value;
    }

    /// <summary>Calls <paramref name="use"/> with a zero-terminated copy.</summary>
    internal static void Pass(nint target, string text, delegate*<nint, byte*, void> use)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        fixed (byte* pointer = bytes)
        {
            use(target, pointer);
        }
    }
}
