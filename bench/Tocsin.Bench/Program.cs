using System.Globalization;
using Tocsin.Bench;

// tocsin-bench [references|hunts|functions|reading|memory] [SIZE…] [--memory BYTES] [--folder DIR] [--profile QUERY]
//   references  the reference detections, compiled, beside SQL by hand; SIZE is events, 1 M and 10 M
//   hunts       typical hunts; SIZE is events, 5 M
//   functions   single functions beside DuckDB's; SIZE is rows, 1 M
//   reading     files into tables, beside DuckDB's own readers; SIZE is events, 1 M
//               [--format NAME] one of them alone; [--evtx FILE] an event log beside python3-evtx
//   memory      what reading takes at most as its input grows tenfold; SIZE is the smaller's events, 200 k
//               [--memory BYTES] 512 MB; [--format NAME] one of ndjson, csv, zeek-conn, zip, stdin, evtx; [--evtx FILE] an event log to repeat
var positional = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
var benchmark = positional is [var first, ..] && char.IsAsciiLetter(first[0]) ? first : "references";
var sizes = positional.SkipWhile(a => a == benchmark).Select(a => long.Parse(a, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray();
var folder = Option("--folder") ?? Path.Combine(Path.GetTempPath(), "tocsin-bench");
var memory = Option("--memory") is { } bytes ? long.Parse(bytes, CultureInfo.InvariantCulture) : (long?)null;
Directory.CreateDirectory(folder);
switch (benchmark)
{
    case "references":
        var references = new ReferenceBenchmark(folder, memory, Console.Out);
        if (Option("--profile") is { } query)
        {
            references.Profile(query, sizes[0]);
            return 0;
        }

        foreach (var events in Sizes(1_000_000, 10_000_000))
        {
            references.Run(events);
        }

        return references.AllAgree ? 0 : 1;

    case "hunts":
        var hunts = new HuntBenchmark(folder, memory, Console.Out);
        foreach (var events in Sizes(5_000_000))
        {
            hunts.Run(events);
        }

        return hunts.AllRan ? 0 : 1;

    case "functions":
        using (var functions = new FunctionBenchmark(Console.Out))
        {
            functions.Run(Sizes(1_000_000)[0]);
        }

        return 0;

    case "reading":
        var reading = new ReadingBenchmark(folder, memory, Console.Out);
        if (Option("--profile") is { } format)
        {
            reading.Profile(format, Sizes(1_000_000)[0]);
            return 0;
        }

        foreach (var events in Sizes(1_000_000))
        {
            reading.Run(events, Option("--format"));
        }

        var agrees = Option("--evtx") is not { } log || new EventLogBenchmark(log, folder, Console.Out).Run();
        return reading.AllAgree && agrees ? 0 : 1;

    case "memory":
        const long limit = 512L << 20;
        if (Option("--read") is { } file)
        {
            MemoryBenchmark.Read(file, memory ?? limit, Console.Out);
            return 0;
        }

        var growing = new MemoryBenchmark(folder, memory ?? limit, Console.Out);
        growing.Run(Sizes(200_000)[0], Option("--evtx"), Option("--format"));
        return growing.AllAgree ? 0 : 1;

    default:
        Console.Error.WriteLine($"There is no benchmark '{benchmark}': references, hunts, functions, reading or memory.");
        return 2;
}

long[] Sizes(params long[] usual) => sizes.Length == 0 ? usual : sizes;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
