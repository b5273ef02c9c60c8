using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>The bridge from DuckDB's callbacks to <see cref="TableFunction"/>; no exception crosses it.</summary>
internal static unsafe class TableRegistration
{
    internal static void Register(ConnectionHandle connection, TableFunction function, FunctionFaults faults)
    {
        using TableFunctionHandle handle = NativeMethods.CreateTableFunction();
        NativeMethods.TableFunctionSetName(handle, function.Name);
        foreach (DuckDbType parameter in function.Parameters)
        {
            using LogicalTypeHandle type = LogicalTypes.Create(parameter);
            NativeMethods.TableFunctionAddParameter(handle, type);
        }

        NativeMethods.TableFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(new Registered(function, faults))), &ScalarRegistration.FreeHandle);
        NativeMethods.TableFunctionSetBind(handle, &Bind);
        NativeMethods.TableFunctionSetInit(handle, &Start);
        NativeMethods.TableFunctionSetLocalInit(handle, &OpenReader);
        NativeMethods.TableFunctionSetFunction(handle, &Read);
        NativeMethods.TableFunctionSupportsProjectionPushdown(handle, true);
        if (NativeMethods.RegisterTableFunction(connection, handle) != DuckDbState.Success)
        {
            throw new DuckDbException($"DuckDB did not register the table function {function.Name}: the name is taken.", DuckDbErrorKind.Catalog, inner: null);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        FunctionFaults? faults = null;
        ulong? connectionId = null;
        try
        {
            Registered registered = Target<Registered>(NativeMethods.BindGetExtraInfo(info));
            faults = registered.Faults;
            NativeMethods.TableFunctionGetClientContext(info, out nint context);
            connectionId = NativeMethods.ClientContextGetConnectionId(context);
            NativeMethods.DestroyClientContext(&context);

            TableScan scan = registered.Function.Bind(Arguments(info));
            foreach (DuckDbColumn column in scan.Columns)
            {
                using LogicalTypeHandle type = LogicalTypes.Create(column.Type);
                NativeMethods.BindAddResultColumn(info, column.Name, type);
            }

            if (scan.Cardinality is { } cardinality)
            {
                NativeMethods.BindSetCardinality(info, (ulong)cardinality, isExact: false);
            }

            NativeMethods.BindSetBindData(info, NewHandle(new Bound(scan, faults, connectionId.Value)), &ScalarRegistration.FreeHandle);
        }
        catch (Exception exception)
        {
            faults?.Put(connectionId, exception);
            Utf8String.Report(info, exception, &NativeMethods.BindSetError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Start(nint info)
    {
        Bound? bound = null;
        try
        {
            bound = Target<Bound>(NativeMethods.InitGetBindData(info));
            (ImmutableArray<int> columns, ImmutableArray<int> places) = Projection(info, bound.Scan.Columns.Length);
            Func<TableReader> open = bound.Scan.Start(columns);
            ImmutableArray<DuckDbType> types = [.. columns.Select(column => bound.Scan.Columns[column].Type)];
            NativeMethods.InitSetMaxThreads(info, (ulong)bound.Scan.MaxThreads);
            NativeMethods.InitSetInitData(info, NewHandle(new Running(open, types, places)), &ScalarRegistration.FreeHandle);
        }
        catch (Exception exception)
        {
            bound?.Report(exception);
            Utf8String.Report(info, exception, &NativeMethods.InitSetError);
        }
    }

    // DuckDB opens a local state before it says which run the state belongs to, so that the reader is made on the first read.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OpenReader(nint info) => NativeMethods.InitSetInitData(info, NewHandle(new Reading()), &CloseReader);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint chunk)
    {
        Bound? bound = null;
        try
        {
            bound = Target<Bound>(NativeMethods.FunctionGetBindData(info));
            Running running = Target<Running>(NativeMethods.FunctionGetInitData(info));
            Reading reading = Target<Reading>(NativeMethods.FunctionGetLocalInitData(info));
            reading.Reader ??= running.Open();
            int rowCount = reading.Reader.Read(new ChunkWriter(chunk, running.Types, running.Places));
            NativeMethods.DataChunkSetSize(chunk, (ulong)rowCount);
        }
        catch (Exception exception)
        {
            bound?.Report(exception);
            Utf8String.Report(info, exception, &NativeMethods.FunctionSetError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void CloseReader(nint handle)
    {
        try
        {
            Target<Reading>(handle).Reader?.Dispose();
        }
        catch (Exception)
        {
            // The query is over: there is no one left to tell, and nothing may cross into DuckDB.
        }

        GCHandle.FromIntPtr(handle).Free();
    }

    /// <summary>
    /// The columns that the query needs, and their vectors in the output. Where it needs none, as count(*) does, DuckDB
    /// asks for a column beyond ours, whose values it does not read.
    /// </summary>
    private static (ImmutableArray<int> Columns, ImmutableArray<int> Places) Projection(nint info, int columnCount)
    {
        ulong count = NativeMethods.InitGetColumnCount(info);
        var columns = ImmutableArray.CreateBuilder<int>();
        var places = ImmutableArray.CreateBuilder<int>();
        for (ulong i = 0; i < count; i++)
        {
            ulong column = NativeMethods.InitGetColumnIndex(info, i);
            if (column < (ulong)columnCount)
            {
                columns.Add((int)column);
                places.Add((int)i);
            }
        }

        return (columns.ToImmutable(), places.ToImmutable());
    }

    private static ImmutableArray<object?> Arguments(nint info)
    {
        ulong count = NativeMethods.BindGetParameterCount(info);
        var arguments = ImmutableArray.CreateBuilder<object?>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            using ValueHandle value = NativeMethods.BindGetParameter(info, i);
            arguments.Add(ReadValue(value));
        }

        return arguments.MoveToImmutable();
    }

    private static object? ReadValue(ValueHandle value)
    {
        if (NativeMethods.IsNullValue(value))
        {
            return null;
        }

        switch (NativeMethods.GetTypeId(NativeMethods.GetValueType(value)))
        {
            case DuckDbTypeId.Boolean:
                return NativeMethods.GetBool(value);
            case DuckDbTypeId.TinyInt or DuckDbTypeId.SmallInt or DuckDbTypeId.Integer or DuckDbTypeId.BigInt:
                return NativeMethods.GetInt64(value);
            case DuckDbTypeId.Float or DuckDbTypeId.Double:
                return NativeMethods.GetDouble(value);
            case DuckDbTypeId.List:
                object?[] elements = new object?[NativeMethods.GetListSize(value)];
                for (int i = 0; i < elements.Length; i++)
                {
                    using ValueHandle element = NativeMethods.GetListChild(value, (ulong)i);
                    elements[i] = ReadValue(element);
                }

                return elements;
            default:
                return Utf8String.Take(NativeMethods.GetVarchar(value));
        }
    }

    private static nint NewHandle(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static T Target<T>(nint handle)
        where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    private sealed record Registered(TableFunction Function, FunctionFaults Faults);

    private sealed record Bound(TableScan Scan, FunctionFaults Faults, ulong ConnectionId)
    {
        internal void Report(Exception exception) => Faults.Put(ConnectionId, exception);
    }

    private sealed record Running(Func<TableReader> Open, ImmutableArray<DuckDbType> Types, ImmutableArray<int> Places);

    private sealed class Reading
    {
        internal TableReader? Reader { get; set; }
    }
}
