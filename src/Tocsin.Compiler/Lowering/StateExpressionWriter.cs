using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Lowering;

/// <summary>How kql_scan() holds a value.</summary>
internal enum StateKind
{
    Integer,
    Bool,
    Real,
    Text,
}

/// <summary>
/// SQL expressions as the JSON arrays that kql_scan() evaluates record by record: what expressions over a scan's state
/// become. They come from the ordinary lowering, so null and NaN mean there what they mean everywhere.
/// </summary>
internal sealed class StateExpressionWriter(Func<SqlColumn, (string Place, int Index, StateKind Kind)> resolve)
{
    /// <summary>The calls that kql_scan() has, with what they yield; its own table is ScanFunctions, which ScanFunctionTests hold against this one.</summary>
    internal static readonly FrozenDictionary<string, StateKind> Functions = Table().ToFrozenDictionary(StringComparer.Ordinal);

    public static StateKind KindOf(KqlType type) => type switch
    {
        KqlType.Bool => StateKind.Bool,
        KqlType.Int or KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => StateKind.Integer,
        KqlType.Real => StateKind.Real,
        KqlType.String or KqlType.Dynamic => StateKind.Text,
        _ => throw new NotInStateException($"values of type {type.Name()}"),
    };

    /// <exception cref="NotInStateException">kql_scan() has no such operation.</exception>
    public void Write(Utf8JsonWriter json, SqlExpression expression)
    {
        json.WriteStartArray();
        switch (expression)
        {
            case SqlColumn column:
                var (place, index, _) = resolve(column);
                json.WriteStringValue(place);
                json.WriteNumberValue(index);
                break;
            case SqlNull:
                json.WriteStringValue("null");
                break;
            case SqlInteger integer:
                WriteConstant(json, "integer", () => json.WriteNumberValue(integer.Value));
                break;
            case SqlBoolean boolean:
                WriteConstant(json, "integer", () => json.WriteNumberValue(boolean.Value ? 1 : 0));
                break;
            case SqlDouble real:
                WriteConstant(json, "real", () => json.WriteStringValue(real.Value.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case SqlString text:
                WriteConstant(json, "text", () => json.WriteStringValue(text.Value));
                break;
            default:
                WriteOperation(json, expression);
                break;
        }

        json.WriteEndArray();
    }

    private static void WriteConstant(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStringValue(name);
        write();
    }

    private void WriteOperation(Utf8JsonWriter json, SqlExpression expression)
    {
        switch (expression)
        {
            case SqlLogical logical:
                Write(json, logical.Operator == SqlLogicalOperator.And ? "and" : "or", StateKind.Bool, logical.Operands);
                break;
            case SqlUnary { Operator: SqlUnaryOperator.Not } not:
                Write(json, "not", StateKind.Bool, [not.Operand]);
                break;
            case SqlUnary negation:
                Write(json, Named("negate", Kind(negation)), Kind(negation), [negation.Operand]);
                break;
            case SqlIsNull test:
                Write(json, test.IsNegated ? "is_not_null" : "is_null", null, [test.Operand]);
                break;
            case SqlBinary binary:
                WriteBinary(json, binary);
                break;
            case SqlIn { IsNegated: false } list:
                WriteCommon(json, "in", [list.Operand, .. list.Items]);
                break;
            case SqlCase choice:
                WriteCase(json, choice);
                break;
            case SqlCast cast:
                WriteCast(json, cast);
                break;
            case SqlCall { Filter: null, IsDistinct: false } call:
                WriteCall(json, call);
                break;
            default:
                throw new NotInStateException(expression.GetType().Name);
        }
    }

    private void WriteBinary(Utf8JsonWriter json, SqlBinary binary)
    {
        var name = binary.Operator switch
        {
            SqlBinaryOperator.Add => "add",
            SqlBinaryOperator.Subtract => "subtract",
            SqlBinaryOperator.Multiply => "multiply",
            SqlBinaryOperator.Divide => "divide",
            SqlBinaryOperator.Equal => "equal",
            SqlBinaryOperator.NotEqual => "not_equal",
            SqlBinaryOperator.Less => "less",
            SqlBinaryOperator.LessOrEqual => "less_or_equal",
            SqlBinaryOperator.Greater => "greater",
            SqlBinaryOperator.GreaterOrEqual => "greater_or_equal",
            SqlBinaryOperator.IsDistinctFrom => "distinct",
            SqlBinaryOperator.IsNotDistinctFrom => "not_distinct",
            _ => throw new NotInStateException(binary.Operator.ToString()),
        };
        WriteCommon(json, name, [binary.Left, binary.Right]);
    }

    /// <summary>An operation whose operands are of one kind, which its name tells.</summary>
    private void WriteCommon(Utf8JsonWriter json, string name, IReadOnlyList<SqlExpression> operands)
    {
        var kind = Common(operands);
        Write(json, Named(name, kind), kind, operands);
    }

    private void WriteCase(Utf8JsonWriter json, SqlCase choice)
    {
        var kind = Kind(choice);
        json.WriteStringValue("case");
        foreach (var branch in choice.Branches)
        {
            WriteAs(json, branch.Condition, StateKind.Bool);
            WriteAs(json, branch.Result, kind);
        }

        WriteAs(json, choice.Else ?? new SqlNull(), kind);
    }

    private void WriteCast(Utf8JsonWriter json, SqlCast cast)
    {
        var (from, to) = (Kind(cast.Operand), Kind(cast));
        var name = (from, to) switch
        {
            (StateKind.Integer or StateKind.Bool, StateKind.Real) => "integer_to_real",
            (StateKind.Integer, StateKind.Text) => "integer_text",
            _ when from == to || (from, to) is (StateKind.Bool, StateKind.Integer) => "coalesce",
            _ => throw new NotInStateException($"cast of {from} to {to}"),
        };
        Write(json, name, null, [cast.Operand]);
    }

    private void WriteCall(Utf8JsonWriter json, SqlCall call)
    {
        switch (call.Function)
        {
            case "coalesce":
                Write(json, "coalesce", Common(call.Arguments), call.Arguments);
                break;
            case "greatest" or "least" or "nullif":
                WriteCommon(json, call.Function, call.Arguments);
                break;
            case "kql_pack_array" or "kql_array_concat" or "kql_bag_merge" when call.Arguments is [SqlListLiteral list]:
                Write(json, call.Function, StateKind.Text, list.Items);
                break;
            case "kql_bag_pack" when call.Arguments is [SqlListLiteral names, SqlListLiteral values]:
                Write(json, call.Function, StateKind.Text, names.Items.Zip(values.Items).SelectMany(p => (SqlExpression[])[p.First, p.Second]));
                break;
            case "isnan" or "abs" or "sqrt" when call.Arguments is [var only] && Kind(only) != StateKind.Real:
                throw new NotInStateException($"{call.Function} of integers");
            default:
                if (!Functions.ContainsKey(call.Function))
                {
                    throw new NotInStateException(call.Function);
                }

                Write(json, call.Function, null, call.Arguments);
                break;
        }
    }

    private void Write(Utf8JsonWriter json, string name, StateKind? kind, IEnumerable<SqlExpression> operands)
    {
        json.WriteStringValue(name);
        foreach (var operand in operands)
        {
            if (kind is { } common)
            {
                WriteAs(json, operand, common);
            }
            else
            {
                Kind(operand);
                Write(json, operand);
            }
        }
    }

    private void WriteAs(Utf8JsonWriter json, SqlExpression operand, StateKind kind)
    {
        var own = Kind(operand);
        if (operand is not SqlNull && kind == StateKind.Real && own is StateKind.Integer or StateKind.Bool && own != kind)
        {
            json.WriteStartArray();
            json.WriteStringValue("integer_to_real");
            Write(json, operand);
            json.WriteEndArray();
            return;
        }

        Write(json, operand);
    }

    private static string Named(string name, StateKind kind) => kind switch
    {
        StateKind.Real => name + ":real",
        StateKind.Text => name + ":text",
        _ => name,
    };

    private StateKind Common(IReadOnlyList<SqlExpression> operands)
    {
        var kinds = operands.Where(o => o is not SqlNull { Type: null }).Select(Kind).Distinct().ToArray();
        return kinds switch
        {
            [] => StateKind.Integer,
            [var only] => only,
            _ when kinds.Contains(StateKind.Text) => throw new NotInStateException("comparison of texts with other values"),
            _ when kinds.Contains(StateKind.Real) => StateKind.Real,
            _ => StateKind.Integer,
        };
    }

    private StateKind Kind(SqlExpression expression) => expression switch
    {
        SqlColumn column => resolve(column).Kind,
        SqlInteger => StateKind.Integer,
        SqlBoolean or SqlLogical or SqlIsNull or SqlIn or SqlUnary { Operator: SqlUnaryOperator.Not } => StateKind.Bool,
        SqlDouble => StateKind.Real,
        SqlString => StateKind.Text,
        SqlNull { Type: null } => StateKind.Integer,
        SqlNull { Type: { } type } => KindOf(type),
        SqlUnary negation => Kind(negation.Operand),
        SqlBinary { Operator: SqlBinaryOperator.Divide } => StateKind.Real,
        SqlBinary { Operator: SqlBinaryOperator.Add or SqlBinaryOperator.Subtract or SqlBinaryOperator.Multiply } binary => Common([binary.Left, binary.Right]),
        SqlBinary => StateKind.Bool,
        SqlCase choice => Common([.. choice.Branches.Select(b => b.Result), choice.Else ?? new SqlNull()]),
        SqlCast cast => KindOf(cast.Type),
        SqlCall { Function: "coalesce" or "greatest" or "least" or "nullif" } call => Common(call.Arguments),
        SqlCall call => Functions.TryGetValue(call.Function, out var kind) ? kind : throw new NotInStateException(call.Function),
        _ => throw new NotInStateException(expression.GetType().Name),
    };

    private static StateKind KindOf(SqlType type) => (type as SqlScalarType)?.Kind switch
    {
        SqlTypeKind.Boolean => StateKind.Bool,
        SqlTypeKind.Integer or SqlTypeKind.BigInt => StateKind.Integer,
        SqlTypeKind.Double => StateKind.Real,
        SqlTypeKind.Varchar => StateKind.Text,
        _ => throw new NotInStateException($"values of type {type}"),
    };

    private static Dictionary<string, StateKind> Table()
    {
        var table = new Dictionary<string, StateKind>(StringComparer.Ordinal);
        Add(StateKind.Integer, "kql_add", "kql_subtract", "kql_multiply", "kql_divide", "kql_remainder", "kql_bin_long", "kql_abs", "kql_long_to_int",
            "kql_timespan_multiply", "kql_timespan_divide", "kql_real_to_long", "kql_real_to_int", "kql_datetime_plus", "kql_datetime_minus",
            "kql_long_to_datetime", "kql_dayofweek", "kql_startofday", "kql_startofweek", "kql_startofmonth", "kql_startofyear", "kql_endofday",
            "kql_endofweek", "kql_endofmonth", "kql_endofyear", "kql_datetime_diff", "kql_datetime_add", "kql_string_to_datetime", "kql_string_to_timespan",
            "kql_string_to_long", "kql_string_to_int", "length", "strlen", "kql_strcmp", "kql_countof", "kql_dynamic_to_int", "kql_dynamic_to_long",
            "kql_dynamic_to_datetime", "kql_dynamic_to_timespan", "kql_array_length");
        Add(StateKind.Real, "kql_real_remainder", "kql_bin_real", "kql_round", "kql_string_to_real", "kql_dynamic_to_real", "abs", "sqrt", "kql_pow");
        Add(StateKind.Bool, "isnan", "kql_string_to_bool", "kql_dynamic_to_bool", "kql_equals_ignore_case", "kql_contains", "kql_startswith", "kql_endswith",
            "contains", "starts_with", "ends_with", "kql_has", "kql_has_cs", "kql_dynamic_equals", "kql_set_has_element", "kql_set_equals");
        Add(StateKind.Text, "kql_datetime_text", "kql_timespan_text", "kql_real_text", "kql_bool_text", "kql_fold_case", "kql_substring_from", "kql_substring",
            "concat", "concat_ws", "kql_replace_string", "kql_dynamic_to_string", "kql_dynamic_property", "kql_dynamic_element", "kql_dynamic_from_string", "kql_dynamic_from_bool",
            "kql_dynamic_from_long", "kql_dynamic_from_real", "kql_dynamic_from_datetime", "kql_dynamic_from_timespan", "kql_pack_array", "kql_array_concat",
            "kql_array_slice", "kql_set_union", "kql_set_intersect", "kql_set_difference", "kql_bag_pack", "kql_bag_merge", "kql_bag_keys");
        return table;

        void Add(StateKind kind, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                table.Add(name, kind);
            }
        }
    }
}
