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
        _structure.Add([.. path.Select((_, i) => Spelling(path, i))], document);

    private string Spelling(ImmutableArray<string> path, int index)
    {
        var name = path[index];
        if (names is null)
        {
            return name;
        }

        var full = string.Join('/', path.Take(index + 1));
        if (names.Contains(full))
        {
            return name;
        }

        var other = names.Where(n => n.Equals(full, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).FirstOrDefault();
        return other is null ? name : other[(other.LastIndexOf('/') + 1)..];
    }
}
