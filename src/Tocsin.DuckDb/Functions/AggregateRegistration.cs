using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>The bridge from DuckDB's callbacks to <see cref="AggregateFunction"/>; no exception crosses it.</summary>
internal static unsafe class AggregateRegistration
{
    internal static void Register(ConnectionHandle connection, AggregateFunction function, FunctionFaults faults, FunctionMemory memory)
    {
        using AggregateFunctionHandle handle = NativeMethods.CreateAggregateFunction();
        NativeMethods.AggregateFunctionSetName(handle, function.Name);
        foreach (DuckDbType parameter in function.Parameters)
        {
            using LogicalTypeHandle type = LogicalTypes.Create(parameter);
            NativeMethods.AggregateFunctionAddParameter(handle, type);
        }

        using (LogicalTypeHandle type = LogicalTypes.Create(function.ReturnType))
        {
            NativeMethods.AggregateFunctionSetReturnType(handle, type);
        }

        // Nulls come through, and the update decides: an aggregate may count them.
        NativeMethods.AggregateFunctionSetSpecialHandling(handle);
        NativeMethods.AggregateFunctionSetFunctions(handle, &StateSize, &Initialize, &Update, &Combine, &Finish);
        NativeMethods.AggregateFunctionSetDestructor(handle, &Destroy);
        memory.Retain();
        NativeMethods.AggregateFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(new Registered(function, faults, memory))), &Release);

        using AggregateFunctionSetHandle set = NativeMethods.CreateAggregateFunctionSet(function.Name);
        if (NativeMethods.AddAggregateFunctionToSet(set, handle) != DuckDbState.Success
            || NativeMethods.RegisterAggregateFunctionSet(connection, set) != DuckDbState.Success)
        {
            throw new DuckDbException($"DuckDB did not register the aggregate {function.Name}({string.Join(", ", function.Parameters)}).", DuckDbErrorKind.Catalog, inner: null);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong StateSize(nint info) => (ulong)From(info).Function.StateSize;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Initialize(nint info, nint* state) => Unsafe.InitBlockUnaligned(state, 0, AggregateFunction.HeadSize);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Update(nint info, nint chunk, nint** states)
    {
        Registered registered = From(info);
        var ledger = new StateLedger(registered.Memory);
        try
        {
            registered.Function.Update(chunk, states, ref ledger);
        }
        catch (Exception exception)
        {
            Report(info, exception);
        }

        ledger.Close();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Combine(nint info, nint** sources, nint** targets, ulong count)
    {
        Registered registered = From(info);
        var ledger = new StateLedger(registered.Memory);
        try
        {
            registered.Function.Combine(sources, targets, (int)count, ref ledger);
        }
        catch (Exception exception)
        {
            Report(info, exception);
        }

        ledger.Close();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint info, nint** states, nint output, ulong count, ulong offset)
    {
        try
        {
            From(info).Function.Finish(states, output, (int)count, (int)offset);
        }
        catch (Exception exception)
        {
            Report(info, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(nint** states, ulong count) => StateBlocks.FreeAll(states, count);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint registered)
    {
        var handle = GCHandle.FromIntPtr(registered);
        ((Registered)handle.Target!).Memory.Release();
        handle.Free();
    }

    private static Registered From(nint info) => (Registered)GCHandle.FromIntPtr(NativeMethods.AggregateFunctionGetExtraInfo(info)).Target!;

    private static void Report(nint info, Exception exception)
    {
        Registered registered = From(info);
        exception.Data[FunctionFaults.FunctionName] = registered.Function.Name;
        registered.Faults.Put(exception);
        Utf8String.Report(info, exception, &NativeMethods.AggregateFunctionSetError);
    }

    private sealed record Registered(AggregateFunction Function, FunctionFaults Faults, FunctionMemory Memory);
}
