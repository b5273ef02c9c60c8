using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// getschema (https://learn.microsoft.com/kusto/query/getschema-operator) and assert-schema.
public sealed partial class Binder
{
    private BoundRows BindGetSchema(GetSchemaSyntax schema, BoundQuery input)
    {
        // With kind=csl there is one column, of which no page says how it is written.
        if (schema.Parameters.FirstOrDefault(p => p.Name.Text == "kind" && ParameterText(p.Value) == "csl") is { } kind)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, kind.Span, "getschema kind=csl", "getschema without it has a row for each column.");
            return new BoundRows([new ColumnSymbol("Schema", KqlType.String)], [], schema.Span);
        }

        ImmutableArray<ColumnSymbol> columns =
        [
            new("ColumnName", KqlType.String),
            new("ColumnOrdinal", KqlType.Long),
            new("DataType", KqlType.String),
            new("ColumnType", KqlType.String),
        ];
        return new BoundRows(
            columns,
            [.. input.Columns.Where(c => !c.IsHidden).Select((c, i) => ImmutableArray.Create<BoundExpression>(
                new BoundLiteral(c.Name, KqlType.String, schema.Span),
                new BoundLiteral((long)i, KqlType.Long, schema.Span),
                new BoundLiteral(ClrName(c.Type.Kind), KqlType.String, schema.Span),
                new BoundLiteral(c.Type.Kind.Name(), KqlType.String, schema.Span)))],
            schema.Span);
    }

    /// <summary>The DataType column of getschema (https://learn.microsoft.com/kusto/query/getschema-operator).</summary>
    private static string ClrName(KqlType kind) => kind switch
    {
        KqlType.Bool => "System.SByte",
        KqlType.Int => "System.Int32",
        KqlType.Long => "System.Int64",
        KqlType.Real => "System.Double",
        KqlType.Decimal => "System.Data.SqlTypes.SqlDecimal",
        KqlType.String => "System.String",
        KqlType.DateTime => "System.DateTime",
        KqlType.TimeSpan => "System.TimeSpan",
        KqlType.Guid => "System.Guid",
        KqlType.Dynamic or KqlType.Unknown => "System.Object",
    };

    private BoundQuery BindAssertSchema(AssertSchemaSyntax assertion, BoundQuery input)
    {
        var wanted = assertion.Schema.Columns.Select(c => $"{c.Name.Text}:{ColumnType(c).Name()}").ToArray();
        var found = input.Columns.Select(c => $"{c.Name}:{c.Type.Kind.Name()}").ToArray();
        if (!wanted.SequenceEqual(found, StringComparer.Ordinal) && !_diagnostics.HasErrors)
        {
            _diagnostics.Report(BindingDescriptors.SchemaMismatch, assertion.Span, string.Join(", ", found), string.Join(", ", wanted));
        }

        return input;
    }
}
