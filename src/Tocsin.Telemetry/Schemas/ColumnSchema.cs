using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

public sealed record ColumnSchema(string Name, KqlType Type)
{
    /// <summary>Whether no service shows the column among the table's: it is there for queries that name it.</summary>
    public bool IsHidden { get; init; }
}
