using System.Runtime.CompilerServices;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb.Functions;

/// <summary>Reads one parameter of a row-wise function.</summary>
internal interface IArgument<out T>
    where T : allows ref struct
{
    T Read(int row);

    /// <summary>True only if both rows hold the same value.</summary>
    bool Same(int left, int right);

    /// <summary>Equal where <see cref="Same"/> is true.</summary>
    ulong Hash(int row);
}

/// <summary>An argument read from its vector in place. The type tests are constants to the JIT, which keeps one branch.</summary>
internal readonly unsafe ref struct Argument<T> : IArgument<T>
    where T : allows ref struct
{
    private readonly byte* _data;
    private readonly ulong* _validity;
    private readonly VectorReader _elements;

    internal Argument(VectorReader vector)
    {
        _data = vector.Data;
        _validity = vector.Validity;
        _elements = vector.Type is ListType ? vector.Elements : default;
    }

    private static bool TakesNulls =>
        typeof(T) == typeof(bool?) || typeof(T) == typeof(int?) || typeof(T) == typeof(long?)
        || typeof(T) == typeof(double?) || typeof(T) == typeof(Int128?) || typeof(T) == typeof(DecimalUnits?) || typeof(T) == typeof(Guid?);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read(int row)
    {
        if (typeof(T) == typeof(ReadOnlySpan<byte>))
        {
            ReadOnlySpan<byte> text = StringSlot.Text((StringSlot*)_data + row);
            return Unsafe.As<ReadOnlySpan<byte>, T>(ref text);
        }

        if (typeof(T) == typeof(bool) || typeof(T) == typeof(int) || typeof(T) == typeof(long) || typeof(T) == typeof(double)
            || typeof(T) == typeof(Int128) || typeof(T) == typeof(DecimalUnits))
        {
            return Unsafe.As<byte, T>(ref _data[row * (nint)Unsafe.SizeOf<T>()]);
        }

        return ReadOther(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right)
    {
        if (TakesNulls && IsNull(left) != IsNull(right))
        {
            return false;
        }

        // Lists are the same where they lie at the same place, strings where their slots are equal.
        return typeof(T) == typeof(bool) || typeof(T) == typeof(bool?) ? _data[left] == _data[right]
            : typeof(T) == typeof(int) || typeof(T) == typeof(int?) ? ((int*)_data)[left] == ((int*)_data)[right]
            : typeof(T) == typeof(long) || typeof(T) == typeof(long?) || typeof(T) == typeof(double) || typeof(T) == typeof(double?) ? ((long*)_data)[left] == ((long*)_data)[right]
            : StringSlot.Same((StringSlot*)_data + left, (StringSlot*)_data + right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) =>
        typeof(T) == typeof(bool) || typeof(T) == typeof(bool?) ? _data[row]
        : typeof(T) == typeof(int) || typeof(T) == typeof(int?) ? ((uint*)_data)[row]
        : typeof(T) == typeof(long) || typeof(T) == typeof(long?) || typeof(T) == typeof(double) || typeof(T) == typeof(double?) ? ((ulong*)_data)[row]
        : StringSlot.Hash((StringSlot*)_data + row);

    private T ReadOther(int row)
    {
        if (typeof(T) == typeof(bool?))
        {
            return ReadNullable<bool>(row);
        }

        if (typeof(T) == typeof(int?))
        {
            return ReadNullable<int>(row);
        }

        if (typeof(T) == typeof(long?))
        {
            return ReadNullable<long>(row);
        }

        if (typeof(T) == typeof(double?))
        {
            return ReadNullable<double>(row);
        }

        if (typeof(T) == typeof(Int128?))
        {
            return ReadNullable<Int128>(row);
        }

        if (typeof(T) == typeof(DecimalUnits?))
        {
            return ReadNullable<DecimalUnits>(row);
        }

        if (typeof(T) == typeof(Guid))
        {
            Guid value = StoredUuid.ToGuid(((Int128*)_data)[row]);
            return Unsafe.As<Guid, T>(ref value);
        }

        if (typeof(T) == typeof(Guid?))
        {
            Guid? value = IsNull(row) ? null : StoredUuid.ToGuid(((Int128*)_data)[row]);
            return Unsafe.As<Guid?, T>(ref value);
        }

        return ReadList(row);
    }

    private T ReadList(int row)
    {
        NativeListEntry stored = ((NativeListEntry*)_data)[row];
        var entry = new ListEntry((int)stored.Offset, (int)stored.Length);
        if (typeof(T) == typeof(TextListView))
        {
            var list = new TextListView(_elements, entry);
            return Unsafe.As<TextListView, T>(ref list);
        }

        if (typeof(T) == typeof(ListView<double>))
        {
            var list = new ListView<double>(_elements, entry);
            return Unsafe.As<ListView<double>, T>(ref list);
        }

        if (typeof(T) == typeof(ListView<long>))
        {
            var list = new ListView<long>(_elements, entry);
            return Unsafe.As<ListView<long>, T>(ref list);
        }

        if (typeof(T) == typeof(ListView<int>))
        {
            var list = new ListView<int>(_elements, entry);
            return Unsafe.As<ListView<int>, T>(ref list);
        }

        if (typeof(T) == typeof(ListView<bool>))
        {
            var list = new ListView<bool>(_elements, entry);
            return Unsafe.As<ListView<bool>, T>(ref list);
        }

        throw new NotSupportedException($"{typeof(T)} is not read from a row.");
    }

    private T ReadNullable<TValue>(int row)
        where TValue : unmanaged
    {
        TValue? value = IsNull(row) ? null : ((TValue*)_data)[row];
        return Unsafe.As<TValue?, T>(ref value);
    }

    private bool IsNull(int row) => _validity is not null && (_validity[row >> 6] & (1UL << (row & 63))) == 0;
}

/// <summary>A string argument from which something is prepared (a regex, a term set) that serves many rows.</summary>
internal readonly unsafe ref struct PreparedArgument<TPrepared> : IArgument<TPrepared>
{
    private readonly StringSlot* _slots;
    private readonly PreparedCache<TPrepared> _cache;

    internal PreparedArgument(VectorReader vector, PreparedCache<TPrepared> cache)
    {
        _slots = (StringSlot*)vector.Data;
        _cache = cache;
        cache.BeginChunk();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TPrepared Read(int row) => _cache.Get(_slots + row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(int left, int right) => StringSlot.Same(_slots + left, _slots + right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(int row) => StringSlot.Hash(_slots + row);
}

/// <summary>
/// What was prepared lately, by the text that it was prepared from. A constant argument repeats one slot in every row
/// of a chunk, which costs one comparison; between chunks its text is compared.
/// </summary>
internal sealed unsafe class PreparedCache<TPrepared>(Func<ReadOnlySpan<byte>, TPrepared> prepare)
{
    private const int Capacity = 8;

    private readonly byte[]?[] _texts = new byte[Capacity][];
    private readonly TPrepared[] _prepared = new TPrepared[Capacity];
    private StringSlot* _lastSlot;
    private int _last;
    private int _next;

    internal void BeginChunk() => _lastSlot = null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TPrepared Get(StringSlot* slot)
    {
        if (_lastSlot is null || !StringSlot.Same(slot, _lastSlot))
        {
            Find(StringSlot.Text(slot));
            _lastSlot = slot;
        }

        return _prepared[_last];
    }

    private void Find(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (_texts[i] is { } known && text.SequenceEqual(known))
            {
                _last = i;
                return;
            }
        }

        TPrepared prepared = prepare(text);
        (_texts[_next], _prepared[_next], _last) = (text.ToArray(), prepared, _next);
        _next = (_next + 1) % Capacity;
    }
}
