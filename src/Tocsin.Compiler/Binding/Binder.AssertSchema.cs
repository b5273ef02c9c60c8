using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// assert-schema: the rows pass where their columns are those of the schema.
public sealed partial class Binder
{
    private BoundQuery BindAssertSchema(AssertSchemaSyntax schema, BoundQuery input)
    {
        var expected = schema.Schema.Columns.Select(c => $"{c.Name.Text}:{ColumnType(c).Name()}");
        var found = input.Columns.Select(c => $"{c.Name}:{c.Type.Kind.Name()}").ToArray();
        if (expected.SequenceEqual(found, StringComparer.Ordinal))
        {
            return input;
        }

        _diagnostics.Report(BindingDescriptors.UnsupportedForm, schema.Schema.Span, "A schema other than that of the rows", $"The rows have ({string.Join(", ", found)}).");
        return Nothing(schema.Span);
    }
}
