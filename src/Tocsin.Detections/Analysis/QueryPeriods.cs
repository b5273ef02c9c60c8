using Tocsin.Detections.Analysis.Checks;
using Tocsin.Detections.Packages;

namespace Tocsin.Detections.Analysis;

/// <summary>What Sentinel's <c>queryPeriod</c> does for a rule: the service shows a run only the events of that time.</summary>
public static class QueryPeriods
{
    /// <summary>Whether a rule of Sentinel leaves the time of its events to its period, in whole or in part.</summary>
    public static bool AreNeededBy(DetectionPackage package) => package is { IsAdHoc: true, Schedule: not null }
        && Lints.Run(RuleQuery.Parse(package.Query), CheckTarget.Kusto, isTimeBoundElsewhere: false).Any(d => d.Descriptor == TimeFilterLint.Finding);
}
