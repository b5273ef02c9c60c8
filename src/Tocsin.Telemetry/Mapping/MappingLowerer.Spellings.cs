using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Times, addresses and texts as sources spell them.</summary>
internal sealed partial class MappingLowerer
{
    private const long UnixEpochTicks = 621_355_968_000_000_000;
    private const long TicksPerSecond = 10_000_000;
    private const long QuarterHour = 900 * TicksPerSecond;

    private static SqlExpression UnixTime(SqlExpression text, UnixUnit unit) => unit switch
    {
        UnixUnit.Seconds => Call(KqlFunctionNames.UnixTime, text),
        UnixUnit.Milliseconds => Call(KqlFunctionNames.FromUnixTime, Whole(text), BigInt(TicksPerSecond / 1000)),
        UnixUnit.Microseconds => Call(KqlFunctionNames.FromUnixTime, Whole(text), BigInt(TicksPerSecond / 1_000_000)),
        UnixUnit.Nanoseconds => Call(KqlFunctionNames.FromUnixNanoseconds, Whole(text)),
    };

    private static SqlCall Whole(SqlExpression text) => Call(KqlFunctionNames.Conversion(KqlType.Long)!, text);

    private static SqlExpression FormattedTime(SqlExpression text, TimeFormatValue time)
    {
        var parsed = Cast(Call("try_strptime", Call("trim", text), String(time.Format)), SqlType.Timestamp);
        var ticks = Add(Multiply(Call("epoch_us", parsed), BigInt(10)), BigInt(UnixEpochTicks));
        return time.UtcOffset is { } offset ? Subtract(ticks, BigInt(TimeFormatValue.Offset(offset)!.Value * 60 * TicksPerSecond)) : ticks;
    }

    private SqlExpression? LocalTime(LocalTimeValue value)
    {
        if (Lower(value.Local, KqlType.DateTime) is not { } local || Text(value.Local) is not { } text)
        {
            return null;
        }

        if (Lower(value.SeenLocal, KqlType.DateTime) is not { } seenLocal || Lower(value.SeenUtc, KqlType.DateTime) is not { } seenUtc)
        {
            return local;
        }

        var quarters = Cast(
            Call("round", Divide(Cast(Subtract(seenUtc, seenLocal), SqlType.Double), Double(QuarterHour))), SqlType.BigInt);
        var zoned = Call("regexp_matches", text, String(@"(Z|[+-]\d\d:?\d\d)\s*$"));
        return If(zoned, local, Add(local, Coalesce(Multiply(quarters, BigInt(QuarterHour)), BigInt(-value.Otherwise.Ticks))));
    }

    private static SqlExpression DotNetDate(SqlExpression text, SqlExpression otherwise)
    {
        var milliseconds = TryCast(Call("regexp_extract", text, String(@"^/Date\((-?\d{1,14})"), Integer(1)), SqlType.BigInt);
        return If(
            IsNotNull(milliseconds),
            Add(Multiply(milliseconds, BigInt(TicksPerSecond / 1000)), BigInt(UnixEpochTicks)),
            otherwise);
    }

    /// <summary>XML's own entities, and the characters that writers refer to by number; <c>&amp;amp;</c> last, so that nothing is resolved twice.</summary>
    private static SqlExpression XmlText(SqlExpression text) => new (string Reference, string Character)[]
        {
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&#13;", "\r"), ("&#xD;", "\r"),
            ("&#10;", "\n"), ("&#xA;", "\n"), ("&#9;", "\t"), ("&#x9;", "\t"), ("&amp;", "&"),
        }
        .Aggregate(text, (value, entity) => Call("replace", value, String(entity.Reference), String(entity.Character)));

    /// <summary>A backslash that escapes nothing is one of the text itself, which then is not escaped at all.</summary>
    private static SqlExpression EscapedText(SqlExpression text) => XmlText(If(
        Call("regexp_full_match", text, String(@"(?s)(?:[^\\""]|\\[\\""])*")),
        Call("regexp_replace", text, String(@"\\([\\""])"), String(@"\1"), String("g")),
        text));

    private static SqlExpression JsonData(SqlExpression json, string name)
    {
        var escaped = Call("regexp_extract", json, String($"\"@Name\":\\s*\"{name}\",\\s*\"#text\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\""), Integer(1));
        var document = Call("concat", String("[\""), escaped, String("\"]"));
        return Call("json_extract_string", TryCast(document, SqlType.Json), String("$[0]"));
    }
}
