using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>KQL's literals in SQL.</summary>
internal static class Literals
{
    public static SqlExpression Lower(object? value, BoundType type) => (value, type.Kind) switch
    {
        (null, KqlType.String) => S.String(string.Empty),
        (null, _) => new SqlNull(type.IsWholeDecimal ? SqlType.WholeDecimal : Conversions.SqlTypeOf(type)),
        (DynamicLiteral literal, KqlType.Dynamic) => Dynamic(literal),
        (var scalar, KqlType.Dynamic) => Conversions.FromScalar(Scalar(scalar, KindOf(scalar)), KindOf(scalar)),
        _ => Scalar(value, type.Kind),
    };

    public static SqlExpression Scalar(object value, KqlType kind) => kind switch
    {
        KqlType.Bool => new SqlBoolean((bool)value),
        KqlType.Int => new SqlInteger(System.Convert.ToInt64(value, CultureInfo.InvariantCulture), SqlType.Integer),
        KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => S.BigInt(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        KqlType.Real => S.Double((double)value),
        KqlType.Decimal => new SqlDecimal((decimal)value),
        KqlType.String => S.String((string)value),
        KqlType.Guid => new SqlUuid((Guid)value),
        _ => throw new InvalidOperationException($"A literal cannot have the type {kind}."),
    };

    private static SqlExpression Dynamic(DynamicLiteral literal) => literal switch
    {
        DynamicScalar { Value: null } => new SqlNull(SqlType.Varchar),
        DynamicScalar scalar => Conversions.FromScalar(Scalar(scalar.Value, scalar.Type), scalar.Type),
        _ => S.String(DynamicJson.Write(literal)),
    };

    private static KqlType KindOf(object value) => value switch
    {
        bool => KqlType.Bool,
        int or long => KqlType.Long,
        double => KqlType.Real,
        decimal => KqlType.Decimal,
        Guid => KqlType.Guid,
        _ => KqlType.String,
    };
}
