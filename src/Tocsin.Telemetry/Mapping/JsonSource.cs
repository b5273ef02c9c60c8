using System.Collections.Immutable;
using System.Text.Json.Nodes;
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
    private readonly JsonObject _structure = [];

    /// <summary>The second argument of <c>json_transform</c>.</summary>
    public string Structure => _structure.ToJsonString();

    protected override SqlExpression? Text(ImmutableArray<string> path)
    {
        var level = _structure;
        var expression = document;
        for (var i = 0; i < path.Length; i++)
        {
            var name = Spelling(path, i);

            // Struct fields that differ in case only cannot stand together; the first that was asked for stays.
            var known = level.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key;
            if (known is not null && !known.Equals(name, StringComparison.Ordinal))
            {
                return null;
            }

            expression = new SqlField(expression, name);
            if (i == path.Length - 1)
            {
                level[name] ??= JsonValue.Create("VARCHAR");
            }
            else
            {
                level[name] ??= new JsonObject();
                level = level[name] as JsonObject ?? throw new InvalidOperationException($"{name} is both text and an object.");
            }
        }

        return expression;
    }

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
