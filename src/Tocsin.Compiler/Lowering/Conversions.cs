using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

/// <summary>Conversions between KQL's types, and between the ways SQL holds a dynamic value.</summary>
internal static class Conversions
{
    /// <summary>How SQL holds a value of a KQL type.</summary>
    public static SqlType SqlTypeOf(BoundType type) => type.Kind switch
    {
        KqlType.Bool => SqlType.Boolean,
        KqlType.Int => SqlType.Integer,
        KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => SqlType.BigInt,
        KqlType.Real => SqlType.Double,
        KqlType.Decimal => SqlType.Decimal,
        KqlType.String => SqlType.Varchar,
        KqlType.Guid => SqlType.Uuid,
        KqlType.Dynamic => type.Shape switch
        {
            ListShape list => SqlType.ListOf(SqlTypeOf(list.Item)),
            ScalarShape scalar => SqlTypeOf(scalar.Item),
            _ => SqlType.Varchar,
        },
        KqlType.Unknown => SqlType.Varchar,
    };

    /// <summary>A dynamic value in any shape as JSON text; NULL for dynamic null.</summary>
    public static SqlExpression ToJson(SqlExpression value, BoundType type) => type.Shape switch
    {
        ListShape list => S.Call($"kql_dynamic_from_{Suffix(list.Item)}_list", value),
        ScalarShape scalar => FromScalar(value, scalar.Item),
        _ => value,
    };

    /// <summary>A scalar as a dynamic value.</summary>
    public static SqlExpression FromScalar(SqlExpression value, KqlType kind) => kind switch
    {
        KqlType.Dynamic => value,
        KqlType.Int => S.Call("kql_dynamic_from_long", S.Cast(value, SqlType.BigInt)),
        KqlType.Decimal => S.Call("kql_dynamic_from_decimal", S.Cast(value, SqlType.Varchar)),
        _ => S.Call($"kql_dynamic_from_{Suffix(kind)}", value),
    };

    /// <summary>A dynamic value in any shape as a native list of doubles.</summary>
    public static SqlExpression ToReals(SqlExpression value, BoundType type) => type.Shape switch
    {
        ListShape { Item: KqlType.Real } => value,
        ListShape { Item: KqlType.Int or KqlType.Long or KqlType.Bool } => S.Cast(value, SqlType.ListOf(SqlType.Double)),
        _ => S.Call("kql_dynamic_to_reals", ToJson(value, type)),
    };

    /// <summary>A value converted to a type, as toint(), tostring() and their kin convert it, and as KQL does by itself.</summary>
    public static SqlExpression Convert(SqlExpression value, BoundType from, KqlType to)
    {
        if (from.Shape is ScalarShape scalar)
        {
            // What a dynamic value holds is known here: convert that.
            var converted = Convert(value, scalar.Item, to);
            return to == KqlType.String ? S.Coalesce(converted, S.String(string.Empty)) : converted;
        }

        if (from.Kind == to)
        {
            return value;
        }

        return to switch
        {
            KqlType.String => ToText(value, from),
            KqlType.Bool => ToBool(value, from),
            KqlType.Int => ToInt(value, from),
            KqlType.Long => ToLong(value, from),
            KqlType.Real => ToReal(value, from),
            KqlType.Decimal => ToDecimal(value, from),
            KqlType.DateTime => ToDateTime(value, from),
            KqlType.TimeSpan => ToTimeSpan(value, from),
            KqlType.Guid => ToGuid(value, from),
            KqlType.Dynamic => FromScalar(value, from.Kind),
            KqlType.Unknown => value,
        };
    }

    private static SqlExpression ToText(SqlExpression value, BoundType from)
    {
        var text = from.Kind switch
        {
            KqlType.Bool => S.Call("kql_bool_text", value),
            KqlType.Int or KqlType.Long or KqlType.Guid => S.Cast(value, SqlType.Varchar),
            KqlType.Real => S.Call("kql_real_text", value),
            KqlType.Decimal => S.Call("kql_decimal_text", S.Cast(value, SqlType.Varchar)),
            KqlType.DateTime => S.Call("kql_datetime_text", value),
            KqlType.TimeSpan => S.Call("kql_timespan_text", value),
            _ => S.Call("kql_dynamic_to_string", ToJson(value, from)),
        };
        return S.Coalesce(text, S.String(string.Empty));
    }

    private static SqlExpression ToBool(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.Int or KqlType.Long or KqlType.Real or KqlType.Decimal => S.NotEqual(value, S.Integer(0)),
        KqlType.String => S.Call("kql_string_to_bool", value),
        KqlType.Dynamic => S.Call("kql_dynamic_to_bool", ToJson(value, from)),
        _ => new SqlNull(SqlType.Boolean),
    };

    /// <summary>A long too large for an int keeps its low 32 bits, as Kusto's does.</summary>
    private static SqlExpression ToInt(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.Bool => S.Cast(value, SqlType.Integer),
        KqlType.Long => S.Call("kql_long_to_int", value),
        KqlType.Real => S.Call("kql_real_to_int", value),
        KqlType.Decimal => S.Call("kql_real_to_int", S.Cast(value, SqlType.Double)),
        KqlType.String => S.Call("kql_string_to_int", value),
        KqlType.Dynamic => S.Call("kql_dynamic_to_int", ToJson(value, from)),
        KqlType.DateTime or KqlType.TimeSpan => S.Call("kql_long_to_int", value),
        _ => new SqlNull(SqlType.Integer),
    };

    private static SqlExpression ToLong(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.Bool or KqlType.Int => S.Cast(value, SqlType.BigInt),
        KqlType.DateTime or KqlType.TimeSpan => value,
        KqlType.Real => S.Call("kql_real_to_long", value),
        KqlType.Decimal => S.Call("kql_real_to_long", S.Cast(value, SqlType.Double)),
        KqlType.String => S.Call("kql_string_to_long", value),
        KqlType.Dynamic => S.Call("kql_dynamic_to_long", ToJson(value, from)),
        _ => new SqlNull(SqlType.BigInt),
    };

    private static SqlExpression ToReal(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.Bool => S.Cast(S.Cast(value, SqlType.Integer), SqlType.Double),
        KqlType.Int or KqlType.Long or KqlType.Decimal or KqlType.DateTime or KqlType.TimeSpan => S.Cast(value, SqlType.Double),
        KqlType.String => S.Call("kql_string_to_real", value),
        KqlType.Dynamic => S.Call("kql_dynamic_to_real", ToJson(value, from)),
        _ => new SqlNull(SqlType.Double),
    };

    private static SqlExpression ToDecimal(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.Bool => S.Cast(S.Cast(value, SqlType.Integer), SqlType.Decimal),
        KqlType.Int or KqlType.Long or KqlType.String => S.TryCast(value, SqlType.Decimal),

        // By the 17 digits that tell every real, as Kusto has 2.2000000000000002 of 2.2; a cast multiplies in reals.
        KqlType.Real => S.TryCast(S.Call("format", S.String("{:.17g}"), value), SqlType.Decimal),
        KqlType.Dynamic => S.TryCast(S.Call("kql_dynamic_to_string", ToJson(value, from)), SqlType.Decimal),
        _ => new SqlNull(SqlType.Decimal),
    };

    private static SqlExpression ToDateTime(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.String => S.Call("kql_string_to_datetime", value),
        KqlType.Dynamic => S.Call("kql_dynamic_to_datetime", ToJson(value, from)),
        KqlType.Int or KqlType.Long => S.Call("kql_long_to_datetime", S.Cast(value, SqlType.BigInt)),
        KqlType.Real => S.Call("kql_long_to_datetime", S.Call("kql_real_to_long", value)),
        _ => new SqlNull(SqlType.BigInt),
    };

    private static SqlExpression ToTimeSpan(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.String => S.Call("kql_string_to_timespan", value),
        KqlType.Dynamic => S.Call("kql_dynamic_to_timespan", ToJson(value, from)),
        KqlType.Int or KqlType.Long => S.Cast(value, SqlType.BigInt),
        KqlType.Real => S.Call("kql_real_to_long", value),
        _ => new SqlNull(SqlType.BigInt),
    };

    private static SqlExpression ToGuid(SqlExpression value, BoundType from) => from.Kind switch
    {
        KqlType.String => S.Call("kql_string_to_guid", value),
        KqlType.Dynamic => S.Call("kql_string_to_guid", S.Call("kql_dynamic_to_string", ToJson(value, from))),
        _ => new SqlNull(SqlType.Uuid),
    };

    private static string Suffix(KqlType kind) => kind switch
    {
        KqlType.Int => "int",
        _ => kind.Name(),
    };
}
