using System.Collections.Frozen;
using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>convert_length() and its kin: through the quantity's base unit, with the factors of <see cref="Units"/>.</summary>
internal static class UnitFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Conversion("angle", Units.Angle),
        Conversion("energy", Units.Energy),
        Conversion("force", Units.Force),
        Conversion("length", Units.Length),
        Conversion("mass", Units.Mass),
        Conversion("speed", Units.Speed),
        Conversion("temperature", Units.Temperature),
        Conversion("volume", Units.Volume),
    ];

    private static ScalarFunction Conversion(string quantity, ImmutableArray<Unit> units)
    {
        var byName = units.ToFrozenDictionary(u => u.Name, StringComparer.Ordinal);
        return Function($"convert_{quantity}", On(
            [Real("value"), Text("from"), Text("to")],
            KqlType.Real,
            a => ConversionSql(a, units, byName),
            NullRule.Makes) with
        {
            Fault = a => Fault(a, units),
        });
    }

    /// <summary>A unit that does not exist gives null; whether case matters in one that does is not documented.</summary>
    private static ArgumentFault? Fault(ImmutableArray<BoundExpression> arguments, ImmutableArray<Unit> units)
    {
        for (var i = 1; i < arguments.Length; i++)
        {
            if (arguments[i] is BoundLiteral { Value: string name } && units.FirstOrDefault(u => u.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } near && !near.Name.Equals(name, StringComparison.Ordinal))
            {
                return new ArgumentFault(i, $"the unit is written '{near.Name}'");
            }
        }

        return null;
    }

    private static SqlExpression ConversionSql(LoweringArguments a, ImmutableArray<Unit> units, FrozenDictionary<string, Unit> byName)
    {
        if (a.Literal(1) is string from && a.Literal(2) is string to)
        {
            return !byName.TryGetValue(from, out var source) || !byName.TryGetValue(to, out var target) ? new SqlNull(SqlType.Double)
                : source == target ? a[0]
                : target.FromBase(source.ToBase(a[0]));
        }

        // Units that come from columns are looked up row by row. Each argument stands once in the text, however often it is used.
        return Once("value", a[0], value => Once("from", a[1], source => Once("to", a[2], target => S.If(
            S.Equal(source, target),
            Chosen(source, units, _ => value),
            Once("base", Chosen(source, units, u => u.ToBase(value)), inBase => Chosen(target, units, u => u.FromBase(inBase)))))));
    }

    /// <summary>A name for a value within an expression: SQL has none, but for lambdas.</summary>
    private static SqlExpression Once(string name, SqlExpression value, Func<SqlExpression, SqlExpression> use) =>
        value is SqlColumn ? use(value) : new SqlElement(S.Call("list_transform", S.List(value), new SqlLambda([name], use(S.Column(name)))), S.BigInt(1));

    private static SqlCase Chosen(SqlExpression name, ImmutableArray<Unit> units, Func<Unit, SqlExpression> value) =>
        new([.. units.Select(u => new SqlWhen(S.Equal(name, S.String(u.Name)), value(u)))], new SqlNull(SqlType.Double));
}

/// <summary>A unit by what it is in its quantity's base unit.</summary>
internal sealed record Unit(string Name, Func<SqlExpression, SqlExpression> ToBase, Func<SqlExpression, SqlExpression> FromBase)
{
    /// <summary>A unit that is so many of the base unit, or one over so many.</summary>
    public static Unit Of(string name, double multiplier, double divisor = 1) => new(
        name,
        x => Divided(Multiplied(x, multiplier), divisor),
        x => Divided(Multiplied(x, divisor), multiplier));

    /// <summary>The units that prefixes make of one.</summary>
    public static IEnumerable<Unit> Prefixed(Unit unit, params ReadOnlySpan<(string Name, double Factor)> prefixed)
    {
        var units = new List<Unit> { unit };
        foreach (var (name, factor) in prefixed)
        {
            units.Add(new Unit(name, x => unit.ToBase(Multiplied(x, factor)), x => Divided(unit.FromBase(x), factor)));
        }

        return units;
    }

    private static SqlExpression Multiplied(SqlExpression x, double factor) => factor == 1 ? x : S.Multiply(x, S.Double(factor));

    private static SqlExpression Divided(SqlExpression x, double factor) => factor == 1 ? x : S.Divide(x, S.Double(factor));
}
