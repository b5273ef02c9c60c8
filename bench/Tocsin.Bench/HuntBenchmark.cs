using System.Globalization;
using Tocsin.Engine;
using Tocsin.Kql.Text;

namespace Tocsin.Bench;

/// <summary>Times the hunts of hunts/*.kql, the shapes that analysts' queries have, over generated events.</summary>
internal sealed class HuntBenchmark(string folder, long? memory, TextWriter output)
{
    private const int Runs = 3;

    /// <summary>False where a hunt was refused, and so not measured.</summary>
    public bool AllRan { get; private set; } = true;

    public void Run(long events)
    {
        var file = EventFile.Of(folder, events);
        using var session = file.Open(memory);
        output.WriteLine($"\n{file.Description}\n");
        output.WriteLine("| hunt | rows | ms | M events/s | peak MB |");
        output.WriteLine("|---|--:|--:|--:|--:|");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "hunts"), "*.kql").Order(StringComparer.Ordinal))
        {
            Measure(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path), file, session);
        }
    }

    private void Measure(string name, string kql, EventFile file, IEngineSession session)
    {
        var query = session.Compile(new SourceText(kql, $"{name}.kql"));
        if (query.IsRefused)
        {
            AllRan = false;
            output.WriteLine($"| {name} | refused: {query.Diagnostics[0].Message} | | | |");
            return;
        }

        Measurement.ForgetPeak();
        long rows = 0;
        var median = Measurement.Median(Enumerable.Range(0, Runs).Select(_ => Measurement.Time(() => rows = ReferenceBenchmark.CountCompiled(session, kql))).ToArray());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rows:N0} | {median:N0} | {file.Events / median / 1000:N1} | {Measurement.Peak():N0} |"));
    }
}
