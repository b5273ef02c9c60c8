using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Series;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Element-wise functions of series held as JSON text; a series of longs stays one where Kusto's does.</summary>
internal static class SeriesElementKernels
{
    [ThreadStatic]
    private static Workspace? _workspace;

    public static IEnumerable<ScalarFunction> All =>
    [
        .. Enum.GetValues<SeriesArithmeticOperator>().Select(Arithmetic),
        .. Enum.GetValues<SeriesComparisonOperator>().Select(Comparison),
        .. Enum.GetValues<SeriesMathFunction>().Select(Mathematics),
        Create<Utf8, Utf8, Utf8, Utf8Writer>("kql_series_fill_const", SeriesFill.Constant),
        Create<Utf8, Utf8, Utf8Writer>("kql_series_fill_forward", SeriesFill.Forward),
        Create<Utf8, Utf8, Utf8Writer>("kql_series_fill_backward", SeriesFill.Backward),
        Create<Utf8, Utf8, bool, Utf8, Utf8Writer>("kql_series_fill_linear", FillLinear),
        Create<Utf8, Utf8, bool?, bool, Utf8Writer>("kql_series_fir", Fir),
        Create<Utf8, Utf8, Utf8, Utf8Writer>("kql_series_iir", Iir),
    ];

    private static Workspace Here => _workspace ??= new Workspace();

    private static SeriesText First => Here.First;

    private static SeriesText Second => Here.Second;

    private static SeriesText Third => Here.Third;

    private static bool ReadTwo(Utf8 left, Utf8 right) => First.TryRead(left) && Second.TryRead(right) && !(First.IsScalar && Second.IsScalar);

    private static ScalarFunction Arithmetic(SeriesArithmeticOperator op) => Create<Utf8, Utf8, Utf8Writer>(Name(op), (left, right, writer) =>
    {
        if (!ReadTwo(left, right))
        {
            writer.SetNull();
            return;
        }

        var dynamic = new DynamicWriter(writer);
        if (First.IsLong && Second.IsLong && SeriesArithmetic.KeepsLong(op))
        {
            var longs = Here.Longs.Take(First.LongOperand.LengthWith(Second.LongOperand));
            SeriesArithmetic.Apply(op, First.LongOperand, Second.LongOperand, longs);
            SeriesText.Write(longs, ref dynamic);
        }
        else
        {
            var reals = Here.Reals.Take(First.RealOperand.LengthWith(Second.RealOperand));
            SeriesArithmetic.Apply(op, First.RealOperand, Second.RealOperand, reals);
            SeriesText.Write(reals, ref dynamic);
        }
    });

    private static ScalarFunction Comparison(SeriesComparisonOperator op) => Create<Utf8, Utf8, Utf8Writer>(Name(op), (left, right, writer) =>
    {
        if (!ReadTwo(left, right))
        {
            writer.SetNull();
            return;
        }

        var results = Here.Truths.Take(First.RealOperand.LengthWith(Second.RealOperand));
        if (First.IsLong && Second.IsLong)
        {
            SeriesComparison.Apply(op, First.LongOperand, Second.LongOperand, results);
        }
        else
        {
            SeriesComparison.Apply(op, First.RealOperand, Second.RealOperand, results);
        }

        var dynamic = new DynamicWriter(writer);
        SeriesText.Write(results, ref dynamic);
    });

    private static ScalarFunction Mathematics(SeriesMathFunction function) => Create<Utf8, Utf8Writer>(Name(function), (series, writer) =>
    {
        if (!First.TryRead(series) || First.IsScalar)
        {
            writer.SetNull();
            return;
        }

        var dynamic = new DynamicWriter(writer);
        if (function == SeriesMathFunction.Sign || (function == SeriesMathFunction.Abs && First.IsLong))
        {
            var longs = Here.Longs.Take(First.Length);
            if (function == SeriesMathFunction.Sign)
            {
                SeriesMath.Sign(First.Reals, longs);
            }
            else
            {
                SeriesMath.Abs(First.Longs, longs);
            }

            SeriesText.Write(longs, ref dynamic);
            return;
        }

        var reals = Here.Reals.Take(First.Length);
        SeriesMath.Apply(function, First.Reals, reals);
        SeriesText.Write(reals, ref dynamic);
    });

    private static void FillLinear(Utf8 series, Utf8 placeholder, bool fillEdges, Utf8 constant, Utf8Writer writer)
    {
        if (!First.TryRead(series) || First.IsScalar)
        {
            writer.SetNull();
            return;
        }

        var missing = DynamicConversions.ToReal(placeholder);
        var otherwise = DynamicConversions.ToReal(constant);
        var dynamic = new DynamicWriter(writer);

        // The constant matters only where nothing is known: elsewhere longs stay longs beside a constant of 3.14159, as on the page.
        var isKnown = First.IsLong && First.Longs.ContainsAnyExcept((long?)missing ?? SeriesNull.Long);
        if (isKnown || (First.IsLong && missing is not null && DynamicText.KindOf(constant) is DynamicKind.Long))
        {
            var longs = Here.Longs.Take(First.Length);
            SeriesFill.Linear(First.Longs, longs, (long?)missing, fillEdges, (long?)otherwise ?? SeriesNull.Long);
            SeriesText.Write(longs, ref dynamic);
            return;
        }

        var reals = Here.Reals.Take(First.Length);
        SeriesFill.Linear(First.Reals, reals, missing, fillEdges, otherwise ?? SeriesNull.Real);
        SeriesText.Write(reals, ref dynamic);
    }

    private static void Fir(Utf8 series, Utf8 filter, bool? normalize, bool center, Utf8Writer writer)
    {
        if (!First.TryRead(series) || First.IsScalar || !Second.TryRead(filter) || Second.IsScalar)
        {
            writer.SetNull();
            return;
        }

        var reals = Here.Reals.Take(First.Length);
        var isFiltered = SeriesFilters.TryFir(First.Reals, Second.Reals, normalize, center, reals, out var caveats);
        SeriesNotes.Add("series_fir", caveats);
        if (!isFiltered)
        {
            writer.SetNull();
            return;
        }

        var dynamic = new DynamicWriter(writer);
        if (First.IsLong && Second.IsLong && SeriesFilters.FirKeepsLong(Second.Longs, normalize))
        {
            var longs = Here.Longs.Take(reals.Length);
            for (var i = 0; i < longs.Length; i++)
            {
                longs[i] = SeriesNull.IsNull(reals[i]) ? SeriesNull.Long : (long)reals[i];
            }

            SeriesText.Write(longs, ref dynamic);
        }
        else
        {
            SeriesText.Write(reals, ref dynamic);
        }
    }

    private static void Iir(Utf8 series, Utf8 numerators, Utf8 denominators, Utf8Writer writer)
    {
        if (!First.TryRead(series) || First.IsScalar || !Second.TryRead(numerators) || Second.IsScalar || !Third.TryRead(denominators) || Third.IsScalar)
        {
            writer.SetNull();
            return;
        }

        var reals = Here.Reals.Take(First.Length);
        var isFiltered = SeriesFilters.TryIir(First.Reals, Second.Reals, Third.Reals, reals, out var caveats);
        SeriesNotes.Add("series_iir", caveats);
        if (!isFiltered)
        {
            writer.SetNull();
            return;
        }

        var dynamic = new DynamicWriter(writer);
        SeriesText.Write(reals, ref dynamic);
    }

    /// <summary>NotEquals is kql_series_not_equals.</summary>
    private static string Name<TEnum>(TEnum function)
        where TEnum : struct, Enum =>
        "kql_series_" + string.Concat(function.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : string.Empty) + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>What a thread works on a row with, and keeps for the next.</summary>
    private sealed class Workspace
    {
        public SeriesText First { get; } = new();

        public SeriesText Second { get; } = new();

        public SeriesText Third { get; } = new();

        public SeriesBuffer<long> Longs { get; } = new();

        public SeriesBuffer<double> Reals { get; } = new();

        public SeriesBuffer<SeriesTruth> Truths { get; } = new();
    }
}
