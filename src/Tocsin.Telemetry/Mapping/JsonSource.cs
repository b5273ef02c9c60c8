using System.Collections.Immutable;
using Tocsin.Sql.Tree;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// Fields of JSON objects, taken in one <c>json_transform</c> a record. The fields that are asked for are noted, so
/// the structure is complete once everything has been lowered.
/// </summary>
/// <param name="document">The struct that the transformation gives.</param>
/// <param name="names">Names seen in the data (<c>a/b</c> for nested ones), for sources whose spelling of names varies; null where it does not.</param>
internal sealed class JsonSource(SqlExpression document, IReadOnlySet<string>? names = null) : TextSource
{
    private readonly JsonStructure _structure = new();

    /// <summary>The second argument of <c>json_transform</c>.</summary>
    public string Structure => _structure.ToJson();

    protected override SqlExpression? Text(ImmutableArray<string> path) =>
        _structure.Add(names is null ? path : [.. path.Select((_, i) => Spelling(names, path, i))], document);

    /// <summary>The name at a place of the path as the data spells it, or as it is asked for where the data does not have it.</summary>
    public static string Spelling(IReadOnlySet<string> names, ImmutableArray<string> path, int index)
    {
        var full = string.Join('/', path.Take(index + 1));
        if (names.Contains(full))
        {
            return path[index];
        }

        var other = names.Where(n => n.Equals(full, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).FirstOrDefault();
        return other is null ? path[index] : other[(other.LastIndexOf('/') + 1)..];
    }
}
