namespace Tocsin.Detections.Testing;

/// <summary>Work on many items at a time, with the answers in the order of the items.</summary>
internal static class OrderedWork
{
    /// <summary>Queries nest, and so do the passes over them: a pool's stacks may be too small for what is legal.</summary>
    private const int StackSize = 64 * 1024 * 1024;

    /// <summary>Each answer comes as soon as it and those before it are there. What an item throws is thrown in its place.</summary>
    public static IEnumerable<TResult> Run<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, TResult> work, CancellationToken cancellationToken)
    {
        var answers = items.Select(_ => new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var next = -1;
        var isStopped = false;
        var threads = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, items.Count)).Select(_ => new Thread(Work, StackSize) { IsBackground = true }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        try
        {
            foreach (var answer in answers)
            {
                yield return answer.Task.GetAwaiter().GetResult();
            }
        }
        finally
        {
            Volatile.Write(ref isStopped, true);
            foreach (var thread in threads)
            {
                thread.Join();
            }
        }

        void Work()
        {
            while (!Volatile.Read(ref isStopped) && Interlocked.Increment(ref next) is var index && index < items.Count)
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    answers[index].SetResult(work(items[index]));
                }
                catch (Exception e)
                {
                    answers[index].SetException(e);
                }
            }
        }
    }
}
