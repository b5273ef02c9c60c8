using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;

namespace Tocsin.Telemetry.Mapping;

/// <summary>The fields of one format as SQL: what a mapping is lowered against.</summary>
internal abstract class FieldSource
{
    /// <summary>The field as a value of the type, NULL where a record lacks it; null where no record can have it.</summary>
    public abstract SqlExpression? Field(ImmutableArray<string> path, KqlType type);
}

/// <summary>A source whose fields are all text.</summary>
internal abstract class TextSource : FieldSource
{
    public sealed override SqlExpression? Field(ImmutableArray<string> path, KqlType type) =>
        Text(path) is { } text ? FromText(text, type) : null;

    /// <summary>The value of the type that the text holds, or NULL.</summary>
    public static SqlExpression FromText(SqlExpression text, KqlType type) =>
        KqlFunctionNames.Conversion(type) is { } function ? Sql.Tree.Sql.Call(function, text) : text;

    protected abstract SqlExpression? Text(ImmutableArray<string> path);
}
