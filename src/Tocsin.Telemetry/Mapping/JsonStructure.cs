using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// The structure that <c>json_transform</c> is asked for: objects, arrays and texts. A place that is asked for as text
/// and as an object stays what it was asked for first.
/// </summary>
internal sealed class JsonStructure
{
    private readonly Dictionary<string, JsonStructure> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, JsonStructure Field)> _ordered = [];
    private JsonStructure? _item;
    private bool _isText;

    /// <summary>The expression of the path's text, or null where the structure cannot have it beside what it has.</summary>
    public SqlExpression? Add(ImmutableArray<string> path, SqlExpression document)
    {
        var level = this;
        foreach (var part in path)
        {
            if (level._isText || (Index(part) is null ? level._item is not null : level._ordered.Count > 0))
            {
                return null;
            }

            if (Index(part) is { } index)
            {
                level = level._item ??= new JsonStructure();
                document = new SqlElement(document, Integer(index < 0 ? index : index + 1));
                continue;
            }

            // Struct fields that differ in case only cannot stand together; the first that was asked for stays.
            if (!level._fields.TryGetValue(part, out var field))
            {
                field = new JsonStructure();
                level._fields.Add(part, field);
                level._ordered.Add((part, field));
            }
            else if (!level._ordered.Exists(f => f.Name.Equals(part, StringComparison.Ordinal)))
            {
                return null;
            }

            level = field;
            document = new SqlField(document, part);
        }

        if (level._ordered.Count > 0 || level._item is not null)
        {
            return null;
        }

        level._isText = true;
        return document;
    }

    public string ToJson() => Node().ToJsonString();

    private static int? Index(string part) =>
        part.StartsWith('[') && part.EndsWith(']') && int.TryParse(part.AsSpan(1, part.Length - 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    private JsonNode Node() =>
        _item is not null ? new JsonArray(_item.Node())
        : _isText ? JsonValue.Create("VARCHAR")
        : new JsonObject(_ordered.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Field.Node())));
}
