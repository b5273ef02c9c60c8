using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>The fields of one format as SQL: what a mapping is lowered against.</summary>
internal abstract class FieldSource
{
    /// <summary>The field as a value of the type, NULL where a record lacks it; null where no record can have it.</summary>
    public abstract SqlExpression? Field(ImmutableArray<string> path, KqlType type);

    /// <summary>Whether the field says something that is no value of the type; null where that cannot be.</summary>
    public abstract SqlExpression? IsUnreadable(ImmutableArray<string> path, KqlType type);

    /// <summary>A value that may be needed again.</summary>
    public virtual SqlExpression? Shared(object key, Func<SqlExpression?> define) => define();
}

/// <summary>A source whose fields are all text. Its expressions hold over <see cref="Layers"/> above the records.</summary>
internal abstract class TextSource : FieldSource
{
    public RecordLayers Layers { get; } = new();

    /// <summary>How the source writes times, where that depends on its language; none where it is ISO 8601.</summary>
    public ImmutableArray<string> TimeFormats { get; init; } = [];

    /// <summary>What the writer puts in place of a value that is null, where it has texts only; null where it leaves it out.</summary>
    public string? Null { get; init; }

    public sealed override SqlExpression? Field(ImmutableArray<string> path, KqlType type)
    {
        if (Text(path) is not { } definition)
        {
            return null;
        }

        var key = string.Join('/', path);
        var text = Layers.Field(key, definition);
        return KqlFunctionNames.Conversion(type) is null ? text : Layers.Value(
            (key, type), () => type == KqlType.DateTime && !TimeFormats.IsEmpty ? LocalisedTimes.ToTicks(text, TimeFormats) : FromText(Value(text), type));
    }

    private SqlExpression Value(SqlExpression text) => Null is null ? text : Call("nullif", text, String(Null));

    public sealed override SqlExpression? IsUnreadable(ImmutableArray<string> path, KqlType type) =>
        KqlFunctionNames.CanFail(type) && Field(path, KqlType.String) is { } text
            ? And(IsNull(Field(path, type)!), NotEqual(Value(text), String(string.Empty)))
            : null;

    public sealed override SqlExpression? Shared(object key, Func<SqlExpression?> define) => Layers.Value(key, define);

    /// <summary>The value of the type that the text holds, or NULL.</summary>
    public static SqlExpression FromText(SqlExpression text, KqlType type) =>
        KqlFunctionNames.Conversion(type) is { } function ? Call(function, text) : text;

    /// <summary>The field's text in the record itself; null where no record can have it.</summary>
    protected abstract SqlExpression? Text(ImmutableArray<string> path);
}
