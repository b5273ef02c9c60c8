using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Mappings → SQL over the fields of a source.</summary>
internal sealed partial class MappingLowerer(FieldSource source)
{
    private static readonly JsonSerializerOptions JsonNames = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The table's columns in order, each with its name, in the database's form of their types.</summary>
    public ImmutableArray<SqlSelectItem> Columns(TableMap map) =>
        [.. map.Schema.Columns.Select(c => new SqlSelectItem(Column(map, c.Name, c.Type), c.Name))];

    /// <summary>A column's value; strings are never NULL.</summary>
    public SqlExpression Column(TableMap map, string name, KqlType type)
    {
        var value = map.Value(name) is { } mapped ? Lower(mapped, type) : null;
        return value is null ? SqlTypes.Default(type)
            : type == KqlType.String ? Present(value)
            : value;
    }

    /// <summary>Fields that say something that is no value of their column's type, with the reason that this makes.</summary>
    public IEnumerable<(SqlExpression Condition, string Reason)> Unreadable(TableMap map) =>
        map.Schema.Columns.SelectMany(column => OwnFields(map.Value(column.Name)).Select(field => (field.Path, column.Type)))
            .DistinctBy(f => (string.Join('/', f.Path), f.Type))
            .Select(f => (Condition: source.IsUnreadable(f.Path, f.Type), Reason: $"{f.Path[^1]} is no {f.Type.Name()}"))
            .Where(f => f.Condition is not null)
            .Select(f => (f.Condition!, f.Reason));

    /// <summary>The fields that are the value as they stand. Of a connection's two sides each field is some column's either way.</summary>
    private static IEnumerable<FieldValue> OwnFields(MappedValue? value) => value switch
    {
        FieldValue field => [field],
        FirstValue first => first.Values.SelectMany(OwnFields),
        ChoiceValue { Subject: DirectionValue } side => OwnFields(side.Then).Concat(OwnFields(side.Otherwise)),
        _ => [],
    };

    /// <summary>The fields that an instant is made from.</summary>
    public static IEnumerable<FieldValue> Fields(MappedValue? value) => value switch
    {
        FieldValue field => [field],
        FirstValue first => first.Values.SelectMany(Fields),
        UnixSecondsValue seconds => Fields(seconds.Seconds),
        TimeFormatValue time => Fields(time.Text),
        ExtractValue extract => Fields(extract.Whole),
        JoinedValue joined => joined.Values.SelectMany(Fields),
        ChoiceValue choice => Fields(choice.Then).Concat(Fields(choice.Otherwise)),
        _ => [],
    };

    /// <summary>The value as one of the type, NULL where absent; null where the source cannot have it.</summary>
    public SqlExpression? Lower(MappedValue value, KqlType type) => value switch
    {
        FieldValue field => source.Field(field.Path, type),
        ConstantValue constant => TextSource.FromText(String(constant.Text), type),
        _ => source.Shared((value, type), () => Composite(value, type)),
    };

    private SqlExpression? Composite(MappedValue value, KqlType type) => value switch
    {
        FirstValue first => First(first, type),
        LookupValue lookup => Lookup(lookup, type),
        ChoiceValue choice => Choice(choice, type),
        PartValue part => Text(part.Whole) is { } whole ? TextSource.FromText(Part(whole, part.Part), type) : null,
        ExtractValue extract => Text(extract.Whole) is { } whole
            ? TextSource.FromText(Call("regexp_extract", whole, String(extract.Pattern), Integer(1)), type)
            : null,
        UnixSecondsValue seconds => Text(seconds.Seconds) is { } text ? UnixTime(text, seconds.Unit) : null,
        TimeFormatValue time => Text(time.Text) is { } text ? FormattedTime(text, time) : null,
        AddressTypeValue address => Text(address.Address) is { } text ? Call(KqlFunctionNames.IpType, text) : null,
        ObjectValue obj => Object(obj),
        AddressValue address => Text(address.Address) is { } text ? Call(KqlFunctionNames.IpText, text) : null,
        LocalSideValue side => LocalSide(side),
        DirectionValue direction => Direction(direction),
        LowerValue lower => Text(lower.Text) is { } text ? Call("lower", text) : null,
        LocalTimeValue local => LocalTime(local),
        DotNetDateValue date => Text(date.Text) is { } text && Lower(date.Text, KqlType.DateTime) is { } time ? DotNetDate(text, time) : null,
        ShiftedTimeValue shifted => Lower(shifted.Local, KqlType.DateTime) is { } local ? Subtract(local, BigInt(shifted.Ahead.Ticks)) : null,
        XmlTextValue xml => Text(xml.Xml) is { } text
            ? TextSource.FromText(XmlText(Call("regexp_extract", text, String(xml.Pattern), Integer(1))), type)
            : null,
        EscapedTextValue escaped => Text(escaped.Text) is { } text ? TextSource.FromText(EscapedText(text), type) : null,
        JsonDataValue data => Text(data.Json) is { } text ? TextSource.FromText(JsonData(text, data.Name), type) : null,
        JsonFieldValue field => Text(field.Json) is { } text
            ? TextSource.FromText(Call("json_extract_string", TryCast(text, SqlType.Json), String($"$.\"{field.Name}\"")), type)
            : null,
        JoinedValue joined => TextSource.FromText(Call("concat_ws", [String(joined.Separator), .. joined.Values.Select(Text).OfType<SqlExpression>()]), type),
        _ => throw new InvalidOperationException($"Mapped value {value.GetType().Name} has no lowering."),
    };

    private static SqlExpression Present(SqlExpression text) => text is SqlString ? text : Coalesce(text, String(string.Empty));

    private SqlExpression? Text(MappedValue value) => Lower(value, KqlType.String);

    private SqlExpression? First(FirstValue first, KqlType type)
    {
        SqlExpression[] values = [.. first.Values.Select((v, i) => i == 0 ? Lower(v, type) : Fallback(v, type)).OfType<SqlExpression>()];
        return values switch
        {
            [] => null,
            [var only] => only,
            _ when type == KqlType.String => Coalesce([.. values[..^1].Select(NullIfEmpty), values[^1]]),
            _ => Coalesce(values),
        };
    }

    /// <summary>An address's class stands in no other column: it is worked out in place, for the records that need it.</summary>
    private SqlExpression? Fallback(MappedValue value, KqlType type) => value is AddressTypeValue ? Composite(value, type) : Lower(value, type);

    private static SqlExpression NullIfEmpty(SqlExpression text) => Call("nullif", text, String(string.Empty));

    private SqlExpression? Lookup(LookupValue lookup, KqlType type)
    {
        var otherwise = lookup.Otherwise is null ? null : Lower(lookup.Otherwise, type);
        if (source.Shared((lookup.Key, "lower"), () => Text(lookup.Key) is { } key ? Call("lower", key) : null) is not { } lower)
        {
            return otherwise;
        }

        return new SqlCase(
            [
                .. lookup.Entries.Select(e => new SqlWhen(
                    Equal(lower, String(e.Key.ToLowerInvariant())),
                    TextSource.FromText(String(e.Result), type))),
            ],
            otherwise);
    }

    private SqlExpression? Choice(ChoiceValue choice, KqlType type)
    {
        var otherwise = Lower(choice.Otherwise, type);
        if (Text(choice.Subject) is not { } subject)
        {
            return otherwise;
        }

        var then = Lower(choice.Then, type);
        return If(
            Equal(Coalesce(Call("lower", subject), String(string.Empty)), String(choice.EqualTo.ToLowerInvariant())),
            then ?? SqlTypes.Default(type),
            otherwise ?? SqlTypes.Default(type));
    }

    private static SqlExpression Part(SqlExpression whole, TextPart part) => part switch
    {
        TextPart.FileName => Call("parse_filename", whole, False, String("both_slash")),
        TextPart.AccountDomain => If(
            Call("contains", whole, String("\\")),
            Call("split_part", whole, String("\\"), Integer(1)),
            String(string.Empty)),
        TextPart.AccountName => Call("split_part", whole, String("\\"), Integer(-1)),
    };

    /// <summary>One function writes the text: building JSON values in SQL, and dropping the nulls among them, costs many times as much.</summary>
    private SqlCall? Object(ObjectValue obj)
    {
        var texts = ImmutableArray.CreateBuilder<SqlExpression>();
        var properties = new StringBuilder();
        foreach (var property in obj.Properties)
        {
            if (Text(property.Value) is { } text)
            {
                texts.Add(text);
                var kind = property.Kind switch
                {
                    PropertyKind.Text => 't',
                    PropertyKind.Number => 'n',
                    PropertyKind.Boolean => 'b',
                };
                properties.Append(kind).Append(JsonSerializer.Serialize(property.Name, JsonNames)).Append('\n');
            }
        }

        return texts.Count == 0 ? null : Call(KqlFunctionNames.ObjectText, new SqlListLiteral(texts.ToImmutable()), String(properties.ToString()));
    }
}
