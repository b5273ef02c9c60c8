using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tocsin.Detections.Values;
using Tocsin.Kql.Types;

namespace Tocsin.Testing;

/// <summary>Rows as cases write them: <c>"columns": [["Name", "type"]…], "rows": [[…]…]</c>, values as Tocsin's JSON has them.</summary>
internal static class CaseRows
{
    public static ImmutableArray<Column> Columns(JsonElement root) =>
        [.. root.GetProperty("columns").EnumerateArray().Select(c => new Column(c[0].GetString()!, KqlTypes.FromName(c[1].GetString()!)!.Value))];

    public static ImmutableArray<ImmutableArray<Cell>> Rows(JsonElement root, ImmutableArray<Column> columns) =>
        [.. root.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().Select((v, i) => Cell(columns[i].Type, v)).ToImmutableArray())];

    private static Cell Cell(KqlType type, JsonElement value) => type switch
    {
        _ when value.ValueKind == JsonValueKind.Null => Detections.Values.Cell.Null(type),
        KqlType.Bool => Detections.Values.Cell.Bool(value.GetBoolean()),
        KqlType.Int or KqlType.Long => Detections.Values.Cell.Integer(type, value.GetInt64()),
        KqlType.Real => Detections.Values.Cell.Real(
            value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble()),
        KqlType.DateTime => Detections.Values.Cell.Integer(type, DateTime.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Ticks),
        KqlType.TimeSpan => Detections.Values.Cell.Integer(type, TimeSpan.Parse(value.GetString()!, CultureInfo.InvariantCulture).Ticks),
        KqlType.Dynamic => Detections.Values.Cell.FromText(type, value.GetRawText()),
        _ => Detections.Values.Cell.FromText(type, value.GetString()!),
    };
}
