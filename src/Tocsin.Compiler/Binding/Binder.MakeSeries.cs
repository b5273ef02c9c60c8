using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// make-series (https://learn.microsoft.com/kusto/query/make-series-operator).
public sealed partial class Binder
{
    /// <summary>The axis: its values, their column, its bounds (null where the data decide) and the length of a bin.</summary>
    private sealed record SeriesBounds(string Name, BoundExpression Axis, ColumnSymbol Column, BoundExpression? From, BoundExpression? To, BoundExpression Step, bool IsInclusive)
    {
        public KqlType Type => Column.Type.Kind;
    }

    private sealed record SeriesOutput(string Name, ColumnSymbol Values, BoundExpression Default);

    private BoundQuery BindMakeSeries(MakeSeriesSyntax series, BoundQuery input)
    {
        var isNonEmpty = ParameterOf(series.Parameters, "kind", ["nonempty"]) is not null;
        var names = new UniqueNames();
        var keys = BindGroupKeys(new SummarizeSyntax([], [], series.By, series.Span), input, names);
        var outputs = BindAggregates([.. series.Aggregates.Select(a => a.Expression)], input, keys, names);
        var bounds = BindSeriesAxis(series, input);
        if (outputs is null || bounds is null || _diagnostics.HasErrors)
        {
            return Nothing(series.Span);
        }

        if (names.Declare(bounds.Name) is { } axis)
        {
            bounds = bounds with { Name = axis };
        }
        else
        {
            _diagnostics.Report(BindingDescriptors.DuplicateColumn, series.On.Span, bounds.Name);
        }

        if (outputs.Count != series.Aggregates.Length)
        {
            Refuse(series.Span, "An aggregate of several columns in make-series", "Name one aggregate for each column.");
        }

        return _diagnostics.HasErrors ? Nothing(series.Span) : BuildSeries(series, input, keys, outputs, bounds, isNonEmpty);
    }

    /// <summary>Rows of the range are grouped by keys and bin, the bins of a group become lists, and these are laid out along the axis.</summary>
    private BoundQuery BuildSeries(
        MakeSeriesSyntax series,
        BoundQuery input,
        ImmutableArray<BoundAssignment> keys,
        List<(string Name, BoundExpression Value)> outputs,
        SeriesBounds bounds,
        bool isNonEmpty)
    {
        var valued = BoundBuilder.Add(input, series.Span, new BoundAssignment(bounds.Column, bounds.Axis));
        var index = new ColumnSymbol("bin", KqlType.Long);
        var within = new BoundFilter(valued, WithinSeries(bounds), series.Span);
        var binned = Assemble(within, [.. keys, new BoundAssignment(index, SeriesIndex(bounds))], outputs, series.Span);
        var columns = SeriesOutputs(series, outputs, binned);
        if (_diagnostics.HasErrors)
        {
            return Nothing(series.Span);
        }

        var (position, first, last) = (Column(index), new ColumnSymbol("first", KqlType.Long), new ColumnSymbol("last", KqlType.Long));
        var positions = new ColumnSymbol("positions", BoundType.ListOf(KqlType.Long));
        var lists = columns.Select(c => new ColumnSymbol(c.Name, BoundType.ListOf(c.Default.Type.Kind))).ToArray();
        var grouped = new BoundSummarize(
            binned,
            [.. keys.Select(k => BoundBuilder.Pass(k.Column, series.Span))],
            [
                new BoundAssignment(positions, AggregateCollections.AllRows(position)),
                .. columns.Select((c, i) => new BoundAssignment(lists[i], AggregateCollections.AllRows(Convert(Column(c.Values), c.Default.Type.Kind)))),
                new BoundAssignment(first, Aggregate("min", series.Span, position)),
                new BoundAssignment(last, Aggregate("max", series.Span, position)),
            ],
            series.Span);

        // Without keys there is a group also of no rows; it counts only with kind=nonempty.
        BoundQuery source = keys.IsEmpty && !isNonEmpty ? new BoundFilter(grouped, Call("isnotnull", series.Span, Column(first)), series.Span) : grouped;
        var (start, offset, length) = SeriesExtent(bounds, Column(first), Column(last));
        return new BoundProject(
            source,
            [
                .. keys.Select(k => BoundBuilder.Pass(k.Column, series.Span)),
                .. columns.Select((c, i) => SeriesColumn(c.Name, MakeSeriesFunctions.Placed(Column(positions), Column(lists[i]), offset, length, c.Default))),
                SeriesColumn(bounds.Name, MakeSeriesFunctions.AxisOf(start, bounds.Step, length)),
            ],
            series.Span);

        BoundColumn Column(ColumnSymbol symbol) => new(symbol, series.Span);

        static BoundAssignment SeriesColumn(string name, BoundExpression value) => new(new ColumnSymbol(name, value.Type), value);
    }

    /// <summary>The values of each output as a column of the binned rows, and what stands where a bin has none.</summary>
    private List<SeriesOutput> SeriesOutputs(MakeSeriesSyntax series, List<(string Name, BoundExpression Value)> outputs, BoundQuery binned)
    {
        var columns = new List<SeriesOutput>();
        foreach (var ((name, value), syntax) in outputs.Zip(series.Aggregates))
        {
            if (value.Type.Kind is not (KqlType.Int or KqlType.Long or KqlType.Real))
            {
                var refusal = Refusal(KqlType.Long, BindingDescriptors.UnsupportedForm, syntax.Span, $"A series of {value.Type.Kind.Name()} values", "make-series takes aggregates that yield int, long or real.");
                columns.Add(new SeriesOutput(name, binned.Columns.Last(c => c.Name == name), refusal));
                continue;
            }

            var item = value.Type.Kind == KqlType.Real ? KqlType.Real : KqlType.Long;
            if (SeriesDefault(syntax, item) is { } nothing)
            {
                columns.Add(new SeriesOutput(name, binned.Columns.Last(c => c.Name == name), nothing));
            }
        }

        return columns;
    }

    private BoundExpression? SeriesDefault(MakeSeriesAggregateSyntax syntax, KqlType item)
    {
        if (syntax.Default is null)
        {
            return item == KqlType.Real ? new BoundLiteral(0.0, item, syntax.Span) : new BoundLiteral(0L, item, syntax.Span);
        }

        var value = BindScalar(syntax.Default, RowScope.Empty);
        switch (value)
        {
            case BoundError:
                return null;
            case BoundLiteral { Value: null }:
                return new BoundLiteral(null, item, value.Span);
            case BoundLiteral { Value: double real } when item == KqlType.Long && double.IsInteger(real):
                return new BoundLiteral((long)real, item, value.Span);
        }

        if (!value.Type.Kind.IsNumeric() || (item == KqlType.Long && !value.Type.Kind.IsInteger()))
        {
            Error(BindingDescriptors.TypeNotAllowed, syntax.Default.Span, $"The default of a series of {item.Name()} values", value.Type.Kind.Name(), $"Convert it, or the aggregate, with to{item.Name()}().");
            return null;
        }

        return Convert(value, item);
    }

    private SeriesBounds? BindSeriesAxis(MakeSeriesSyntax series, BoundQuery input)
    {
        var (name, syntax) = series.On is NamedExpressionSyntax { Names: [var given, ..], Expression: var expression }
            ? (given.Text, expression)
            : (ColumnNames.Of(series.On, _catalogue) ?? "Column1", series.On);
        var axis = BindScalar(syntax, new RowScope(input.Columns));
        var inRange = series.InRange is CallSyntax { Arguments: [var start, var stop, var width] } ? (start, stop, width) : default;
        if (series.InRange is CallSyntax call && inRange == default)
        {
            Error(BindingDescriptors.ArgumentCount, call.Span, "range()", "3 arguments", call.Arguments.Length);
        }

        var (from, to, step) = (Bound(inRange.start ?? series.From), Bound(inRange.stop ?? series.To), Bound(inRange.width ?? series.Step));
        if (axis is BoundError || from is BoundError || to is BoundError || step is null or BoundError)
        {
            return null;
        }

        var kind = axis.Type.Kind;
        var type = kind == KqlType.Int ? KqlType.Long : kind;
        if (type is not (KqlType.Long or KqlType.Real or KqlType.DateTime or KqlType.TimeSpan) || !FitsAxis(step.Type.Kind, kind == KqlType.DateTime ? KqlType.TimeSpan : kind))
        {
            // The language service looks at such an axis no further.
            if (type is not (KqlType.Decimal or KqlType.TimeSpan) || !step.Type.Kind.IsNumeric())
            {
                Error(BindingDescriptors.SeriesStep, step.Span, kind.Name(), step.Type.Kind.Name());
                return null;
            }

            step = Refusal(type, BindingDescriptors.SeriesStep with { KustoCode = null }, step.Span, kind.Name(), step.Type.Kind.Name());
        }

        if (step is BoundLiteral { Value: null or <= 0L or <= 0 or <= 0.0 or double.NaN })
        {
            Error(BindingDescriptors.ArgumentText, step.Span, 1, "step", "it must be greater than zero");
            return null;
        }

        foreach (var bound in new[] { from, to }.OfType<BoundExpression>().Where(b => !FitsAxis(b.Type.Kind, kind)))
        {
            Error(BindingDescriptors.TypeNotAllowed, bound.Span, $"The bound of an axis of {kind.Name()}", bound.Type.Kind.Name(), $"Convert it with to{kind.Name()}().");
            return null;
        }

        var column = new ColumnSymbol("axis", type);
        var size = Convert(step, type == KqlType.DateTime ? KqlType.TimeSpan : type);
        return new SeriesBounds(name, Convert(axis, type), column, from is null ? null : Convert(from, type), to is null ? null : Convert(to, type), size, series.InRange is not null);

        BoundExpression? Bound(ExpressionSyntax? bound) => bound is null ? null : BindScalar(bound, RowScope.Empty);
    }

    private static bool FitsAxis(KqlType bound, KqlType axis) => bound == axis || axis switch
    {
        KqlType.Long => bound == KqlType.Int,
        KqlType.Real => bound.IsInteger(),
        _ => false,
    };

    private BoundExpression WithinSeries(SeriesBounds bounds)
    {
        var span = bounds.Step.Span;
        var axis = new BoundColumn(bounds.Column, span);
        var conditions = new List<BoundExpression>();
        if (bounds.From is not null)
        {
            conditions.Add(Call(Operators.GreaterOrEqual, span, axis, bounds.From));
        }

        if (bounds.To is not null)
        {
            conditions.Add(Call(bounds.IsInclusive ? Operators.LessOrEqual : Operators.Less, span, axis, bounds.To));
        }

        return conditions.Count == 0
            ? Call("isnotnull", span, SeriesIndex(bounds))
            : conditions.Aggregate((a, b) => Call(Operators.And, span, a, b));
    }

    /// <summary>The older form bins with bin(), and so does an axis whose start the data decide; otherwise a bin begins at the start.</summary>
    private BoundExpression SeriesIndex(SeriesBounds bounds)
    {
        var axis = new BoundColumn(bounds.Column, bounds.Step.Span);
        return bounds is { From: { } from, IsInclusive: false }
            ? MakeSeriesFunctions.IndexFrom(axis, from, bounds.Step)
            : MakeSeriesFunctions.IndexOfBin(Call("bin", bounds.Step.Span, axis, bounds.Step), bounds.Step);
    }

    /// <summary>Where the axis starts, the index of its first bin, and how many bins it has.</summary>
    private (BoundExpression Start, BoundExpression First, BoundExpression Length) SeriesExtent(SeriesBounds bounds, BoundExpression first, BoundExpression last)
    {
        var span = bounds.Step.Span;
        var zero = new BoundLiteral(0L, KqlType.Long, span);
        var one = new BoundLiteral(1L, KqlType.Long, span);
        var (start, offset) = bounds switch
        {
            { From: { } from, IsInclusive: false } => (from, zero),
            { From: { } from } => Binned(Call("bin", span, from, bounds.Step)),
            _ => (MakeSeriesFunctions.StartOf(first, bounds.Step, bounds.Type), first),
        };
        var length = bounds.To is { } to
            ? MakeSeriesFunctions.LengthOf(start, to, bounds.Step, bounds.IsInclusive)
            : MakeSeriesFunctions.LengthOf(offset, Call(Operators.Add, span, last, one), one, isInclusive: false);
        return (start, offset, length);

        (BoundExpression Start, BoundExpression Offset) Binned(BoundExpression bin) => (bin, MakeSeriesFunctions.IndexOfBin(bin, bounds.Step));
    }
}
