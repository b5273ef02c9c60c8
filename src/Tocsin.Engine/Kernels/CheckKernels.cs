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
        Create<bool, Utf8, bool>("kql_require", (holds, message) => holds ? true : throw new KernelArgumentException(Encoding.UTF8.GetString(message))),
    ];
}
