using System.Collections.Immutable;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>A chunk of rows to fill in, column by column.</summary>
public readonly ref struct ChunkWriter
{
    private readonly nint _chunk;
    private readonly ImmutableArray<int> _places;

    /// <param name="places">Which vector of the chunk each column is.</param>
    internal ChunkWriter(nint chunk, ImmutableArray<DuckDbType> types, ImmutableArray<int> places)
    {
        _chunk = chunk;
        _places = places;
        Types = types;
    }

    /// <summary>The rows that a chunk has room for.</summary>
    public static int Capacity { get; } = (int)NativeMethods.VectorSize();

    public ImmutableArray<DuckDbType> Types { get; }

    public VectorWriter Column(int index) => new(NativeMethods.DataChunkGetVector(_chunk, (ulong)_places[index]), Types[index], Capacity);
}
