using System.Globalization;
using Tocsin.DuckDb;
using Tocsin.Engine;

namespace Tocsin.Bench;

/// <summary>Generated events (sql/events.sql) as a Parquet file, kept for the next run.</summary>
internal sealed record EventFile(string Path, long Events)
{
    /// <summary>When the generated events end.</summary>
    public const string Now = "2026-06-15 12:00:00";

    public static EventFile Of(string folder, long events)
    {
        var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events-{events}.parquet"));
        if (!File.Exists(path))
        {
            using var session = DuckDbSession.Open();
            var sql = File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "sql", "events.sql"));
            session.Execute(sql.Replace("$events", events.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("$file", path, StringComparison.Ordinal));
        }

        return new EventFile(path, events);
    }

    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Events:N0} events, {new FileInfo(Path).Length / 1_000_000.0:N1} MB of Parquet, DuckDB {DuckDbSession.LibraryVersion}, {Environment.ProcessorCount} cores");

    /// <summary>The events as <c>tocsin query --data</c> reads them.</summary>
    public IEngineSession Open(long? memory) => new DuckDbEngine(new EngineOptions(memory)).Open(
        new DataRequest([Path], [], DateTime.Parse(Now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)),
        new Progress<string>(),
        CancellationToken.None);
}
