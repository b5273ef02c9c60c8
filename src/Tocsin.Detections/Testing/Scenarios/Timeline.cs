namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>The times of events of one cause, in ticks.</summary>
internal static class Timeline
{
    private const long BurstTicks = 200 * TimeSpan.TicksPerMillisecond;

    public static IEnumerable<long> Of(Timing timing, DateTime start, SeededRandom random) => timing switch
    {
        TimerTiming timer => Of(timer, start.Ticks + timer.At.Ticks, random),
        RandomTiming any => Of(any, start.Ticks + any.At.Ticks, random),
        _ => throw new ArgumentException($"Timing of type {timing.GetType().Name}.", nameof(timing)),
    };

    private static IEnumerable<long> Of(TimerTiming timer, long first, SeededRandom random)
    {
        var end = timer.Over is { } over ? first + over.Ticks : long.MaxValue;
        var time = first;
        for (var i = 0; timer.Count is not { } count || i < count; i++)
        {
            if (time > end)
            {
                yield break;
            }

            if (timer.Missing == 0 || random.Fraction() >= timer.Missing)
            {
                for (var connection = 0; connection < timer.Burst; connection++)
                {
                    yield return time + (connection * BurstTicks);
                }
            }

            // A wait of nothing at all would never end.
            time += Math.Max(1, timer.Jitter == 0 ? timer.Interval.Ticks : (long)random.Around(timer.Interval.Ticks, timer.Jitter));
        }
    }

    private static IEnumerable<long> Of(RandomTiming any, long first, SeededRandom random) =>
        Enumerable.Range(0, any.Count).Select(_ => first + (long)(random.Fraction() * any.Over.Ticks)).Order();
}
