using System.Diagnostics;

namespace Tocsin.Bench;

/// <summary>Times in milliseconds, and the memory of this process.</summary>
internal static class Measurement
{
    public static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Time on the clock, and of all processors together: on a machine that others use, the latter says more.</summary>
    public static (double Clock, double Processor) Both(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Time(action);
        return (clock, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
    }

    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    /// <summary>MB held at most since <see cref="ForgetPeak"/>.</summary>
    public static long Peak() => Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000;

    /// <summary>Linux counts the peak anew; elsewhere it is the process's.</summary>
    public static void ForgetPeak()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }
}
