using Tocsin.DuckDb;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>indexof() and array_index_of(): a place in a value, from a start, within a length, of an occurrence.</summary>
internal static class OccurrenceSearch
{
    public delegate long? Find(Utf8 value, Utf8 wanted, long start, long length, long occurrence);

    public static void Run(in ScalarInput input, VectorWriter output, Find find)
    {
        var values = input.Column(0);
        var wanted = input.Column(1);
        var starts = input.Column(2).Values<long>();
        var lengths = input.Column(3).Values<long>();
        var occurrences = input.Column(4).Values<long>();
        foreach (var row in input.Rows)
        {
            if (find(values.Bytes(row), wanted.Bytes(row), starts[row], lengths[row], occurrences[row]) is { } index)
            {
                output.Values<long>()[row] = index;
            }
            else
            {
                output.SetNull(row);
            }
        }
    }
}
