using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// Values that several columns need, each worked out once: DuckDB shares equal expressions neither across CASE branches
/// nor into them. Fields are taken out of the record in a first projection; values that are made of them in the next,
/// values that are made of these in the one after that, and so on.
/// </summary>
internal sealed class RecordLayers
{
    private readonly Dictionary<string, (string Name, SqlExpression Definition)> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<object, LayeredValue> _values = [];

    /// <summary>Of each value that is being defined, the highest layer that it has asked for so far.</summary>
    private readonly Stack<int> _asked = new();

    /// <summary>A field's text, by a key of its own.</summary>
    public SqlExpression Field(string key, SqlExpression definition)
    {
        if (!_fields.TryGetValue(key, out var field))
        {
            field = (Name("$f", _fields.Count), definition);
            _fields.Add(key, field);
        }

        return Column(field.Name);
    }

    /// <summary>A value that is made of fields and other values; null where there is none.</summary>
    public SqlExpression? Value(object key, Func<SqlExpression?> define)
    {
        if (!_values.TryGetValue(key, out var value))
        {
            _asked.Push(0);
            var definition = define();
            value = new LayeredValue(Name("$v", _values.Count), definition, _asked.Pop() + 1);
            _values.Add(key, value);
        }

        // What stands for itself is passed on: it needs the layers below its own.
        var isOwn = value.Definition is not (null or SqlString or SqlNull or SqlColumn);
        if (_asked.TryPop(out var highest))
        {
            _asked.Push(Math.Max(highest, isOwn ? value.Layer : value.Layer - 1));
        }

        return isOwn ? Column(value.Name) : value.Definition;
    }

    /// <summary>The records with the fields and values that were asked for, and these further columns of them.</summary>
    public SqlRelation Over(SqlRelation records, params ReadOnlySpan<SqlSelectItem> further)
    {
        var relation = With(records, _fields.Values.Select(f => new SqlSelectItem(f.Definition, f.Name)), "fields");
        var layers = _values.Values.Where(v => v.Definition is not (null or SqlString or SqlNull or SqlColumn)).GroupBy(v => v.Layer).OrderBy(g => g.Key);
        foreach (var layer in layers)
        {
            relation = With(relation, layer.Select(v => new SqlSelectItem(v.Definition!, v.Name)), "typed");
        }

        return With(relation, further.ToArray(), "judged");
    }

    private static SqlRelation With(SqlRelation relation, IEnumerable<SqlSelectItem> items, string alias)
    {
        ImmutableArray<SqlSelectItem> added = [.. items];
        return added.IsEmpty
            ? relation
            : new SqlDerived(new SqlSelect { Items = [new SqlSelectItem(new SqlStar()), .. added], From = relation }, alias);
    }

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");

    private sealed record LayeredValue(string Name, SqlExpression? Definition, int Layer);
}
