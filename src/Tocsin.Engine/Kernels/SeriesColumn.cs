using Tocsin.DuckDb;
using Tocsin.Functions.Series;

namespace Tocsin.Engine.Kernels;

/// <summary>A column of series; rows without nulls are read in place.</summary>
internal readonly ref struct SeriesColumn(VectorReader column)
{
    private readonly VectorReader _column = column;
    private readonly SeriesBuffer<double> _copy = new();

    /// <summary>The series of a row, to be used before the next is read.</summary>
    public ReadOnlySpan<double> Read(int row)
    {
        var entry = _column.Entry(row);
        var elements = _column.Elements;
        var values = elements.Values<double>().Slice(entry.Offset, entry.Length);
        var copy = Span<double>.Empty;
        for (var i = 0; i < values.Length; i++)
        {
            if (elements.IsNull(entry.Offset + i))
            {
                if (copy.IsEmpty)
                {
                    copy = _copy.Take(values);
                }

                copy[i] = SeriesNull.Real;
            }
        }

        return copy.IsEmpty ? values : copy;
    }
}
