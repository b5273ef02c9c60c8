using System.Text;
using Tocsin.DuckDb;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>Limits of operators that show only when the query runs.</summary>
internal static class CheckKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<bool, Utf8, bool>("kql_require", (holds, message) => holds ? true : throw Fault(Encoding.UTF8.GetString(message))),
        Create<long, Utf8, long>("kql_row_count", (count, op) => count >= 0 ? count : throw Fault($"{Encoding.UTF8.GetString(op)} was given a number of rows that is null or negative.")),
    ];

    private static KernelArgumentException Fault(string message) => new(message) { IsOfOperator = true };
}
