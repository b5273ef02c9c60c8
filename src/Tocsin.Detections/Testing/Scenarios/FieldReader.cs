using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Parsing;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>Reads a mapping of a table's columns to values of their types.</summary>
internal static class FieldReader
{
    public static ImmutableArray<FieldValue> Read(YamlFields fields, TableSchema table, DateTime start)
    {
        var values = ImmutableArray.CreateBuilder<FieldValue>();
        foreach (var name in fields.Names)
        {
            if (table.Find(name) is not { } column)
            {
                var hint = NearestName.Hint(name, table.Columns.Select(c => c.Name));
                fields.Report(TestDescriptors.NoSuchTableColumn, name, table.Name, name, hint.Length > 0 ? hint : "Column names are case-sensitive.");
            }
            else if (Value(fields.Node(name)!, column.Type, start) is { } value)
            {
                values.Add(new FieldValue(column, value));
            }
            else
            {
                fields.Report(TestDescriptors.WrongColumnValue, name, fields.Node(name)!.ToString(), column.Type.Name());
            }
        }

        return values.ToImmutable();
    }

    private static Cell? Value(YamlNode node, KqlType type, DateTime start) => (node, type) switch
    {
        (YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" }, _) => Cell.Null(type),
        (_, KqlType.Dynamic) => Cell.FromText(type, Json(node)),
        (YamlScalarNode scalar, KqlType.String) => Cell.FromText(type, scalar.Value ?? ""),
        (_, KqlType.String) => Cell.FromText(type, Json(node)),
        (YamlScalarNode scalar, _) => Scalar(scalar.Value ?? "", type, start),
        _ => null,
    };

    private static Cell? Scalar(string text, KqlType type, DateTime start) => type switch
    {
        KqlType.Bool when bool.TryParse(text, out var value) => Cell.Bool(value),
        KqlType.Int when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => Cell.Integer(type, value),
        KqlType.Long when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => Cell.Integer(type, value),
        KqlType.Real when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => Cell.Real(value),
        KqlType.TimeSpan when TimeSpanText.TryParse(text, out var ticks) => Cell.Integer(type, ticks),
        KqlType.DateTime when TestTimes.Instant(text) is { } instant => Cell.Integer(type, instant.Ticks),
        KqlType.DateTime when TimeSpanText.TryParse(text, out var ticks) => Cell.Integer(type, start.Ticks + ticks),
        KqlType.Guid when Guid.TryParse(text, out var value) => Cell.FromText(type, value.ToString("D")),
        _ => null,
    };

    private static string Json(YamlNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    writer.WritePropertyName(key.ToString());
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (var child in sequence.Children)
                {
                    Write(writer, child);
                }

                writer.WriteEndArray();
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: var text }:
                WritePlain(writer, text ?? "");
                break;
            default:
                writer.WriteStringValue(node.ToString());
                break;
        }
    }

    /// <summary>YAML's plain scalars: null, booleans and numbers are what they look like, the rest is text.</summary>
    private static void WritePlain(Utf8JsonWriter writer, string text)
    {
        if (text is "" or "null" or "~")
        {
            writer.WriteNullValue();
        }
        else if (text is "true" or "false")
        {
            writer.WriteBooleanValue(text == "true");
        }
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            writer.WriteNumberValue(whole);
        }
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
        {
            writer.WriteNumberValue(real);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }
}
