using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// The kinds of a column's values, found by the database over whole files: one number for each column. A value counts for
/// a type only where the conversion that will be used takes it.
/// </summary>
internal static class ColumnKinds
{
    private const string Instant = @"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?( ?Z|[+-]\d{2}:?\d{2})?";
    private const string Whole = "-?(0|[1-9][0-9]*)";
    private const string Number = @"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?";

    /// <summary>All kinds of a column, of an expression for a value's.</summary>
    public static SqlExpression All(SqlExpression kind) => Call("bit_or", kind);

    /// <summary>Of a text whose writer has no other values, as in CSV: numbers with zeros or a plus in front are no numbers.</summary>
    /// <param name="time">The text's instant, NULL where it is none.</param>
    /// <param name="isLocalised">Whether instants may be written in another way than ISO 8601.</param>
    public static SqlExpression OfUntyped(string name, SqlExpression text, SqlExpression time, bool isLocalised) => new SqlCase(
        [
            When(Equal(Coalesce(text, String(string.Empty)), String(string.Empty)), ValueKinds.None),
            .. FoundColumn.IsTime(name) ? [When(IsNotNull(time), ValueKinds.Instant)] : Array.Empty<SqlWhen>(),
            When(new SqlIn(Call("lower", text), [String("true"), String("false")]), ValueKinds.Bool),
            new SqlWhen(Matches(text, Whole), IfTaken(text, KqlType.Long, ValueKinds.Whole)),
            new SqlWhen(Matches(text, Number), IfTaken(text, KqlType.Real, ValueKinds.Number)),
            When(And(isLocalised ? True : Matches(text, Instant), IsNotNull(time)), ValueKinds.Instant),
            When(
                And(new SqlIn(Call("left", Call("ltrim", text), Integer(1)), [String("{"), String("[")]), Call("json_valid", text)), ValueKinds.Structure),
        ],
        Kind(ValueKinds.Text));

    /// <summary>Of a text beside which the writer has numbers and structures, as JSON and Parquet have.</summary>
    public static SqlExpression OfText(string name, SqlExpression text)
    {
        var isInstant = IsNotNull(TextSource.FromText(text, KqlType.DateTime));
        return new SqlCase(
            [
                When(Equal(Coalesce(text, String(string.Empty)), String(string.Empty)), ValueKinds.None),
                When(FoundColumn.IsTime(name) ? isInstant : And(Matches(text, Instant), isInstant), ValueKinds.Instant),
            ],
            Kind(ValueKinds.Text));
    }

    /// <summary>Of a JSON value.</summary>
    public static SqlExpression OfJson(string name, SqlExpression value, string? nullText)
    {
        var type = Call("json_type", value);
        var written = Cast(value, SqlType.Varchar);
        SqlExpression text = Call("json_extract_string", value, String("$"));
        text = nullText is null ? text : Call("nullif", text, String(nullText));
        return new SqlCase(
            [
                When(IsNull(value), ValueKinds.None),
                new SqlWhen(Equal(type, String("VARCHAR")), OfText(name, text)),
                new SqlWhen(IsOneOf(type, "BIGINT", "UBIGINT"), IfTaken(written, KqlType.Long, ValueKinds.Whole)),
                new SqlWhen(IsOneOf(type, "DOUBLE", "HUGEINT", "UHUGEINT"), IfTaken(written, KqlType.Real, ValueKinds.Number)),
                When(Equal(type, String("BOOLEAN")), ValueKinds.Bool),
                When(IsOneOf(type, "OBJECT", "ARRAY"), ValueKinds.Structure),
                When(Equal(type, String("NULL")), ValueKinds.None),
            ],
            Kind(ValueKinds.Text));
    }

    /// <summary>Of a value that has a type: none where it is missing, text where the conversion does not take it.</summary>
    public static SqlExpression OfTyped(SqlExpression value, SqlExpression converted, ValueKinds kind) => new SqlCase(
        [When(IsNull(value), ValueKinds.None), When(IsNotNull(converted), kind)], Kind(ValueKinds.Text));

    private static SqlExpression IfTaken(SqlExpression text, KqlType type, ValueKinds kind) =>
        If(IsNotNull(TextSource.FromText(text, type)), Kind(kind), Kind(ValueKinds.Text));

    private static SqlCall Matches(SqlExpression text, string pattern) => Call("regexp_full_match", text, String(pattern));

    private static SqlIn IsOneOf(SqlExpression value, params ReadOnlySpan<string> names) => new(value, [.. names.ToArray().Select(String)]);

    private static SqlWhen When(SqlExpression condition, ValueKinds kind) => new(condition, Kind(kind));

    private static SqlExpression Kind(ValueKinds kind) => Integer((int)kind);
}
