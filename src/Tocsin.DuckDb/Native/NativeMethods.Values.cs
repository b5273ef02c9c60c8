using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;

namespace Tocsin.DuckDb.Native;

// https://duckdb.org/docs/stable/clients/c/value
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_destroy_value")]
    internal static partial void DestroyValue(nint* value);

    // The type belongs to the value and must not be destroyed.
    [LibraryImport(Library, EntryPoint = "duckdb_get_value_type")]
    internal static partial nint GetValueType(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_type_id")]
    internal static partial DuckDbTypeId GetTypeId(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_is_null_value")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool IsNullValue(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_bool")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool GetBool(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_int64")]
    internal static partial long GetInt64(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_double")]
    internal static partial double GetDouble(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_varchar")]
    internal static partial nint GetVarchar(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_list_size")]
    internal static partial ulong GetListSize(ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_get_list_child")]
    internal static partial ValueHandle GetListChild(ValueHandle value, ulong index);
}
