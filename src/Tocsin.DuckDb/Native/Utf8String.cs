using System.Runtime.InteropServices;
using System.Text;
using Tocsin.DuckDb.Functions;

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

    /// <summary>Tells DuckDB why a callback failed. Throws nothing, whatever the exception is like.</summary>
    internal static void Report(nint target, Exception exception, delegate*<nint, byte*, void> setError)
    {
        byte[] text = Encoding.UTF8.GetBytes(FunctionFaults.MessageOf(exception) + '\0');
        fixed (byte* pointer = text)
        {
            setError(target, pointer);
        }
    }
}
