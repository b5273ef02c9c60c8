using System.Globalization;
using Tocsin.Bench;

// tocsin-bench [EVENTS…] [--memory BYTES] [--folder DIR] [--profile QUERY]: the reference detections, compiled, beside SQL by hand.
var sizes = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).Select(a => long.Parse(a, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray();
var folder = Option("--folder") ?? Path.Combine(Path.GetTempPath(), "tocsin-bench");
var memory = Option("--memory") is { } bytes ? long.Parse(bytes, CultureInfo.InvariantCulture) : (long?)null;
Directory.CreateDirectory(folder);
var benchmark = new ReferenceBenchmark(folder, memory, Console.Out);
if (Option("--profile") is { } query)
{
    benchmark.Profile(query, sizes[0]);
    return 0;
}

foreach (var size in sizes.Length == 0 ? [1_000_000L, 10_000_000L] : sizes)
{
    benchmark.Run(size);
}

return benchmark.AllAgree ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
