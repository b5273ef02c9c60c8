using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Handles;

/// <summary>Owns a <c>duckdb_result</c>, which the C API fills in place and which must be destroyed even after an error.</summary>
internal sealed unsafe class ResultHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ResultHandle()
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public NativeResult* Pointer => (NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyResult((NativeResult*)handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
