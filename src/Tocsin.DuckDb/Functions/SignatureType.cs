namespace Tocsin.DuckDb;

/// <summary>Which DuckDB type stands for a type of a C# signature.</summary>
internal static class SignatureType
{
    /// <exception cref="NotSupportedException">No type of DuckDB does.</exception>
    internal static DuckDbType Of<T>()
        where T : allows ref struct
    {
        Type type = typeof(T);
        return Plain(Nullable.GetUnderlyingType(type) ?? type)
            ?? (type == typeof(ReadOnlySpan<byte>) ? DuckDbType.Varchar
            : type == typeof(TextListView) ? DuckDbType.List(DuckDbType.Varchar)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ListView<>) && Plain(type.GenericTypeArguments[0]) is { } element ? DuckDbType.List(element)
            : throw new NotSupportedException($"{type} stands for no type of DuckDB. Write the kernel over vectors instead."));
    }

    internal static bool IsNullable<T>()
        where T : allows ref struct => Nullable.GetUnderlyingType(typeof(T)) is not null;

    /// <summary>The bit of the parameter among those whose nulls a function sees.</summary>
    internal static ulong NullBit<T>(int index)
        where T : allows ref struct => IsNullable<T>() ? 1UL << index : 0;

    private static DuckDbType? Plain(Type type) =>
        type == typeof(bool) ? DuckDbType.Boolean
        : type == typeof(int) ? DuckDbType.Integer
        : type == typeof(long) ? DuckDbType.BigInt
        : type == typeof(double) ? DuckDbType.Double
        : type == typeof(Int128) ? DuckDbType.HugeInt
        : type == typeof(Guid) ? DuckDbType.Uuid
        : null;
}
