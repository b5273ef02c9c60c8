using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;

namespace Tocsin.DuckDb.Native;

// https://duckdb.org/docs/stable/clients/c/appender
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_appender_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckDbState AppenderCreateExt(ConnectionHandle connection, string? catalog, string? schema, string table, out AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_destroy")]
    internal static partial DuckDbState AppenderDestroy(nint* appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_close")]
    internal static partial DuckDbState AppenderClose(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_clear")]
    internal static partial DuckDbState AppenderClear(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_column_count")]
    internal static partial ulong AppenderColumnCount(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_column_type")]
    internal static partial LogicalTypeHandle AppenderColumnType(AppenderHandle appender, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_append_data_chunk")]
    internal static partial DuckDbState AppendDataChunk(AppenderHandle appender, DataChunkHandle chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_error_data")]
    internal static partial ErrorDataHandle AppenderErrorData(AppenderHandle appender);

    // Error data: https://duckdb.org/docs/stable/clients/c/api#error-data
    [LibraryImport(Library, EntryPoint = "duckdb_destroy_error_data")]
    internal static partial void DestroyErrorData(nint* error);

    [LibraryImport(Library, EntryPoint = "duckdb_error_data_error_type")]
    internal static partial DuckDbErrorKind ErrorDataErrorType(ErrorDataHandle error);

    [LibraryImport(Library, EntryPoint = "duckdb_error_data_message")]
    internal static partial byte* ErrorDataMessage(ErrorDataHandle error);
}
