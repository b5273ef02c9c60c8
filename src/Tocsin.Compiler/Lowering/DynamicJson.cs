using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Lowering;

/// <summary>
/// The JSON text that stands for a dynamic value in SQL: compact, property order kept. Scalars that JSON lacks are
/// strings that begin with a Unicode non-character: U+FDD0 datetime, U+FDD1 timespan, U+FDD2 guid, U+FDD3 decimal,
/// U+FDD4 NaN and infinities. The run-time functions read and write the same form.
/// </summary>
public static class DynamicJson
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static string Write(DynamicLiteral literal)
    {
        var text = new StringBuilder();
        Append(text, literal);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DynamicLiteral literal)
    {
        switch (literal)
        {
            case DynamicArray array:
                text.Append('[');
                for (var i = 0; i < array.Items.Length; i++)
                {
                    text.Append(i > 0 ? "," : string.Empty);
                    Append(text, array.Items[i]);
                }

                text.Append(']');
                break;
            case DynamicBag bag:
                text.Append('{');
                for (var i = 0; i < bag.Properties.Length; i++)
                {
                    text.Append(i > 0 ? "," : string.Empty);
                    AppendString(text, bag.Properties[i].Key);
                    text.Append(':');
                    Append(text, bag.Properties[i].Value);
                }

                text.Append('}');
                break;
            case DynamicScalar scalar:
                AppendScalar(text, scalar);
                break;
        }
    }

    private static void AppendScalar(StringBuilder text, DynamicScalar scalar)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (scalar.Type, scalar.Value)
        {
            case (_, null):
                text.Append("null");
                break;
            case (_, bool value):
                text.Append(value ? "true" : "false");
                break;
            case (KqlType.DateTime, long ticks):
                AppendTyped(text, '\uFDD0', new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", culture));
                break;
            case (KqlType.TimeSpan, long ticks):
                AppendTyped(text, '\uFDD1', new TimeSpan(ticks).ToString("c", culture));
                break;
            case (_, double value) when !double.IsFinite(value):
                AppendTyped(text, '\uFDD4', double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
                break;
            case (_, double value):
                var digits = value.ToString("R", culture);
                text.Append(digits.AsSpan().ContainsAny(".eE") ? digits : $"{digits}.0");
                break;
            case (_, Guid value):
                AppendTyped(text, '\uFDD2', value.ToString("D", culture));
                break;
            case (_, decimal value):
                AppendTyped(text, '\uFDD3', value.ToString(culture));
                break;
            case (_, string value):
                AppendString(text, value);
                break;
            default:
                text.Append(culture, $"{scalar.Value}");
                break;
        }
    }

    /// <summary>The marker stands as itself: an escape would hide it from the functions that look for it.</summary>
    private static void AppendTyped(StringBuilder text, char marker, string value) =>
        text.Append('"').Append(marker).Append(value).Append('"');

    private static void AppendString(StringBuilder text, string value) =>
        text.Append('"').Append(JsonEncodedText.Encode(value, Encoder).Value).Append('"');
}
