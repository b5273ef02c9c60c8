using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>Which table a file with Microsoft's column names holds.</summary>
internal static class FlatTables
{
    private const int EnoughColumns = 3;

    private static readonly string[] TimeColumns = ["Timestamp", "TimeGenerated"];

    public static bool IsTime(string column) => TimeColumns.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The table that the file is bound to, or that its Type column names, or that has the most of its columns; the
    /// first of those that have equally many. Null where fewer than three columns, or no time, are known.
    /// </summary>
    public static TableSchema? Recognise(InputFile file, IEnumerable<string> columns, IReadOnlyCollection<string?> types)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!TimeColumns.Any(names.Contains))
        {
            return null;
        }

        if (file.Table is not null)
        {
            return KnownTables.Find(file.Table);
        }

        var stated = types.OfType<string>().Select(KnownTables.Find).FirstOrDefault(t => t is not null);
        if (stated is not null)
        {
            return stated;
        }

        var best = KnownTables.All.Select(t => (Table: t, Count: t.Columns.Count(c => names.Contains(c.Name))))
            .OrderByDescending(c => c.Count).First();
        return best.Count >= EnoughColumns ? best.Table : null;
    }
}
