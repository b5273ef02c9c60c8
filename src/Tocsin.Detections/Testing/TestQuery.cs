using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing;

/// <summary>The query of a detection as a test runs it.</summary>
internal static class TestQuery
{
    /// <summary>The query with the values that the test sets in place of its own; they fit, or the test was not read.</summary>
    public static SourceText Of(DetectionPackage package, DetectionTest test) =>
        test.Settings.IsEmpty ? package.Query : PackageTuning.Apply(package, test.Settings, []).Query;
}
