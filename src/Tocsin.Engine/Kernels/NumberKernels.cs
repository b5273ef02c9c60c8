using Tocsin.DuckDb;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Text;
using Tocsin.Functions.Time;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Arithmetic that wraps, and numbers to and from text.</summary>
internal static class NumberKernels
{
    /// <summary>The values of a range stand in one list before they are rows.</summary>
    private const int MostRangeRows = 50_000_000;

    public static IEnumerable<ScalarFunction> All =>
    [
        Create<long, long, long>("kql_add", Arithmetic.Add),
        Create<long, long, long>("kql_subtract", Arithmetic.Subtract),
        Create<long, long, long>("kql_multiply", Arithmetic.Multiply),
        Create<long, long, long?>("kql_divide", Arithmetic.Divide),
        Create<long, long, long?>("kql_remainder", Arithmetic.Modulo),
        Create<double, double, double>("kql_real_remainder", Arithmetic.Modulo),
        Create<long, double, long?>("kql_timespan_multiply", Arithmetic.Scale),
        Create<long, double, long?>("kql_timespan_divide", (span, divisor) => Arithmetic.Scale(span, 1 / divisor)),
        Create<Utf8, Int128?>("kql_parse_version", VersionNumber.Parse),
        Create<Int128, long>("kql_wrap", value => unchecked((long)value)),
        Create<long, long>("kql_abs", value => value < 0 ? Arithmetic.Negate(value) : value),
        Create<long, long, long?>("kql_bin_long", Bins.Bin),
        Create<double, double, double?>("kql_bin_real", Bins.Bin),
        Create<long, long, long, long?>("kql_bin_at_long", Bins.BinAt),
        Create<double, double, double, double?>("kql_bin_at_real", Bins.BinAt),
        Create<double, long?>("kql_real_to_long", Conversions.ToLong),
        Create<double, int?>("kql_real_to_int", Conversions.ToInt),
        Create<long, int>("kql_long_to_int", Conversions.ToInt),
        Create<Utf8, long?>("kql_string_to_long", NumberParser.ToLong),
        Create<Utf8, int?>("kql_string_to_int", NumberParser.ToInt),
        Create<Utf8, double?>("kql_string_to_real", NumberParser.ToReal),
        Create<Utf8, bool?>("kql_string_to_bool", NumberParser.ToBool),
        Create<Utf8, Guid?>("kql_string_to_guid", NumberParser.ToGuid),
        Create<double, long, double>("kql_round", Rounding.Round),
        Create<long, long, long>("kql_round_long", Rounding.Round),
        Create<Utf8, Utf8Writer>("kql_decimal_text", (text, writer) => writer.Append(Trimmed(text))),
        Create<double, double, double, ListWriter<double>>("kql_real_range", Range),
        Create<double, Utf8Writer>("kql_real_text", (value, writer) => NumberText.Write(value, writer)),
        Create<bool, Utf8Writer>("kql_bool_text", (value, writer) => NumberText.Write(value, writer)),
    ];

    /// <summary>A decimal of the database without the zeros that fill its scale.</summary>
    private static Utf8 Trimmed(Utf8 text) => text.IndexOf((byte)'.') < 0 ? text : text.TrimEnd((byte)'0').TrimEnd((byte)'.');

    /// <summary>What the range operator counts through; each value is a multiple of the step, so that errors do not add up.</summary>
    private static void Range(double from, double to, double step, ListWriter<double> writer)
    {
        for (long i = 0; step != 0; i++)
        {
            if (i == MostRangeRows)
            {
                throw new KernelArgumentException($"range makes at most {MostRangeRows} rows of real numbers; from {from} to {to} in steps of {step} there are more.");
            }

            var value = from + (i * step);
            if (!double.IsFinite(value) || (step > 0 ? value > to : value < to))
            {
                break;
            }

            writer.Add(value);
        }
    }
}
