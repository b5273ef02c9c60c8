using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>The lowered arguments of a call together with what the binder knows of them.</summary>
public readonly struct LoweringArguments(ImmutableArray<SqlExpression> sql, ImmutableArray<BoundExpression> bound, LoweringClock clock)
{
    public int Count => sql.Length;

    public SqlExpression this[int index] => sql[index];

    public ImmutableArray<SqlExpression> All => sql;

    /// <summary>The instant of this run, which now() and ago() see.</summary>
    public LoweringClock Clock => clock;

    /// <summary>The serialized order, for window functions; empty where rows come in their natural order.</summary>
    public ImmutableArray<SqlOrdering> RowOrder { get; init; } = [];

    public BoundExpression Bound(int index) => bound[index];

    public BoundType Type(int index) => bound[index].Type;

    public bool IsNullable(int index) => bound[index].IsNullable;

    /// <summary>The value of a literal argument, or null where it is none or left out.</summary>
    public object? Literal(int index) => index < bound.Length && bound[index] is BoundLiteral literal ? literal.Value : null;

    /// <summary>Two of the arguments, as those of a binary operator.</summary>
    public LoweringArguments Pick(int left, int right) => new([sql[left], sql[right]], [bound[left], bound[right]], clock);

    /// <summary>The argument, or a default where it is left out.</summary>
    public SqlExpression OrDefault(int index, SqlExpression preset) => index < sql.Length ? sql[index] : preset;

    /// <summary>An argument of any numeric type as a double.</summary>
    public SqlExpression Real(int index) => Type(index).Kind == KqlType.Real ? sql[index] : S.Cast(sql[index], SqlType.Double);

    /// <summary>The same, or a default where it is left out.</summary>
    public SqlExpression Real(int index, double preset) => index < sql.Length ? Real(index) : S.Double(preset);

    /// <summary>An argument of any numeric type as tolong() would give it, or a default where it is left out.</summary>
    public SqlExpression Long(int index, long preset) => index < sql.Length ? Conversions.Convert(sql[index], Type(index), KqlType.Long) : S.BigInt(preset);

    /// <summary>An argument of any scalar type as tostring() would give it.</summary>
    public SqlExpression Text(int index) => Conversions.Convert(sql[index], Type(index).IsDynamic ? KqlType.Dynamic : Type(index), KqlType.String);

    /// <summary>An argument of any type as JSON text.</summary>
    public SqlExpression Json(int index) => Type(index).IsDynamic ? sql[index] : Conversions.FromScalar(sql[index], Type(index).Kind);

    /// <summary>The same, null being a value of its own: the JSON text of null.</summary>
    public SqlExpression JsonOrNull(int index) =>
        IsNullable(index) || Type(index).IsDynamic ? S.Coalesce(Json(index), S.String("null")) : Json(index);
}

/// <summary>One clock for a whole run, in ticks of 100 ns since 0001-01-01.</summary>
public readonly record struct LoweringClock(long Now);
