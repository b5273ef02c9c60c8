using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;

namespace Tocsin.DuckDb.Native;

// https://duckdb.org/docs/stable/clients/c/api#aggregate-functions
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_create_aggregate_function")]
    internal static partial AggregateFunctionHandle CreateAggregateFunction();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_aggregate_function")]
    internal static partial void DestroyAggregateFunction(nint* function);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void AggregateFunctionSetName(AggregateFunctionHandle function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_add_parameter")]
    internal static partial void AggregateFunctionAddParameter(AggregateFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_return_type")]
    internal static partial void AggregateFunctionSetReturnType(AggregateFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_functions")]
    internal static partial void AggregateFunctionSetFunctions(
        AggregateFunctionHandle function,
        delegate* unmanaged[Cdecl]<nint, ulong> stateSize,
        delegate* unmanaged[Cdecl]<nint, nint*, void> initialize,
        delegate* unmanaged[Cdecl]<nint, nint, nint**, void> update,
        delegate* unmanaged[Cdecl]<nint, nint**, nint**, ulong, void> combine,
        delegate* unmanaged[Cdecl]<nint, nint**, nint, ulong, ulong, void> finish);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_destructor")]
    internal static partial void AggregateFunctionSetDestructor(AggregateFunctionHandle function, delegate* unmanaged[Cdecl]<nint**, ulong, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_special_handling")]
    internal static partial void AggregateFunctionSetSpecialHandling(AggregateFunctionHandle function);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_extra_info")]
    internal static partial void AggregateFunctionSetExtraInfo(AggregateFunctionHandle function, nint extraInfo, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_get_extra_info")]
    [SuppressGCTransition]
    internal static partial nint AggregateFunctionGetExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_error")]
    internal static partial void AggregateFunctionSetError(nint info, byte* error);

    [LibraryImport(Library, EntryPoint = "duckdb_create_aggregate_function_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial AggregateFunctionSetHandle CreateAggregateFunctionSet(string name);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_aggregate_function_set")]
    internal static partial void DestroyAggregateFunctionSet(nint* set);

    [LibraryImport(Library, EntryPoint = "duckdb_add_aggregate_function_to_set")]
    internal static partial DuckDbState AddAggregateFunctionToSet(AggregateFunctionSetHandle set, AggregateFunctionHandle function);

    [LibraryImport(Library, EntryPoint = "duckdb_register_aggregate_function_set")]
    internal static partial DuckDbState RegisterAggregateFunctionSet(ConnectionHandle connection, AggregateFunctionSetHandle set);
}
