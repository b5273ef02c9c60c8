using System.Collections.Frozen;
using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Which table a file with Microsoft's column names holds.</summary>
internal static class FlatTables
{
    private const int EnoughColumns = 3;

    /// <summary>The column that names a record's table, in what several tables were put together to.</summary>
    public const string Type = "Type";

    /// <summary>The column that says what a record of Defender's tables is of.</summary>
    public const string Action = "ActionType";

    /// <summary>How the names of the tables begin that share most columns with those of Tocsin's own readers.</summary>
    private const string Relatives = "Device";

    private static readonly string[] TimeColumns = ["Timestamp", "TimeGenerated"];

    /// <summary>Columns that nearly every table of Log Analytics has; they tell none apart.</summary>
    private static readonly HashSet<string> Common = new(
        [.. TimeColumns, "Type", "TenantId", "SourceSystem", "_ResourceId", "_SubscriptionId"], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Values of ActionType that records of one table alone have (the pages of these tables at
    /// https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables).
    /// </summary>
    private static readonly FrozenDictionary<string, string> TablesOfActions = new (string Table, string[] Actions)[]
    {
        ("DeviceFileEvents", ["FileCreated", "FileModified", "FileDeleted", "FileRenamed"]),
        ("DeviceRegistryEvents", ["RegistryKeyCreated", "RegistryKeyDeleted", "RegistryKeyRenamed", "RegistryValueSet", "RegistryValueDeleted"]),
        ("DeviceLogonEvents", ["LogonSuccess", "LogonFailed", "LogonAttempted"]),
        ("DeviceImageLoadEvents", ["ImageLoaded"]),
    }.SelectMany(t => t.Actions.Select(a => (t.Table, Action: a))).ToFrozenDictionary(t => t.Action, t => t.Table, StringComparer.Ordinal);

    public static bool IsTime(string column) => TimeColumns.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The table that the file is bound to, or that its Type column names, or that has the most of its columns: of the
    /// tables that Tocsin's own readers fill, the first of those that have equally many, and another only where it has
    /// more, or as many and the records' actions. None where fewer than three columns, or no time, are known.
    /// </summary>
    public static FlatTable Recognise(InputFile file, IEnumerable<string> columns, IReadOnlyCollection<string?> types, IEnumerable<string?>? actions = null)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hasTime = TimeColumns.Any(names.Contains);
        if (file.Table is not null)
        {
            // What logs of other products become may be in their form; all else is what the user says.
            return KnownTables.Find(file.Table) is { } bound && (hasTime || !KnownTables.Basic.Contains(bound) || Count(bound, names) > 0) ? new FlatTable(bound, []) : FlatTable.None;
        }

        var named = NamedBy(file);
        if (!hasTime)
        {
            return named is { HasOwnTime: false } && IsNamed(named, names) ? new FlatTable(named, []) : FlatTable.None;
        }

        return Stated(names, types) is [var stated, ..] ? new FlatTable(stated, [])
            : named is not null && IsNamed(named, names) ? new FlatTable(named, [])
            : ByActions(names, actions ?? []) ?? ByColumns(names, named);
    }

    /// <summary>The table that the file's name is that of, before its extensions; null where there is none.</summary>
    public static TableSchema? NamedBy(InputFile file)
    {
        var name = file.DisplayPath[(file.DisplayPath.LastIndexOfAny(['/', '\\', '!']) + 1)..];
        return KnownTables.Find(name.IndexOf('.', StringComparison.Ordinal) is > 0 and var end ? name[..end] : name);
    }

    /// <summary>Whether the name of a file is right about it: most of its columns are the table's, not only those that all have, and no other table has more.</summary>
    private static bool IsNamed(TableSchema named, HashSet<string> names)
    {
        var count = Count(named, names);
        return count * 2 > names.Count && named.Columns.Any(c => !Common.Contains(c.Name) && names.Contains(c.Name))
            && (count == names.Count || KnownTables.Names.All(n => Count(KnownTables.Find(n)!, names) <= count));
    }

    /// <summary>The tables that records name; a column called Type may say anything, so their columns must be there.</summary>
    public static ImmutableArray<TableSchema> Stated(IEnumerable<string> columns, IEnumerable<string?> types)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. types.OfType<string>().Distinct(StringComparer.Ordinal).Select(KnownTables.Find).OfType<TableSchema>()
                .Where(t => KnownTables.Basic.Contains(t) || Count(t, names) >= EnoughColumns).Distinct(),
        ];
    }

    /// <summary>Records that name their tables, each into its own.</summary>
    public static SelectedJsonPlan OfSeveral(string format, ImmutableArray<TableSchema> tables, TelemetryOptions options)
    {
        var type = MappedValue.Of(Type);
        return new SelectedJsonPlan(
            format,
            [.. tables.Select(t => new SelectedKind(l => Equal(l.Lower(type, KqlType.String)!, String(t.Name)), TableMap.Flat(t)))],
            type,
            options);
    }

    /// <summary>Records that name another table than the file's, which the records that were looked at did not.</summary>
    public static IEnumerable<OutcomeCase> Others(FieldSource source, TableSchema table)
    {
        if (source.Field([Type], KqlType.String) is not { } type)
        {
            yield break;
        }

        SqlExpression[] others = [.. KnownTables.Names.Where(n => n != table.Name).Select(String)];
        yield return new OutcomeCase(new SqlIn(type, [.. others]), RecordOutcome.Skipped, type);
    }

    /// <summary>
    /// A warning where a file was taken for one of the basic tables, has no column by which it could not be another, and
    /// its values of ActionType are none of the table's.
    /// </summary>
    public static IEnumerable<TelemetryDiagnostic> Doubts(InputFile file, FlatTable found, IEnumerable<string> columns, IEnumerable<string?> actions)
    {
        string[] said = [.. actions.OfType<string>().Where(a => a.Length > 0)];
        if (!found.IsByColumns || found.Table is not { } table || !KnownTables.Basic.Contains(table) || said.Length == 0 || said.Any(a => SpeaksFor(table, a)))
        {
            return [];
        }

        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var count = Count(table, names);
        var rivals = KnownTables.Names.Where(n => n.StartsWith(Relatives, StringComparison.Ordinal)).Select(n => KnownTables.Find(n)!)
            .Where(t => !KnownTables.Basic.Contains(t) && Count(t, names) >= count)
            .Select(t => t.Name)
            .ToList();
        return rivals.Count == 0 ? [] : [TelemetryDescriptors.SeveralTables.For(file.DisplayPath, table.Name, string.Join(", ", rivals), rivals[0])];
    }

    /// <summary>The table that alone has all of the actions, where no basic table has more of the columns.</summary>
    private static FlatTable? ByActions(HashSet<string> names, IEnumerable<string?> actions)
    {
        string?[] tables = [.. actions.Where(a => !string.IsNullOrEmpty(a)).Select(a => TablesOfActions.GetValueOrDefault(a!)).Distinct(StringComparer.Ordinal)];
        return tables is [{ } only] && KnownTables.Find(only) is { } table && Count(table, names) is var count && count >= EnoughColumns && KnownTables.Basic.All(b => Count(b, names) <= count)
            ? new FlatTable(table, []) { IsByColumns = true }
            : null;
    }

    private static FlatTable ByColumns(HashSet<string> names, TableSchema? named)
    {
        var (basic, most) = KnownTables.Basic.Select(t => (Table: t, Count: Count(t, names))).OrderByDescending(c => c.Count).First();
        var taken = most >= EnoughColumns ? new FlatTable(basic, []) { IsByColumns = true } : FlatTable.None;
        if (most == names.Count)
        {
            // No other table can have more of them, so that no other need be read.
            return taken;
        }

        var others = KnownTables.Names.Select(n => KnownTables.Find(n)!).Except(KnownTables.Basic)
            .Select(t => (Table: t, Count: Count(t, names)))
            .Where(t => t.Count > most && IsEnough(t.Table, names))
            .ToList();
        if (others.Count == 0)
        {
            return taken;
        }

        var best = others.Max(t => t.Count);
        TableSchema[] winners = [.. others.Where(t => t.Count == best).Select(t => t.Table)];
        TableSchema[] wholes = [.. winners.Where(t => IsWhole(t, names))];
        var winner = winners is [var only] ? only : wholes is [var whole] ? whole : null;
        return winner is null ? new FlatTable(null, [.. winners.OrderByDescending(t => t == named).Select(t => t.Name)]) : new FlatTable(winner, []) { IsByColumns = true };
    }

    private static int Count(TableSchema table, HashSet<string> names) => table.Columns.Count(c => names.Contains(c.Name));

    /// <summary>Whether most of a file is of the table, and more than what all tables have.</summary>
    private static bool IsEnough(TableSchema table, HashSet<string> names)
    {
        var own = table.Columns.Count(c => !Common.Contains(c.Name) && names.Contains(c.Name));
        return own >= EnoughColumns && Count(table, names) * 2 > names.Count;
    }

    /// <summary>Whether the file has all that a service publishes of the table, as whole exports have.</summary>
    private static bool IsWhole(TableSchema table, HashSet<string> names) =>
        PublishedTables.Find(table.Name) is { } published
        && Enum.GetValues<TableService>().Any(s => published.IsKnownIn(s) && published.Columns.All(c => c.In(s) is null || names.Contains(c.Name)));

    /// <summary>What is odd about a file that is bound to a published table: it has none of its columns, or no time.</summary>
    public static (DiagnosticDescriptor Descriptor, string Lacking)? Misfit(TableSchema table, IEnumerable<string> columns)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var times = table.Columns.Select(c => c.Name).Where(IsTime).ToArray();
        return !table.Columns.Any(c => !Common.Contains(c.Name) && names.Contains(c.Name)) ? (TelemetryDescriptors.OtherColumns, string.Empty)
            : table.HasOwnTime && times is [var time, ..] && !times.Any(names.Contains) ? (TelemetryDescriptors.NoTimeColumn, time)
            : null;
    }

    private static bool SpeaksFor(TableSchema table, string action) =>
        table == KnownTables.DeviceNetworkEvents ? action.Contains("Connection", StringComparison.Ordinal)
        : table == KnownTables.DeviceProcessEvents ? action.Contains("Process", StringComparison.Ordinal)
        : !TablesOfActions.ContainsKey(action);
}
