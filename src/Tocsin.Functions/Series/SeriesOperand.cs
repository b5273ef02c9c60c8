using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Series;

/// <summary>
/// One side of an element-wise function: a series, or one number that meets every element of the other side. Past its end a
/// series is missing, so that the result of series of different lengths ends in nulls, as Kusto documents.
/// </summary>
public readonly ref struct SeriesOperand<T>
    where T : struct
{
    private readonly ReadOnlySpan<T> _series;
    private readonly T _scalar;
    private readonly bool _isScalar;

    public SeriesOperand(ReadOnlySpan<T> series) => _series = series;

    public SeriesOperand(T scalar)
    {
        _scalar = scalar;
        _isScalar = true;
    }

    private int Length => _isScalar ? 0 : _series.Length;

    /// <summary>The length of what this and another operand yield: the longer one's; a number adds nothing to it.</summary>
    public int LengthWith(SeriesOperand<T> other) => Math.Max(Length, other.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T At(int index, T missing) => _isScalar ? _scalar : index < _series.Length ? _series[index] : missing;
}
