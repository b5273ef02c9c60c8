namespace Tocsin.DuckDb;

/// <summary>Which DuckDB type stands for a type of a C# signature.</summary>
internal static class SignatureType
{
    /// <exception cref="NotSupportedException">No type of DuckDB does.</exception>
    internal static DuckDbType Of(Type type) =>
        Plain(Nullable.GetUnderlyingType(type) ?? type)
        ?? (type == typeof(ReadOnlySpan<byte>) || type == typeof(Utf8Writer) ? DuckDbType.Varchar
        : type == typeof(TextListView) || type == typeof(TextListWriter) ? DuckDbType.List(DuckDbType.Varchar)
        : ElementOf(type) is { } element ? DuckDbType.List(element)
        : throw new NotSupportedException($"{type} stands for no type of DuckDB. Write the kernel over vectors instead."));

    internal static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) is not null;

    private static DuckDbType? ElementOf(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ListView<>) || type.GetGenericTypeDefinition() == typeof(ListWriter<>))
            ? Plain(type.GenericTypeArguments[0])
            : null;

    private static DuckDbType? Plain(Type type) =>
        type == typeof(bool) ? DuckDbType.Boolean
        : type == typeof(int) ? DuckDbType.Integer
        : type == typeof(long) ? DuckDbType.BigInt
        : type == typeof(double) ? DuckDbType.Double
        : type == typeof(Int128) ? DuckDbType.HugeInt
        : type == typeof(DecimalUnits) ? DuckDbType.Decimal(DecimalUnits.Precision, DecimalUnits.Scale)
        : type == typeof(Guid) ? DuckDbType.Uuid
        : null;
}
