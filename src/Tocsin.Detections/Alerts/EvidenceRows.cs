using System.Collections.Immutable;
using System.Text;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Alerts;

/// <summary>Takes rows out of a reader as evidence for alerts.</summary>
public static class EvidenceRows
{
    public static ImmutableArray<Column> EvidenceColumns(this IRowReader reader) =>
        [.. reader.Columns.Select(c => new Column(c.Name, c.Type))];

    /// <summary>The values of the current row.</summary>
    public static ImmutableArray<Cell> ReadCells(this IRowReader reader)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>(reader.Columns.Count);
        for (var i = 0; i < reader.Columns.Count; i++)
        {
            cells.Add(ReadCell(reader, i));
        }

        return cells.MoveToImmutable();
    }

    private static Cell ReadCell(IRowReader reader, int column)
    {
        var type = reader.Columns[column].Type;
        if (reader.IsNull(column))
        {
            return Cell.Null(type);
        }

        return type switch
        {
            KqlType.Bool => Cell.Bool(reader.GetBool(column)),
            KqlType.Int or KqlType.Long or KqlType.DateTime or KqlType.TimeSpan => Cell.Integer(type, reader.GetLong(column)),
            KqlType.Real => Cell.Real(reader.GetReal(column)),
            _ => Cell.FromText(type, Encoding.UTF8.GetString(reader.GetUtf8(column))),
        };
    }
}
