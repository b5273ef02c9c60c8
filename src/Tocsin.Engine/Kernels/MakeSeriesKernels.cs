using System.Buffers;
using Tocsin.DuckDb;
using Tocsin.Functions.Series;
using static Tocsin.DuckDb.ScalarFunction;

namespace Tocsin.Engine.Kernels;

/// <summary>make-series: the axis, and values put to their places along it.</summary>
internal static class MakeSeriesKernels
{
    private static readonly DuckDbType Longs = DuckDbType.List(DuckDbType.BigInt);
    private static readonly DuckDbType Reals = DuckDbType.List(DuckDbType.Double);

    public static IEnumerable<ScalarFunction> All =>
    [
        Create<long?, long?, long?, bool, long>("kql_series_length", (from, to, step, isInclusive) =>
            Checked(from is { } f && to is { } t && step is { } s ? SeriesAxis.Count(f, t, s, isInclusive) : null)),
        Create<double?, double?, double?, bool, long>("kql_series_length_real", (from, to, step, isInclusive) =>
            Checked(from is { } f && to is { } t && step is { } s ? SeriesAxis.Count(f, t, s, isInclusive) : null)),
        Create<long, long, long, ListWriter<long>>("kql_series_axis", WriteAxis),
        Create<double, double, long, ListWriter<double>>("kql_series_axis_real", WriteAxis),
        new("kql_series_place_long", [Longs, Longs, DuckDbType.BigInt, DuckDbType.BigInt, Longs], Longs, Place<long>),
        new("kql_series_place_real", [Longs, Reals, DuckDbType.BigInt, DuckDbType.BigInt, Reals], Reals, Place<double>),
    ];

    private static long Checked(Int128? count) => count switch
    {
        null => throw new KernelArgumentException("make-series needs bounds that are not null, and a step greater than zero."),
        { } value when value > SeriesAxis.MaxLength => throw new KernelArgumentException($"make-series would make arrays of {count} values; at most {SeriesAxis.MaxLength} are allowed."),
        { } value => (long)value,
    };

    private static void WriteAxis(long start, long step, long count, ListWriter<long> writer)
    {
        var values = writer.Append((int)count);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = unchecked(start + (i * step));
        }
    }

    private static void WriteAxis(double start, double step, long count, ListWriter<double> writer)
    {
        var values = writer.Append((int)count);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * step);
        }
    }

    /// <summary>Arguments: positions, the values at them, the first position, how many there are, and the default as a list of one.</summary>
    private static void Place<T>(in ScalarInput input, VectorWriter output)
        where T : unmanaged
    {
        var positions = input.Column(0);
        var values = input.Column(1);
        var defaults = input.Column(4);
        var firsts = input.Column(2).Values<long>();
        var counts = input.Column(3).Values<long>();
        var places = Array.Empty<int>();
        foreach (var row in input.Rows)
        {
            var count = (int)counts[row];
            if (places.Length < count)
            {
                ArrayPool<int>.Shared.Return(places);
                places = ArrayPool<int>.Shared.Rent(count);
            }

            var (from, source) = (positions.Entry(row), values.Entry(row));
            Locate(positions.Elements.Values<long>().Slice(from.Offset, from.Length), firsts[row], places.AsSpan(0, count));
            Fill<T>(places.AsSpan(0, count), values.Elements, source.Offset, defaults.Elements, defaults.Entry(row).Offset, output, row);
        }

        ArrayPool<int>.Shared.Return(places);
    }

    /// <summary>For each place the index of its value, or -1; a position off the axis has none.</summary>
    private static void Locate(ReadOnlySpan<long> positions, long first, Span<int> places)
    {
        places.Fill(-1);
        for (var i = 0; i < positions.Length; i++)
        {
            var place = unchecked(positions[i] - first);
            if ((ulong)place < (ulong)places.Length)
            {
                places[(int)place] = i;
            }
        }
    }

    private static void Fill<T>(ReadOnlySpan<int> places, VectorReader values, int offset, VectorReader defaults, int fallback, VectorWriter output, int row)
        where T : unmanaged
    {
        var start = output.AppendList(row, places.Length);
        var elements = output.Elements;
        var target = elements.Values<T>().Slice(start, places.Length);
        var source = values.Values<T>();
        var (isNothing, nothing) = (defaults.IsNull(fallback), defaults.Values<T>()[fallback]);
        for (var i = 0; i < places.Length; i++)
        {
            var from = offset + places[i];
            target[i] = places[i] < 0 ? nothing : source[from];
            if (places[i] < 0 ? isNothing : values.IsNull(from))
            {
                elements.SetNull(start + i);
            }
        }
    }
}
