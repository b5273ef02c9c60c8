using Tocsin.Compiler.Binding;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Engine.Sources;

/// <summary>Tables as queries see them.</summary>
public static class TableDescriptors
{
    public static TableDescriptor Of(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new TableDescriptor(
            schema.Name,
            [
                .. schema.Columns.Select(c => new TableColumn(c.Name, c.Type) { IsHidden = c.IsHidden }),
                .. schema.Further.Select(f => new TableColumn(f.Column.Name, f.Column.Type) { IsHidden = true, Repeats = f.Repeats }),
            ]);
    }
}
