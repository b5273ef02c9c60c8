using Tocsin.DuckDb;

namespace Tocsin.Engine.Kernels;

/// <summary>
/// The functions of ours that compiled SQL calls, under their SQL names. Each is a kernel of Tocsin.Functions bound to
/// DuckDB's vectors; a test holds the names against those that the compiler's catalogue uses.
/// </summary>
public static class KernelCatalogue
{
    public static IEnumerable<ScalarFunction> All =>
    [
        .. TextKernels.All,
        .. NumberKernels.All,
        .. TimeKernels.All,
        .. DynamicKernels.All,
        .. ArrayKernels.All,
        .. BagKernels.All,
        .. MathKernels.All,
        .. StringKernels.All,
        .. NetworkKernels.All,
        .. GeoKernels.All,
        .. SeriesKernels.All,
        .. SeriesElementKernels.All,
        .. SeriesFitKernels.All,
        .. ScanKernels.All,
        .. CheckKernels.All,
        .. PluginKernels.All,
    ];

    /// <summary>Makes the functions known to a database.</summary>
    public static void Register(DuckDbSession session)
    {
        foreach (var function in All)
        {
            session.RegisterScalar(function);
        }
    }
}
