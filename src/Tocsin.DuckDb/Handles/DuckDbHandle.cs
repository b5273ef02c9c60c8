using Microsoft.Win32.SafeHandles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Handles;

/// <summary>A pointer that DuckDB hands out and takes back by one destroy function, which each subclass names.</summary>
internal abstract unsafe class DuckDbHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    protected DuckDbHandle()
        : base(ownsHandle: true)
    {
    }

    protected sealed override bool ReleaseHandle()
    {
        nint pointer = handle;
        Destroy(&pointer);
        return true;
    }

    protected abstract void Destroy(nint* pointer);
}

internal sealed unsafe class DatabaseHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.Close(pointer);
}

internal sealed unsafe class ConnectionHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.Disconnect(pointer);
}

internal sealed unsafe class ConfigHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyConfig(pointer);
}

internal sealed unsafe class PreparedStatementHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyPrepare(pointer);
}

internal sealed unsafe class LogicalTypeHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyLogicalType(pointer);
}

internal sealed unsafe class ScalarFunctionHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyScalarFunction(pointer);
}

internal sealed unsafe class ScalarFunctionSetHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyScalarFunctionSet(pointer);
}

internal sealed unsafe class DataChunkHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyDataChunk(pointer);
}

internal sealed unsafe class AppenderHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.AppenderDestroy(pointer);
}

internal sealed unsafe class ErrorDataHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyErrorData(pointer);
}

internal sealed unsafe class AggregateFunctionHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyAggregateFunction(pointer);
}

internal sealed unsafe class AggregateFunctionSetHandle : DuckDbHandle
{
    protected override void Destroy(nint* pointer) => NativeMethods.DestroyAggregateFunctionSet(pointer);
}
