namespace Tocsin.Sql.Tree;

/// <summary>A SQL type as a tree; the writer of a dialect spells it.</summary>
public abstract record SqlType
{
    public static readonly SqlType Boolean = new SqlScalarType(SqlTypeKind.Boolean);
    public static readonly SqlType Integer = new SqlScalarType(SqlTypeKind.Integer);
    public static readonly SqlType BigInt = new SqlScalarType(SqlTypeKind.BigInt);
    public static readonly SqlType HugeInt = new SqlScalarType(SqlTypeKind.HugeInt);
    public static readonly SqlType Double = new SqlScalarType(SqlTypeKind.Double);
    public static readonly SqlType Decimal = new SqlScalarType(SqlTypeKind.Decimal);
    public static readonly SqlType WholeDecimal = new SqlScalarType(SqlTypeKind.WholeDecimal);
    public static readonly SqlType Varchar = new SqlScalarType(SqlTypeKind.Varchar);
    public static readonly SqlType Uuid = new SqlScalarType(SqlTypeKind.Uuid);
    public static readonly SqlType Timestamp = new SqlScalarType(SqlTypeKind.Timestamp);
    public static readonly SqlType Json = new SqlScalarType(SqlTypeKind.Json);

    public static SqlType ListOf(SqlType element) => new SqlListType(element);

    private protected SqlType()
    {
    }
}

public enum SqlTypeKind
{
    Boolean,
    Integer,
    BigInt,
    HugeInt,
    Double,

    /// <summary>38 digits, 18 of them after the point: covers what KQL's decimal holds in detections.</summary>
    Decimal,

    /// <summary>38 digits, none of them after the point.</summary>
    WholeDecimal,
    Varchar,
    Uuid,

    /// <summary>Microseconds since 1970, without a zone.</summary>
    Timestamp,
    Json,
}

public sealed record SqlScalarType(SqlTypeKind Kind) : SqlType;

public sealed record SqlListType(SqlType Element) : SqlType;
