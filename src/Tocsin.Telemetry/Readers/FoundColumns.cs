using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

/// <summary>The columns that files have beside those of a schema.</summary>
/// <param name="Columns">In order, their names told apart without regard to case, as the database tells them.</param>
/// <param name="Names">All names of the files, as they are spelled.</param>
internal sealed record FoundColumns(ImmutableArray<FoundColumn> Columns, ImmutableArray<string> Names)
{
    /// <summary>Four times what a workspace allows a table.</summary>
    public const int Most = 2000;

    public static FoundColumns None { get; } = new([], []);

    /// <summary>Names that differ from one before in nothing but case.</summary>
    public ImmutableArray<string> Duplicates { get; private init; } = [];

    /// <summary>Names that a query could not ask for.</summary>
    public ImmutableArray<string> LeftOut { get; private init; } = [];

    /// <summary>Why the files are not read; null where they are.</summary>
    public string? Refusal { get; private init; }

    /// <summary>The columns by their names alone.</summary>
    /// <param name="known">Columns that are described already; null where none are.</param>
    public static FoundColumns Of(IEnumerable<string> names, TableSchema? known)
    {
        string[] all = [.. names];
        var seen = new HashSet<string>(known?.Columns.Select(c => c.Name) ?? [], StringComparer.OrdinalIgnoreCase);
        var described = seen.Count;
        string[] valid = [.. all.Where(IsName)];
        var further = valid.Where(seen.Add).Select(n => new FoundColumn(n, ValueKinds.None)).ToImmutableArray();
        var own = further.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = new FoundColumns(further, [.. valid])
        {
            Duplicates = [.. valid.Where(own.Contains).GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Last())],
            LeftOut = [.. all.Where(n => !IsName(n)).Distinct(StringComparer.Ordinal)],
        };
        return further.Length <= Most && seen.Count - described <= Most ? found : TooMany(further.Length);
    }

    public static FoundColumns TooMany(long count) => None with
    {
        Refusal = string.Create(CultureInfo.InvariantCulture, $"it has more than {Most:#,0} columns of its own ({Math.Min(count, Most + 1):#,0} and more); a table has at most so many"),
    };

    /// <summary>The same columns with what their values are, as the database gave it.</summary>
    public FoundColumns With(IReadOnlyList<object?> kinds) => this with
    {
        Columns = [.. Columns.Select((c, i) => c with { Kinds = (ValueKinds)Convert.ToInt32(kinds[i] ?? 0, CultureInfo.InvariantCulture) })],
    };

    /// <summary>Whether a query can ask for the column, and a path cannot mistake it for an element of an array.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 1024 && !name.Any(char.IsControl) && !(name[0] == '[' && name[^1] == ']') && !string.IsNullOrWhiteSpace(name);
}
