using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>A mapping file: which files it takes, which of their records, and what becomes of their fields.</summary>
public sealed record FileMapping(string Name, TableMap Map)
{
    /// <summary>Fields that a file must have.</summary>
    public ImmutableArray<string> All { get; init; } = [];

    /// <summary>Fields of which a file must have one; none where that does not matter.</summary>
    public ImmutableArray<string> Any { get; init; } = [];

    /// <summary>Fields that a file must not have.</summary>
    public ImmutableArray<string> None { get; init; } = [];

    /// <summary>Fields with the values that a record must have; others are skipped.</summary>
    public ImmutableArray<RecordCondition> Where { get; init; } = [];

    /// <summary>The names of columns that a file of delimited text does not have itself; empty where its first line names them.</summary>
    public ImmutableArray<string> Header { get; init; } = [];

    /// <summary>Whether a file with such fields is the mapping's. Of a nested field the names are joined by slashes.</summary>
    internal bool Takes(Func<string, bool> hasField) =>
        All.All(hasField) && (Any.IsEmpty || Any.Any(hasField)) && !None.Any(hasField);

    /// <summary>Records that are not the mapping's, which it skips by the value that they have instead.</summary>
    internal IEnumerable<OutcomeCase> Others(FieldSource source)
    {
        var lowerer = new MappingLowerer(source);
        foreach (var condition in Where)
        {
            var text = Coalesce(lowerer.Lower(condition.Field, KqlType.String) ?? String(string.Empty), String(string.Empty));
            yield return new OutcomeCase(
                Not(new SqlIn(text, [.. condition.Values.Select(String)])), RecordOutcome.Skipped, Call("concat", String($"{Name}: "), text));
        }
    }
}

/// <summary>A field, and the values that it may have.</summary>
public sealed record RecordCondition(FieldValue Field, ImmutableArray<string> Values);
