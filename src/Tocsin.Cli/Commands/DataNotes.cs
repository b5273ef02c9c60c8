using System.Globalization;
using Tocsin.Engine;
using Tocsin.Kql.Text;

namespace Tocsin.Cli.Commands;

/// <summary>What is to be said of the data, in lines of a name and a text.</summary>
internal static class DataNotes
{
    private const int NamesShown = 4;

    /// <summary>Tables whose exports become Defender's tables, unless --table says otherwise.</summary>
    private static readonly string[] ExportsOfEvents = ["SecurityEvent", "Event", "WindowsEvent"];

    /// <summary>How much of which kind was read, and what of it no table takes.</summary>
    public static IEnumerable<(string Name, string Text)> Records(DataSummary data)
    {
        if (data.UsedRecords.Count > 0)
        {
            yield return ("Used", Kinds(data.UsedRecords));
        }

        if (data.SkippedRecords.Count > 0)
        {
            yield return ("Not used", $"{Quantity.Of(data.SkippedRecords.Sum(r => r.Records), "record")} of kinds that no table takes: {Kinds(data.SkippedRecords)}");
        }

        if (data.BadRecords > 0)
        {
            yield return ("Rejected", $"{Quantity.Of(data.BadRecords, "record")} could not be read");
        }

        foreach (var files in LeftOut(data))
        {
            yield return ("Left out", files);
        }
    }

    /// <summary>Files that were given and are not read. Such lie in every folder: one line for all of a kind.</summary>
    public static IEnumerable<string> LeftOut(DataSummary data) =>
        data.LeftOutFiles.GroupBy(f => f.Reason, StringComparer.Ordinal).Select(g => $"{Quantity.Of(g.Count(), "file")}, {g.Key}: {Quantity.FirstOf([.. g.Select(f => f.Path)], NamesShown)}");

    public static IEnumerable<string> Warnings(DataSummary data)
    {
        foreach (var stray in data.StrayClocks)
        {
            yield return $"{Quantity.Of(stray.Events, "event")} far ahead of all others did not set the clock: {Instant(stray.Time)} in {stray.Source}";
        }

        foreach (var warning in data.Warnings)
        {
            yield return warning;
        }
    }

    /// <summary>What the data hold instead of the tables that a query reads.</summary>
    public static string WithoutRows(IReadOnlyCollection<string> tables, DataSummary data)
    {
        var held = data switch
        {
            { UsedRecords.Count: 0, SkippedRecords.Count: 0 } => "there are no records (--data PATH reads files)",
            { UsedRecords.Count: > 0 } => $"the data hold {Kinds(data.UsedRecords)}",
            _ => $"no table takes what the data hold: {Kinds(data.SkippedRecords)}",
        };
        var ofEvents = tables.Where(ExportsOfEvents.Contains).ToArray();
        var wayOut = ofEvents.Length > 0 && data.UsedRecords.Count + data.SkippedRecords.Count > 0 ? $"; an export of {ofEvents[0]} is read as it is with --table {ofEvents[0]}=FILE" : "";
        return $"{Quantity.FirstOf(tables, NamesShown)}: no rows; {held}{wayOut}";
    }

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Instant(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Kinds(IReadOnlyList<RecordCount> counts) => Quantity.FirstOf([.. counts.Select(c => $"{c.Kind} ({Number(c.Records)})")], NamesShown);
}
