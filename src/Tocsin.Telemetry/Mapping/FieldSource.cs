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
}

/// <summary>A source whose fields are all text.</summary>
internal abstract class TextSource : FieldSource
{
    public sealed override SqlExpression? Field(ImmutableArray<string> path, KqlType type) =>
        Text(path) is { } text ? FromText(text, type) : null;

    public sealed override SqlExpression? IsUnreadable(ImmutableArray<string> path, KqlType type) =>
        KqlFunctionNames.Conversion(type) is not null && Text(path) is { } text ? IsUnreadable(text, type) : null;

    public static SqlExpression IsUnreadable(SqlExpression text, KqlType type) =>
        And(NotEqual(text, String(string.Empty)), IsNull(FromText(text, type)));

    /// <summary>The value of the type that the text holds, or NULL. A whole number may be written with a fraction of zeros.</summary>
    public static SqlExpression FromText(SqlExpression text, KqlType type)
    {
        if (KqlFunctionNames.Conversion(type) is not { } function)
        {
            return text;
        }

        return !type.IsInteger()
            ? Call(function, text)
            : Coalesce(
                Call(function, text),
                If(
                    Call("regexp_full_match", text, String(@"[+-]?\d+\.0+")),
                    Call(function, Call("split_part", text, String("."), Integer(1))),
                    new SqlNull(SqlTypes.Of(type))));
    }

    protected abstract SqlExpression? Text(ImmutableArray<string> path);
}
