using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>The bridge from DuckDB's callbacks to <see cref="AggregateFunction"/>; no exception crosses it.</summary>
internal static unsafe class AggregateRegistration
{
    internal static void Register(ConnectionHandle connection, AggregateFunction function, FunctionFaults faults)
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
        NativeMethods.AggregateFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(new Registered(function, faults))), &ScalarRegistration.FreeHandle);

        using AggregateFunctionSetHandle set = NativeMethods.CreateAggregateFunctionSet(function.Name);
        if (NativeMethods.AddAggregateFunctionToSet(set, handle) != DuckDbState.Success
            || NativeMethods.RegisterAggregateFunctionSet(connection, set) != DuckDbState.Success)
        {
            throw new DuckDbException($"DuckDB did not register the aggregate {function.Name}({string.Join(", ", function.Parameters)}).", DuckDbErrorKind.Catalog, inner: null);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong StateSize(nint info) => (ulong)sizeof(nint);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Initialize(nint info, nint* state) => *state = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Update(nint info, nint chunk, nint** states)
    {
        try
        {
            From(info).Function.Update(chunk, states);
        }
        catch (Exception exception)
        {
            Report(info, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Combine(nint info, nint** sources, nint** targets, ulong count)
    {
        try
        {
            From(info).Function.Combine(sources, targets, (int)count);
        }
        catch (Exception exception)
        {
            Report(info, exception);
        }
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
    private static void Destroy(nint** states, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            if (*states[i] != 0)
            {
                GCHandle.FromIntPtr(*states[i]).Free();
                *states[i] = 0;
            }
        }
    }

    private static Registered From(nint info) => (Registered)GCHandle.FromIntPtr(NativeMethods.AggregateFunctionGetExtraInfo(info)).Target!;

    private static void Report(nint info, Exception exception)
    {
        From(info).Faults.Put(connectionId: null, exception);
        Utf8String.Report(info, exception, &NativeMethods.AggregateFunctionSetError);
    }

    private sealed record Registered(AggregateFunction Function, FunctionFaults Faults);
}
