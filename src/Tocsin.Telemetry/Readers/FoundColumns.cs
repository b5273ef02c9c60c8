using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Files;
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

    public static FoundColumns TooMany(long count) => Refused(
        string.Create(CultureInfo.InvariantCulture, $"it has {count:#,0} columns or more; a table has at most {Most:#,0} of its own"));

    public static FoundColumns Refused(string reason) => None with { Refusal = reason };

    /// <summary>The same columns with what their values are, as the database gave it.</summary>
    public FoundColumns With(IReadOnlyList<object?> kinds) => this with
    {
        Columns = [.. Columns.Select((c, i) => c with { Kinds = (ValueKinds)Convert.ToInt32(kinds[i] ?? 0, CultureInfo.InvariantCulture) })],
    };

    /// <summary>The same columns, of the types that the file states.</summary>
    public FoundColumns Stated(ImmutableArray<ResultColumn> stated)
    {
        var types = stated.Where(c => c.Type is not null).DistinctBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Name, c => c.Type!.Value, StringComparer.Ordinal);
        return this with { Columns = [.. Columns.Select(c => types.TryGetValue(c.Name, out var type) ? c with { Kinds = KindsOf(type) } : c)] };
    }

    private static ValueKinds KindsOf(KqlType type) => type switch
    {
        KqlType.Bool => ValueKinds.Bool,
        KqlType.Int or KqlType.Long => ValueKinds.Whole,
        KqlType.Real or KqlType.Decimal => ValueKinds.Number,
        KqlType.DateTime => ValueKinds.Instant,
        KqlType.Dynamic => ValueKinds.Structure,
        KqlType.String or KqlType.Guid or KqlType.TimeSpan or KqlType.Unknown => ValueKinds.Text,
    };

    /// <summary>Whether a query can ask for the column, and a path cannot mistake it for an element of an array.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 1024 && !name.Any(char.IsControl) && !(name[0] == '[' && name[^1] == ']') && !string.IsNullOrWhiteSpace(name);
}
