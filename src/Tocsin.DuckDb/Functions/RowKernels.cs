using System.Runtime.CompilerServices;

namespace Tocsin.DuckDb.Functions;

/// <summary>Where the plain results of a row-wise function go.</summary>
internal readonly unsafe ref struct ResultColumn<T>(VectorWriter output)
{
    private readonly VectorWriter _output = output;
    private readonly byte* _data = output.Data;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(int row, T value)
    {
        if (typeof(T) == typeof(bool) || typeof(T) == typeof(int) || typeof(T) == typeof(long) || typeof(T) == typeof(double)
            || typeof(T) == typeof(Int128) || typeof(T) == typeof(DecimalUnits))
        {
            Unsafe.WriteUnaligned(_data + (row * (nint)Unsafe.SizeOf<T>()), value);
        }
        else
        {
            SetOther(row, value);
        }
    }

    private void SetOther(int row, T value)
    {
        if (value is null)
        {
            _output.SetNull(row);
        }
        else if (typeof(T) == typeof(bool?))
        {
            *(bool*)(_data + row) = Unsafe.As<T, bool?>(ref value).GetValueOrDefault();
        }
        else if (typeof(T) == typeof(int?))
        {
            ((int*)_data)[row] = Unsafe.As<T, int?>(ref value).GetValueOrDefault();
        }
        else if (typeof(T) == typeof(long?))
        {
            ((long*)_data)[row] = Unsafe.As<T, long?>(ref value).GetValueOrDefault();
        }
        else if (typeof(T) == typeof(double?))
        {
            ((double*)_data)[row] = Unsafe.As<T, double?>(ref value).GetValueOrDefault();
        }
        else if (typeof(T) == typeof(Int128?))
        {
            ((Int128*)_data)[row] = Unsafe.As<T, Int128?>(ref value).GetValueOrDefault();
        }
        else if (typeof(T) == typeof(DecimalUnits?))
        {
            ((DecimalUnits*)_data)[row] = Unsafe.As<T, DecimalUnits?>(ref value).GetValueOrDefault();
        }
        else if (typeof(T) == typeof(Guid))
        {
            ((Int128*)_data)[row] = StoredUuid.FromGuid(Unsafe.As<T, Guid>(ref value));
        }
        else if (typeof(T) == typeof(Guid?))
        {
            ((Int128*)_data)[row] = StoredUuid.FromGuid(Unsafe.As<T, Guid?>(ref value).GetValueOrDefault());
        }
        else
        {
            throw new NotSupportedException($"{typeof(T)} is not written to a row.");
        }
    }
}

internal readonly ref struct FuncKernel<TA1, T1, TResult>(TA1 argument1, Func<T1, TResult> function, VectorWriter output) : IRowKernel
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly Func<T1, TResult> _function = function;
    private readonly ResultColumn<TResult> _result = new(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compute(int row) => _result.Set(row, _function(_argument1.Read(row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => _argument1.Hash(row);
}

internal readonly ref struct WriterKernel<TA1, T1, TWriter>(TA1 argument1, Action<T1, TWriter> function, TWriter writer, VectorWriter output) : IRowKernel
    where TWriter : ResultWriter
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly Action<T1, TWriter> _function = function;
    private readonly TWriter _writer = writer;
    private readonly VectorWriter _output = output;

    public void Compute(int row)
    {
        _function(_argument1.Read(row), _writer);
        _writer.Commit(_output, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => _argument1.Hash(row);
}

internal readonly ref struct FuncKernel<TA1, T1, TA2, T2, TResult>(TA1 argument1, TA2 argument2, Func<T1, T2, TResult> function, VectorWriter output) : IRowKernel
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
    where TA2 : struct, IArgument<T2>, allows ref struct
    where T2 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly TA2 _argument2 = argument2;
    private readonly Func<T1, T2, TResult> _function = function;
    private readonly ResultColumn<TResult> _result = new(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compute(int row) => _result.Set(row, _function(_argument1.Read(row), _argument2.Read(row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right) && _argument2.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => RowMemo.Combine(_argument1.Hash(row), _argument2.Hash(row));
}

internal readonly ref struct WriterKernel<TA1, T1, TA2, T2, TWriter>(TA1 argument1, TA2 argument2, Action<T1, T2, TWriter> function, TWriter writer, VectorWriter output) : IRowKernel
    where TWriter : ResultWriter
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
    where TA2 : struct, IArgument<T2>, allows ref struct
    where T2 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly TA2 _argument2 = argument2;
    private readonly Action<T1, T2, TWriter> _function = function;
    private readonly TWriter _writer = writer;
    private readonly VectorWriter _output = output;

    public void Compute(int row)
    {
        _function(_argument1.Read(row), _argument2.Read(row), _writer);
        _writer.Commit(_output, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right) && _argument2.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => RowMemo.Combine(_argument1.Hash(row), _argument2.Hash(row));
}

internal readonly ref struct FuncKernel<TA1, T1, TA2, T2, TA3, T3, TResult>(TA1 argument1, TA2 argument2, TA3 argument3, Func<T1, T2, T3, TResult> function, VectorWriter output) : IRowKernel
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
    where TA2 : struct, IArgument<T2>, allows ref struct
    where T2 : allows ref struct
    where TA3 : struct, IArgument<T3>, allows ref struct
    where T3 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly TA2 _argument2 = argument2;
    private readonly TA3 _argument3 = argument3;
    private readonly Func<T1, T2, T3, TResult> _function = function;
    private readonly ResultColumn<TResult> _result = new(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compute(int row) => _result.Set(row, _function(_argument1.Read(row), _argument2.Read(row), _argument3.Read(row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right) && _argument2.Same(left, right) && _argument3.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => RowMemo.Combine(RowMemo.Combine(_argument1.Hash(row), _argument2.Hash(row)), _argument3.Hash(row));
}

internal readonly ref struct WriterKernel<TA1, T1, TA2, T2, TA3, T3, TWriter>(TA1 argument1, TA2 argument2, TA3 argument3, Action<T1, T2, T3, TWriter> function, TWriter writer, VectorWriter output) : IRowKernel
    where TWriter : ResultWriter
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
    where TA2 : struct, IArgument<T2>, allows ref struct
    where T2 : allows ref struct
    where TA3 : struct, IArgument<T3>, allows ref struct
    where T3 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly TA2 _argument2 = argument2;
    private readonly TA3 _argument3 = argument3;
    private readonly Action<T1, T2, T3, TWriter> _function = function;
    private readonly TWriter _writer = writer;
    private readonly VectorWriter _output = output;

    public void Compute(int row)
    {
        _function(_argument1.Read(row), _argument2.Read(row), _argument3.Read(row), _writer);
        _writer.Commit(_output, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right) && _argument2.Same(left, right) && _argument3.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => RowMemo.Combine(RowMemo.Combine(_argument1.Hash(row), _argument2.Hash(row)), _argument3.Hash(row));
}

internal readonly ref struct FuncKernel<TA1, T1, TA2, T2, TA3, T3, TA4, T4, TResult>(TA1 argument1, TA2 argument2, TA3 argument3, TA4 argument4, Func<T1, T2, T3, T4, TResult> function, VectorWriter output) : IRowKernel
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
    where TA2 : struct, IArgument<T2>, allows ref struct
    where T2 : allows ref struct
    where TA3 : struct, IArgument<T3>, allows ref struct
    where T3 : allows ref struct
    where TA4 : struct, IArgument<T4>, allows ref struct
    where T4 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly TA2 _argument2 = argument2;
    private readonly TA3 _argument3 = argument3;
    private readonly TA4 _argument4 = argument4;
    private readonly Func<T1, T2, T3, T4, TResult> _function = function;
    private readonly ResultColumn<TResult> _result = new(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compute(int row) => _result.Set(row, _function(_argument1.Read(row), _argument2.Read(row), _argument3.Read(row), _argument4.Read(row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right) && _argument2.Same(left, right) && _argument3.Same(left, right) && _argument4.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => RowMemo.Combine(RowMemo.Combine(RowMemo.Combine(_argument1.Hash(row), _argument2.Hash(row)), _argument3.Hash(row)), _argument4.Hash(row));
}

internal readonly ref struct WriterKernel<TA1, T1, TA2, T2, TA3, T3, TA4, T4, TWriter>(TA1 argument1, TA2 argument2, TA3 argument3, TA4 argument4, Action<T1, T2, T3, T4, TWriter> function, TWriter writer, VectorWriter output) : IRowKernel
    where TWriter : ResultWriter
    where TA1 : struct, IArgument<T1>, allows ref struct
    where T1 : allows ref struct
    where TA2 : struct, IArgument<T2>, allows ref struct
    where T2 : allows ref struct
    where TA3 : struct, IArgument<T3>, allows ref struct
    where T3 : allows ref struct
    where TA4 : struct, IArgument<T4>, allows ref struct
    where T4 : allows ref struct
{
    private readonly TA1 _argument1 = argument1;
    private readonly TA2 _argument2 = argument2;
    private readonly TA3 _argument3 = argument3;
    private readonly TA4 _argument4 = argument4;
    private readonly Action<T1, T2, T3, T4, TWriter> _function = function;
    private readonly TWriter _writer = writer;
    private readonly VectorWriter _output = output;

    public void Compute(int row)
    {
        _function(_argument1.Read(row), _argument2.Read(row), _argument3.Read(row), _argument4.Read(row), _writer);
        _writer.Commit(_output, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => _argument1.Same(left, right) && _argument2.Same(left, right) && _argument3.Same(left, right) && _argument4.Same(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => RowMemo.Combine(RowMemo.Combine(RowMemo.Combine(_argument1.Hash(row), _argument2.Hash(row)), _argument3.Hash(row)), _argument4.Hash(row));
}
