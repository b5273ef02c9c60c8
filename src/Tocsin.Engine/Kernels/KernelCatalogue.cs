using Tocsin.DuckDb;

namespace Tocsin.Engine.Kernels;

/// <summary>
/// The functions of ours that compiled SQL calls, under their SQL names. Each is a kernel of Tocsin.Functions bound to
/// DuckDB's vectors; a test holds the names against those that the compiler's catalogue uses.
/// </summary>
public static class KernelCatalogue
{
    /// <summary>With this the name of every function of ours begins, and no other's.</summary>
    internal const string NamePrefix = "kql_";

    /// <summary>The kernels by family; all overloads of a name are of one family.</summary>
    internal static readonly Func<IEnumerable<ScalarFunction>>[] Families =
    [
        () => TextKernels.All,
        () => NumberKernels.All,
        () => DecimalKernels.All,
        () => TimeKernels.All,
        () => DynamicKernels.All,
        () => ArrayKernels.All,
        () => BagKernels.All,
        () => MathKernels.All,
        () => StringKernels.All,
        () => NetworkKernels.All,
        () => GeoKernels.All,
        () => SeriesKernels.All,
        () => SeriesElementKernels.All,
        () => SeriesFitKernels.All,
        () => ParseKernels.All,
        () => MakeSeriesKernels.All,
        () => AggregateKernels.All,
        () => GeoGridKernels.All,
        () => ScanKernels.All,
        () => CheckKernels.All,
        () => PatternKernels.All,
        () => PluginKernels.All,
        () => GraphKernels.All,
        () => TelemetryKernels.All,
    ];

    /// <summary>What makes the aggregates of ours, by name.</summary>
    public static IReadOnlyDictionary<string, Func<AggregateFunction>> Aggregates => SetAggregates.All;

    public static IEnumerable<ScalarFunction> All => Families.SelectMany(family => family());

    /// <summary>Makes the functions known to a database as its session's statements come to name them.</summary>
    public static void Register(DuckDbSession session) => session.BeforeStatement = new KernelsOnDemand(session).Require;
}
