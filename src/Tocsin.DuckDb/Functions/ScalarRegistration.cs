using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>What one thread keeps for one call site of a function.</summary>
internal sealed class ScalarState(ScalarFunction function, FunctionFaults faults, FunctionMemory memory)
{
    internal FunctionMemory Memory { get; } = memory;

    internal ScalarFunction Function { get; } = function;

    internal object? User { get; } = function.CreateState?.Invoke();

    internal void Report(Exception exception) => faults.Put(exception);

    internal void Note(string text) => faults.Note(text);
}

/// <summary>
/// The bridge from DuckDB's callbacks to <see cref="ScalarFunction"/>. No exception crosses it:
/// DuckDB's frames could not be unwound.
/// </summary>
internal static unsafe class ScalarRegistration
{
    private sealed record Registered(ScalarFunction Function, FunctionFaults Faults, FunctionMemory Memory);

    internal static void Register(ConnectionHandle connection, ScalarFunction function, FunctionFaults faults, FunctionMemory memory)
    {
        using ScalarFunctionHandle handle = NativeMethods.CreateScalarFunction();
        NativeMethods.ScalarFunctionSetName(handle, function.Name);
        foreach (DuckDbType parameter in function.Parameters)
        {
            using LogicalTypeHandle type = LogicalTypes.Create(parameter);
            NativeMethods.ScalarFunctionAddParameter(handle, type);
        }

        using (LogicalTypeHandle type = LogicalTypes.Create(function.ReturnType))
        {
            NativeMethods.ScalarFunctionSetReturnType(handle, type);
        }

        if (function.NullableParameters != 0)
        {
            NativeMethods.ScalarFunctionSetSpecialHandling(handle);
        }

        NativeMethods.ScalarFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(new Registered(function, faults, memory))), &FreeHandle);
        NativeMethods.ScalarFunctionSetInit(handle, &Initialize);
        NativeMethods.ScalarFunctionSetFunction(handle, &Execute);

        // A set rather than a function alone: sets add overloads to a name that exists.
        using ScalarFunctionSetHandle set = NativeMethods.CreateScalarFunctionSet(function.Name);
        if (NativeMethods.AddScalarFunctionToSet(set, handle) != DuckDbState.Success
            || NativeMethods.RegisterScalarFunctionSet(connection, set) != DuckDbState.Success)
        {
            throw new DuckDbException($"DuckDB did not register the function {function.Name}({string.Join(", ", function.Parameters)}).", DuckDbErrorKind.Catalog, inner: null);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void FreeHandle(nint handle)
    {
        if (handle != 0)
        {
            GCHandle.FromIntPtr(handle).Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Initialize(nint info)
    {
        try
        {
            var registered = (Registered)GCHandle.FromIntPtr(NativeMethods.ScalarFunctionInitGetExtraInfo(info)).Target!;
            var state = new ScalarState(registered.Function, registered.Faults, registered.Memory);
            NativeMethods.ScalarFunctionInitSetState(info, GCHandle.ToIntPtr(GCHandle.Alloc(state)), &FreeHandle);
        }
        catch (Exception exception)
        {
            Utf8String.Report(info, exception, &NativeMethods.ScalarFunctionInitSetError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Execute(nint info, nint chunk, nint output)
    {
        ScalarState? state = null;
        try
        {
            state = (ScalarState)GCHandle.FromIntPtr(NativeMethods.ScalarFunctionGetState(info)).Target!;
            FunctionNotes.Running = state;
            Run(state, chunk, output);
        }
        catch (Exception exception)
        {
            exception.Data[FunctionFaults.FunctionName] = state?.Function.Name;
            state?.Report(exception);
            Utf8String.Report(info, exception, &NativeMethods.ScalarFunctionSetError);
        }
        finally
        {
            // The thread outlives the database, which its last function would keep.
            FunctionNotes.Running = null;
        }
    }

    private static void Run(ScalarState state, nint chunk, nint output)
    {
        ScalarFunction function = state.Function;
        int rowCount = (int)NativeMethods.DataChunkGetSize(chunk);
        ulong* rowValidity = function.HandlesNulls ? null : PropagateNulls(chunk, rowCount, function.NullableParameters, output);
        var input = new ScalarInput(chunk, rowCount, state, rowValidity);
        var writer = new VectorWriter(output, function.ReturnType, rowCount);
        if (function.ReturnType is StructType)
        {
            NullFields(input, writer);
        }

        function.Kernel(input, writer);
    }

    /// <summary>
    /// DuckDB reads the fields of a struct without asking whether the struct is null: a list there that nobody wrote would
    /// point anywhere.
    /// </summary>
    private static void NullFields(in ScalarInput input, VectorWriter output)
    {
        for (int row = 0; row < input.RowCount; row++)
        {
            if (input.IsNull(row))
            {
                output.SetNull(row);
            }
        }
    }

    /// <summary>Makes the output null where an argument that must not be null is, and returns its mask; null where no argument is null.</summary>
    private static ulong* PropagateNulls(nint chunk, int rowCount, ulong nullableParameters, nint output)
    {
        ulong* mask = null;
        ulong columnCount = NativeMethods.DataChunkGetColumnCount(chunk);
        for (ulong i = 0; i < columnCount; i++)
        {
            if (i < 64 && (nullableParameters & (1UL << (int)i)) != 0)
            {
                continue;
            }

            ulong* validity = NativeMethods.VectorGetValidity(NativeMethods.DataChunkGetVector(chunk, i));
            if (validity is null)
            {
                continue;
            }

            if (mask is null)
            {
                NativeMethods.VectorEnsureValidityWritable(output);
                mask = NativeMethods.VectorGetValidity(output);
            }

            for (int word = 0; word < (rowCount + 63) / 64; word++)
            {
                mask[word] &= validity[word];
            }
        }

        return mask;
    }
}
