using System.Buffers;

namespace Tocsin.Functions.Series;

/// <summary>Pooled working memory for one call. Its content is undefined until written.</summary>
internal readonly ref struct SeriesScratch : IDisposable
{
    private readonly double[] _rented;

    public SeriesScratch(int length)
    {
        _rented = ArrayPool<double>.Shared.Rent(length);
        Span = _rented.AsSpan(0, length);
    }

    public Span<double> Span { get; }

    public void Dispose() => ArrayPool<double>.Shared.Return(_rented);
}
