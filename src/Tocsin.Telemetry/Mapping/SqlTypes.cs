using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;

namespace Tocsin.Telemetry.Mapping;

/// <summary>How values of KQL's types stand in the database; docs/architecture.md has the table.</summary>
public static class SqlTypes
{
    public static SqlType Of(KqlType type) => type switch
    {
        KqlType.Bool => SqlType.Boolean,
        KqlType.Int => SqlType.Integer,
        KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => SqlType.BigInt,
        KqlType.Real => SqlType.Double,
        KqlType.Decimal => SqlType.Decimal,
        KqlType.Guid => SqlType.Uuid,
        KqlType.String or KqlType.Dynamic or KqlType.Unknown => SqlType.Varchar,
    };

    /// <summary>What a row holds where the source says nothing: the empty string, or null of the type.</summary>
    public static SqlExpression Default(KqlType type) =>
        type == KqlType.String ? new SqlString(string.Empty) : new SqlNull(Of(type));
}
