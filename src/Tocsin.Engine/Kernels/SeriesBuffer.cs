namespace Tocsin.Engine.Kernels;

/// <summary>The elements of one row's result, in an array that the next row takes over.</summary>
internal sealed class SeriesBuffer<T>
    where T : unmanaged
{
    private T[] _elements = [];

    /// <summary>Zeros; what was taken before is gone.</summary>
    public Span<T> Take(int length)
    {
        if (_elements.Length < length)
        {
            _elements = new T[Math.Max(length, 2 * _elements.Length)];
            return _elements.AsSpan(0, length);
        }

        var elements = _elements.AsSpan(0, length);
        elements.Clear();
        return elements;
    }

    /// <summary>A copy; what was taken before is gone.</summary>
    public Span<T> Take(ReadOnlySpan<T> elements)
    {
        var copy = Take(elements.Length);
        elements.CopyTo(copy);
        return copy;
    }
}
