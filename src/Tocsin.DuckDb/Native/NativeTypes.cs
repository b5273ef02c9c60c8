using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Native;

internal enum DuckDbState
{
    Success = 0,
    Error = 1,
}

/// <summary>The struct that the C API fills in and destroys; only the last field still means something.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public ulong DeprecatedColumnCount;
    public ulong DeprecatedRowCount;
    public ulong DeprecatedRowsChanged;
    public nint DeprecatedColumns;
    public nint DeprecatedErrorMessage;
    public nint InternalData;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    public ulong Offset;
    public ulong Length;
}
