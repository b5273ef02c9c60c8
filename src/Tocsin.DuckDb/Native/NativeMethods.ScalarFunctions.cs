using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;

namespace Tocsin.DuckDb.Native;

// https://duckdb.org/docs/stable/clients/c/api#scalar-functions
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_create_scalar_function")]
    internal static partial ScalarFunctionHandle CreateScalarFunction();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_scalar_function")]
    internal static partial void DestroyScalarFunction(nint* function);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void ScalarFunctionSetName(ScalarFunctionHandle function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_special_handling")]
    internal static partial void ScalarFunctionSetSpecialHandling(ScalarFunctionHandle function);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_add_parameter")]
    internal static partial void ScalarFunctionAddParameter(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_return_type")]
    internal static partial void ScalarFunctionSetReturnType(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_extra_info")]
    internal static partial void ScalarFunctionSetExtraInfo(ScalarFunctionHandle function, nint extraInfo, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_init")]
    internal static partial void ScalarFunctionSetInit(ScalarFunctionHandle function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_function")]
    internal static partial void ScalarFunctionSetFunction(ScalarFunctionHandle function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> execute);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_get_state")]
    [SuppressGCTransition]
    internal static partial nint ScalarFunctionGetState(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_error")]
    internal static partial void ScalarFunctionSetError(nint info, byte* error);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_init_get_extra_info")]
    internal static partial nint ScalarFunctionInitGetExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_init_set_state")]
    internal static partial void ScalarFunctionInitSetState(nint info, nint state, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_init_set_error")]
    internal static partial void ScalarFunctionInitSetError(nint info, byte* error);

    [LibraryImport(Library, EntryPoint = "duckdb_create_scalar_function_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ScalarFunctionSetHandle CreateScalarFunctionSet(string name);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_scalar_function_set")]
    internal static partial void DestroyScalarFunctionSet(nint* set);

    [LibraryImport(Library, EntryPoint = "duckdb_add_scalar_function_to_set")]
    internal static partial DuckDbState AddScalarFunctionToSet(ScalarFunctionSetHandle set, ScalarFunctionHandle function);

    [LibraryImport(Library, EntryPoint = "duckdb_register_scalar_function_set")]
    internal static partial DuckDbState RegisterScalarFunctionSet(ConnectionHandle connection, ScalarFunctionSetHandle set);
}
