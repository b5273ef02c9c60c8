using Tocsin.DuckDb;
using Tocsin.Functions.Series;

namespace Tocsin.Engine.Kernels;

/// <summary>A column of series; rows without nulls are read in place.</summary>
internal readonly ref struct SeriesColumn(VectorReader column)
{
    private readonly VectorReader _column = column;

    public ReadOnlySpan<double> Read(int row)
    {
        var entry = _column.Entry(row);
        var elements = _column.Elements;
        var values = elements.Values<double>().Slice(entry.Offset, entry.Length);
        double[]? copy = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (elements.IsNull(entry.Offset + i))
            {
                copy ??= values.ToArray();
                copy[i] = SeriesNull.Real;
            }
        }

        return copy ?? values;
    }
}
