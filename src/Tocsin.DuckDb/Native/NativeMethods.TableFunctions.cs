using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;

namespace Tocsin.DuckDb.Native;

// https://duckdb.org/docs/stable/clients/c/table_functions
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_create_table_function")]
    internal static partial TableFunctionHandle CreateTableFunction();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_table_function")]
    internal static partial void DestroyTableFunction(nint* function);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void TableFunctionSetName(TableFunctionHandle function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_add_parameter")]
    internal static partial void TableFunctionAddParameter(TableFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_extra_info")]
    internal static partial void TableFunctionSetExtraInfo(TableFunctionHandle function, nint extraInfo, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_bind")]
    internal static partial void TableFunctionSetBind(TableFunctionHandle function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_init")]
    internal static partial void TableFunctionSetInit(TableFunctionHandle function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_local_init")]
    internal static partial void TableFunctionSetLocalInit(TableFunctionHandle function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_function")]
    internal static partial void TableFunctionSetFunction(TableFunctionHandle function, delegate* unmanaged[Cdecl]<nint, nint, void> read);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_supports_projection_pushdown")]
    internal static partial void TableFunctionSupportsProjectionPushdown(TableFunctionHandle function, [MarshalAs(UnmanagedType.U1)] bool pushdown);

    [LibraryImport(Library, EntryPoint = "duckdb_register_table_function")]
    internal static partial DuckDbState RegisterTableFunction(ConnectionHandle connection, TableFunctionHandle function);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_get_extra_info")]
    internal static partial nint BindGetExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_get_client_context")]
    internal static partial void TableFunctionGetClientContext(nint info, out nint context);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_add_result_column", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void BindAddResultColumn(nint info, string name, LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_get_parameter_count")]
    internal static partial ulong BindGetParameterCount(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_get_parameter")]
    internal static partial ValueHandle BindGetParameter(nint info, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_set_bind_data")]
    internal static partial void BindSetBindData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_set_cardinality")]
    internal static partial void BindSetCardinality(nint info, ulong cardinality, [MarshalAs(UnmanagedType.U1)] bool isExact);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_set_error")]
    internal static partial void BindSetError(nint info, byte* error);

    [LibraryImport(Library, EntryPoint = "duckdb_init_get_bind_data")]
    internal static partial nint InitGetBindData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_init_data")]
    internal static partial void InitSetInitData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_init_get_column_count")]
    internal static partial ulong InitGetColumnCount(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_init_get_column_index")]
    internal static partial ulong InitGetColumnIndex(nint info, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_max_threads")]
    internal static partial void InitSetMaxThreads(nint info, ulong threads);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_error")]
    internal static partial void InitSetError(nint info, byte* error);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_bind_data")]
    internal static partial nint FunctionGetBindData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_init_data")]
    internal static partial nint FunctionGetInitData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_local_init_data")]
    internal static partial nint FunctionGetLocalInitData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_set_error")]
    internal static partial void FunctionSetError(nint info, byte* error);
}
