using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Binding.BoundBuilder;

namespace Tocsin.Compiler.Plugins;

/// <summary>
/// What plug-ins about ids over time have in common: the id, the time, a period of analysis whose bins begin at its
/// start, and dimensions that slice it.
/// </summary>
internal sealed class Timeline
{
    private readonly PluginCall _call;

    private Timeline(PluginCall call, ColumnSymbol id, ColumnSymbol time, BoundExpression start, BoundExpression end)
    {
        _call = call;
        Id = id;
        Time = time;
        Start = start;
        End = end;
    }

    public ColumnSymbol Id { get; }

    public ColumnSymbol Time { get; }

    public BoundExpression Start { get; }

    public BoundExpression End { get; }

    public ImmutableArray<ColumnSymbol> Dimensions { get; private set; } = [];

    /// <summary>Reads IdColumn, TimelineColumn, Start and End.</summary>
    public static Timeline? Read(PluginCall call)
    {
        var id = call.Column("IdColumn", ParameterKind.NotDynamic);
        var time = call.Column("TimelineColumn", ParameterKind.Summable);
        if (id is null || time is null)
        {
            return null;
        }

        var (start, end) = (ReadInstant(call, "Start", time), ReadInstant(call, "End", time));
        return call.HasErrors ? null : new Timeline(call, id, time, start, end);
    }

    /// <summary>Reads the dimensions, which end the arguments; false where something is wrong with any.</summary>
    public bool ReadDimensions()
    {
        Dimensions = _call.Columns("dim", ParameterKind.NotDynamic);
        _call.End();
        return !_call.HasErrors;
    }

    /// <summary>A length of time, in the type that differences of the timeline have.</summary>
    public BoundExpression ReadLength(string name) => ReadLength(_call, name, Time);

    /// <summary>The size of a bin: such a length above 0.</summary>
    public BoundExpression ReadSize(string name) => ReadSize(_call, name, Time);

    public static BoundExpression ReadSize(PluginCall call, string name, ColumnSymbol time)
    {
        var size = ReadLength(call, name, time);
        if (size is BoundLiteral { Value: null or <= 0L or <= 0.0 or <= 0m })
        {
            call.Refuse(size.Span, $"A {name} of {call.Plugin.Name}() that is not above 0", "Give the size of a bin.");
        }

        return size;
    }

    public static BoundExpression ReadLength(PluginCall call, string name, ColumnSymbol time)
    {
        var kind = time.Type.Kind switch { KqlType.DateTime or KqlType.TimeSpan => ParameterKind.TimeSpan, KqlType.Real => ParameterKind.Real, KqlType.Decimal => ParameterKind.Decimal, _ => ParameterKind.Long };
        var value = call.Constant(name, kind);
        return value is BoundError ? value : call.Convert(value, time.Type.Kind == KqlType.DateTime ? KqlType.TimeSpan : NumberType(time));
    }

    /// <summary>The bin that an instant lies in.</summary>
    public BoundExpression BinOf(BoundExpression time, BoundExpression size) => _call.Call("bin_at", time, size, Start);

    /// <summary>The rows whose time lies in the period, both ends included.</summary>
    public BoundFilter Within(BoundQuery rows, ColumnSymbol time) =>
        new(rows, _call.Call(Operators.Between, Column(time, _call.Span), Start, End), _call.Span);

    public BoundExpression Plus(BoundExpression left, BoundExpression right) => _call.Call(Operators.Add, left, right);

    public BoundExpression Minus(BoundExpression left, BoundExpression right) => _call.Call(Operators.Subtract, left, right);

    /// <summary>A row for each step from one instant to another, both included, in a column of the timeline's type.</summary>
    public BoundMvExpand Spread(BoundQuery rows, BoundExpression from, BoundExpression to, BoundExpression step, ColumnSymbol instant) => new(
        rows, [new BoundMvItem(_call.Call("range", from, to, step), instant)], Index: null, Limit: null, [.. rows.Columns, instant], _call.Span);

    /// <summary>A column for bins or windows of the timeline.</summary>
    public ColumnSymbol NewInstant() => new(Time.Name, NumberType(Time));

    private static BoundExpression ReadInstant(PluginCall call, string name, ColumnSymbol time)
    {
        var kind = time.Type.Kind switch
        {
            KqlType.DateTime => ParameterKind.DateTime,
            KqlType.TimeSpan => ParameterKind.TimeSpan,
            KqlType.Real => ParameterKind.Real,
            KqlType.Decimal => ParameterKind.Decimal,
            _ => ParameterKind.Long,
        };
        var value = call.Constant(name, kind);
        return value is BoundError ? value : call.Convert(value, NumberType(time));
    }

    private static KqlType NumberType(ColumnSymbol time) => time.Type.Kind == KqlType.Int ? KqlType.Long : time.Type.Kind;
}
