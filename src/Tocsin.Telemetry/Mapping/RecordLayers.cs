using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// Values that several columns need, each worked out once: DuckDB shares equal expressions neither across CASE branches
/// nor into them. Fields are taken out of the record in a first projection, converted in a second.
/// </summary>
internal sealed class RecordLayers
{
    private readonly Dictionary<string, (string Name, SqlExpression Definition)> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<object, (string Name, SqlExpression? Definition)> _values = [];
    private bool _isDefining;

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

    /// <summary>A value that is made of fields; null where there is none.</summary>
    public SqlExpression? Value(object key, Func<SqlExpression?> define)
    {
        // A value within a value stands where it is: there is one projection for all.
        if (_isDefining)
        {
            return define();
        }

        if (!_values.TryGetValue(key, out var value))
        {
            _isDefining = true;
            value = (Name("$v", _values.Count), define());
            _isDefining = false;
            _values.Add(key, value);
        }

        return value.Definition is null ? null : Column(value.Name);
    }

    /// <summary>The records with the fields and values that were asked for, and these further columns of them.</summary>
    public SqlRelation Over(SqlRelation records, params ReadOnlySpan<SqlSelectItem> further)
    {
        var fields = With(records, _fields.Values.Select(f => new SqlSelectItem(f.Definition, f.Name)), "fields");
        var values = With(
            fields, _values.Values.Where(v => v.Definition is not null).Select(v => new SqlSelectItem(v.Definition!, v.Name)), "typed");
        return With(values, further.ToArray(), "judged");
    }

    private static SqlRelation With(SqlRelation relation, IEnumerable<SqlSelectItem> items, string alias)
    {
        ImmutableArray<SqlSelectItem> added = [.. items];
        return added.IsEmpty
            ? relation
            : new SqlDerived(new SqlSelect { Items = [new SqlSelectItem(new SqlStar()), .. added], From = relation }, alias);
    }

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
